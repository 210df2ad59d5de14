import { SoundIcon } from '../board/icons.tsx';
import { useWardTime } from '../page/ward-clock.ts';
import { countdown } from '../words/times.ts';
import { SOUND_KEY } from './keys.ts';
import type { Sound } from './use-alarm-sound.ts';

/** Whether an emergency can be heard on this computer, in words; pressed, it pauses the sound or brings it back. */
export function SoundControl({ sound }: { sound: Sound }) {
  const { state, pausedUntil, turnOn, pause } = sound;
  const left = useWardTime((now) => (pausedUntil === null || now >= pausedUntil ? '' : countdown(pausedUntil - now)));
  return (
    <button
      type="button"
      className={`sound sound--${state}`}
      aria-keyshortcuts={SOUND_KEY}
      onClick={state === 'on' ? pause : turnOn}
    >
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
