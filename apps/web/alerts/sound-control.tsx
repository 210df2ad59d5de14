import type { OpenAlertView, Tile } from '#contracts';
import { useEffect } from 'react';
import { SoundIcon } from '../board/icons.tsx';
import { useWardTime } from '../page/ward-clock.ts';
import { countdown } from '../words/times.ts';
import { useCalling } from '../board/use-calling.ts';
import { commandOf, SOUND_KEY } from './keys.ts';
import { useAlarmSound, type Sound } from './use-alarm-sound.ts';

/** Sounds for every new emergency of these, whatever page of theirs is open, and says whether it can be heard. */
export function AlarmSoundControl({ tiles, wardAlerts }: Calling) {
  return <SoundControl sound={useAlarmSound(useCalling(tiles, wardAlerts))} />;
}

interface Calling {
  readonly tiles: readonly Tile[];
  readonly wardAlerts: readonly OpenAlertView[];
}

/** Whether an emergency can be heard on this computer, in words; pressed, it pauses the sound or brings it back. */
function SoundControl({ sound }: { sound: Sound }) {
  const { state, pausedUntil, turnOn, pause } = sound;
  const left = useWardTime((now) => (pausedUntil === null || now >= pausedUntil ? '' : countdown(pausedUntil - now)));
  const press = state === 'on' ? pause : turnOn;
  useSoundKey(press);
  return (
    <button type="button" className={`sound sound--${state}`} aria-keyshortcuts={SOUND_KEY} onClick={press}>
      <SoundIcon on={state === 'on'} />
      {state === 'on' && (
        <>
          Sound on<span className="nhsuk-u-visually-hidden">: pause it for 15 minutes</span>
        </>
      )}
      {state === 'paused' && (
        <>
          <span aria-hidden="true">Sound off for {left}</span>
          <span className="nhsuk-u-visually-hidden">Sound is paused: turn it on</span>
        </>
      )}
      {state === 'blocked' && 'Sound is off: turn on'}
    </button>
  );
}

/** Wherever the focus is, but not while a dialog is open. */
function useSoundKey(press: () => void): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (commandOf(event) !== SOUND_KEY || event.defaultPrevented) return;
      if (document.querySelector('dialog[open]') !== null) return;
      event.preventDefault();
      press();
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [press]);
}
