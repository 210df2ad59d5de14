import type { OpenAlertView, SignedIn } from '#contracts';
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import type { Group } from '../words/alerts.ts';
import type { ActKind } from './acts.ts';
import { AlertCard } from './alert-card.tsx';
import type { AlertAnswers, AlertPlace, Refusal } from './answers.ts';
import { commandOf, pressWithin } from './keys.ts';
import { RefusalNote } from './refusal-note.tsx';

/** What a dialog opens with: a form of the first alert, its history, or what stands under it. */
export type Begin = ActKind | 'history' | 'more';

export interface AlertsDialogProps {
  place: AlertPlace;
  heading: ReactNode;
  groups: readonly Group[];
  alerts: readonly OpenAlertView[];
  who: SignedIn;
  answers: AlertAnswers;
  begin?: Begin | undefined;
  refusal: Refusal | undefined;
  onPutAway: (refusal: Refusal) => void;
  onClose: () => void;
  /** What else is known of whose alerts they are. */
  children?: ReactNode;
}

/** All open alerts of one place, with what can be done about each. Goes on being live while it is open. */
export function AlertsDialog(props: AlertsDialogProps) {
  const { place, heading, groups, alerts, who, answers, begin, refusal, onPutAway, onClose, children } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    if (dialog.current?.open === false) {
      dialog.current.showModal();
      // A form that the dialog opens with has taken the focus already.
      if (dialog.current.querySelector('form') === null) title.current?.focus();
      else dialog.current.querySelector<HTMLElement>('form input, form select, form textarea')?.focus();
    }
  }, []);

  /** A letter means the alert that has the focus, else the first. */
  function command(event: KeyboardEvent<HTMLDialogElement>): void {
    const letter = commandOf(event.nativeEvent);
    if (letter === null) return;
    const within = event.target instanceof Element ? event.target.closest('.card') : null;
    if (pressWithin(within ?? dialog.current, letter)) event.preventDefault();
  }

  return (
    <dialog
      className="patient"
      ref={dialog}
      aria-labelledby="patient-heading"
      onClose={onClose}
      onKeyDown={command}
      // A press on the dimmed board closes it, as Escape does.
      onPointerDown={(press) => press.target === dialog.current && dialog.current?.close()}
    >
      <div className="patient__inside">
        <div className="patient__head">
          <h2 className="patient__heading" id="patient-heading" ref={title} tabIndex={-1}>
            {heading}
          </h2>
          <button type="button" className="answer" onClick={() => dialog.current?.close()}>
            Close
          </button>
        </div>
        {children}
        {refusal && <RefusalNote refusal={refusal} alerts={alerts} onPutAway={onPutAway} />}
        <h3 className="patient__alerts-heading">{groups.length === 0 ? 'No open alerts' : 'Open alerts'}</h3>
        <ul className="patient__alerts">
          {groups.map((group, index) => (
            <li key={group.head.id}>
              <AlertCard
                place={place}
                group={group}
                who={who}
                answers={answers}
                begin={index === 0 ? begin : undefined}
              />
            </li>
          ))}
        </ul>
      </div>
    </dialog>
  );
}
