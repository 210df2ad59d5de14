import { LONGEST_PAUSE } from '#clinical';
import { useCallback, useContext, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useWardTime, WardClockContext } from '../page/ward-clock.ts';
import { AlarmSound, soundsNow } from './alarm-sound.ts';

/** Whether an emergency can be heard here, and what a person may do about it. */
export interface Sound {
  /** `blocked`: the browser waits for somebody to do something on the page. */
  readonly state: 'on' | 'paused' | 'blocked';
  /** The ward's time; null while it is not paused. */
  readonly pausedUntil: number | null;
  readonly turnOn: () => void;
  /** For a quarter of an hour, as long as anything is paused. */
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
  const [pausedUntil, setPausedUntil] = useState<number | null>(null);
  const sounded = useRef<ReadonlySet<string>>(new Set());
  const subscribe = useCallback((listener: () => void) => sound.onChange(listener), [sound]);
  const allowed = useSyncExternalStore(subscribe, () => sound.allowed);
  const paused = useWardTime((now) => pausedUntil !== null && now < pausedUntil);

  useEffect(() => {
    const ask = (): void => void sound.ask();
    for (const deed of OPENS_IT) document.addEventListener(deed, ask);
    return () => {
      for (const deed of OPENS_IT) document.removeEventListener(deed, ask);
    };
  }, [sound]);

  useEffect(() => {
    const now = soundsNow(sounded.current, calling === '' ? [] : calling.split('\n'), paused || !allowed);
    sounded.current = now.sounded;
    if (now.sounds) sound.play();
  }, [sound, calling, paused, allowed]);

  const turnOn = useCallback(() => {
    setPausedUntil(null);
    void sound.ask();
  }, [sound]);
  const pause = useCallback(() => setPausedUntil(clock.now() + LONGEST_PAUSE), [clock]);
  const state = paused ? 'paused' : allowed ? 'on' : 'blocked';
  return useMemo(() => ({ state, pausedUntil, turnOn, pause }), [state, pausedUntil, turnOn, pause]);
}
