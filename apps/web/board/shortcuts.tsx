import { useEffect, useRef, useState } from 'react';
import { ACTS, type ActKind } from '../alerts/acts.ts';
import { HELP_KEY, HISTORY_KEY, NEXT_KEY, PAGE_KEY, setSingleKeys, singleKeysOn, SOUND_KEY } from '../alerts/keys.ts';
import { KeyList, type KeysAndDeeds } from '../page/key-list.tsx';

const ON_THE_BED: readonly (readonly [key: string, does: string])[] = [
  ['Enter', 'Open the alerts'],
  [PAGE_KEY, 'Open the patient’s page'],
  ...(Object.keys(ACTS) as ActKind[]).map((kind) => [ACTS[kind].key, ACTS[kind].name] as const),
  [HISTORY_KEY, 'History of the alert'],
  ['Arrows', 'Go to another bed'],
];
const ANYWHERE: readonly (readonly [key: string, does: string])[] = [
  [NEXT_KEY, 'Next bed that nobody has answered'],
  [SOUND_KEY, 'Pause the sound for 15 minutes, or turn it on'],
  [HELP_KEY, 'These keys'],
  ['Esc', 'Close what is open'],
];

/** Every key of the board, and the switch that turns single letters off. */
export function Shortcuts({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [on, setOn] = useState(singleKeysOn);
  useEffect(() => {
    if (dialog.current?.open === false) dialog.current.showModal();
  }, []);
  return (
    <dialog className="patient shortcuts" ref={dialog} aria-labelledby="shortcuts-heading" onClose={onClose}>
      <div className="patient__inside">
        <div className="patient__head">
          <h2 className="patient__heading" id="shortcuts-heading">
            Keys
          </h2>
          <button type="button" className="answer" onClick={() => dialog.current?.close()}>
            Close
          </button>
        </div>
        <div className="shortcuts__lists">
          <Keys heading="On the bed that has the focus, and in its dialog" keys={ON_THE_BED} />
          <Keys heading="Anywhere on the board" keys={ANYWHERE} />
        </div>
        <label className="act__choice">
          <input
            type="checkbox"
            checked={on}
            onChange={({ target }) => {
              setSingleKeys(target.checked);
              setOn(target.checked);
            }}
          />
          Single letters do something
        </label>
      </div>
    </dialog>
  );
}

function Keys({ heading, keys }: { heading: string; keys: KeysAndDeeds }) {
  return (
    <section>
      <h3 className="shortcuts__heading">{heading}</h3>
      <KeyList keys={keys} />
    </section>
  );
}
