import { useEffect, useRef, useState } from 'react';
import { commandOf, HELP_KEY, setSingleKeys, singleKeysOn } from '../alerts/keys.ts';
import { KeyList, type KeysAndDeeds } from './key-list.tsx';

/** Keys that do something at one place, and where that is. */
export interface KeyGroup {
  readonly where: string;
  readonly keys: KeysAndDeeds;
}

/** What every page with keys says of them as well. */
const THESE: KeysAndDeeds = [[HELP_KEY, 'These keys']];

/** Opens the list of the page's keys, as its own key does. */
export function KeysButton({ groups }: { groups: readonly KeyGroup[] }) {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || commandOf(event) !== HELP_KEY) return;
      if (document.querySelector('dialog[open]') !== null) return;
      event.preventDefault();
      setOpen(true);
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, []);
  return (
    <>
      <button type="button" className="masthead__keys" onClick={() => setOpen(true)}>
        Keys <kbd aria-hidden="true">{HELP_KEY}</kbd>
      </button>
      {isOpen && <Shortcuts groups={groups} onClose={() => setOpen(false)} />}
    </>
  );
}

/** Every key of the page, and the switch that turns single letters off. */
export function Shortcuts({ groups, onClose }: { groups: readonly KeyGroup[]; onClose: () => void }) {
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
          {groups.map(({ where, keys }, i) => (
            <section key={where}>
              <h3 className="shortcuts__heading">{where}</h3>
              <KeyList keys={i === groups.length - 1 ? [...keys, ...THESE] : keys} />
            </section>
          ))}
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
