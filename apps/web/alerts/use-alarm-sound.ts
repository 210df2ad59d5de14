import { LONGEST_PAUSE } from '#clinical';
import { useCallback, useContext, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { thisMoment } from '../clock.ts';
import { useWardTime, WardClockContext } from '../page/ward-clock.ts';
import { AlarmSound, soundsNow } from './alarm-sound.ts';
import { keepPause, keptPause, leaveSounded, onPause, pausedUntil, playOnce, soundedBefore } from './sound-shared.ts';

/** Whether an emergency can be heard here, and what a person may do about it. */
export interface Sound {
  /** `blocked`: the browser waits for somebody to do something on the page. */
  readonly state: 'on' | 'paused' | 'blocked';
  /** The ward's time; null while it is not paused. */
  readonly pausedUntil: number | null;
  readonly turnOn: () => void;
  /** For a quarter of an hour, as long as anything is paused; on every page and tab of this browser. */
  readonly pause: () => void;
}

/** A browser takes its time to open a way to make a sound: the board is shown first. What a person did meanwhile allows it all the same. */
const OPENS_AFTER_MS = 1_000;
const OPENS_IT = ['pointerdown', 'keydown'] as const;

/** Sounds for each new emergency of `calling`, the names of raisings joined by lines. */
export function useAlarmSound(calling: string): Sound {
  const clock = useContext(WardClockContext);
  const [sound] = useState(() => new AlarmSound());
  useEffect(() => {
    let close: (() => void) | undefined;
    const later = setTimeout(() => (close = sound.open()), OPENS_AFTER_MS);
    return () => {
      clearTimeout(later);
      close?.();
    };
  }, [sound]);
  const kept = useSyncExternalStore(onPause, keptPause);
  const sounded = useRef<ReadonlySet<string> | null>(null);
  const subscribe = useCallback((listener: () => void) => sound.onChange(listener), [sound]);
  const allowed = useSyncExternalStore(subscribe, () => sound.allowed);
  const until = useWardTime((now) => pausedUntil(now, kept));
  const paused = until !== null;

  useEffect(() => {
    const ask = (): void => void sound.ask();
    for (const deed of OPENS_IT) document.addEventListener(deed, ask);
    return () => {
      for (const deed of OPENS_IT) document.removeEventListener(deed, ask);
    };
  }, [sound]);

  useEffect(() => {
    // Nothing is known yet, or nothing calls: what the page before has sounded for stays.
    if (sounded.current === null && calling === '') return;
    const { wall } = thisMoment();
    const before = sounded.current ?? soundedBefore(wall);
    const now = soundsNow(before, calling === '' ? [] : calling.split('\n'), paused || !allowed);
    sounded.current = now.sounded;
    if (now.sounds.length > 0) void playOnce(now.sounds, wall, () => sound.play());
  }, [sound, calling, paused, allowed]);
  useEffect(
    () => () => {
      if (sounded.current !== null) leaveSounded(sounded.current, thisMoment().wall);
    },
    [],
  );

  const turnOn = useCallback(() => {
    keepPause(null);
    void sound.ask();
  }, [sound]);
  const pause = useCallback(() => keepPause(clock.now() + LONGEST_PAUSE), [clock]);
  const state = paused ? 'paused' : allowed ? 'on' : 'blocked';
  return useMemo(() => ({ state, pausedUntil: until, turnOn, pause }), [state, until, turnOn, pause]);
}
