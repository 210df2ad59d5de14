import type { OpenAlertView, SignedIn } from '#contracts';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { AcceptButton } from './accept-button.tsx';
import { ActForm, type FormKind } from './act-forms.tsx';
import { ACT_KINDS, ACTS, possibleActs, type ActKind, type AlertAct } from './acts.ts';
import { AlertHistoryPanel } from './alert-history.tsx';
import { AlertLine } from './alert-line.tsx';
import type { ActedOn, AlertAnswers, AlertPlace } from './answers.ts';
import { HISTORY_KEY } from './keys.ts';

/** What is open beneath an alert. */
type Panel =
  | { readonly kind: 'none' }
  /** `alerts`: as they stood on the screen when it was opened. */
  | { readonly kind: 'form'; readonly act: FormKind; readonly alerts: ActedOn }
  | { readonly kind: 'history' };

const NOTHING: Panel = { kind: 'none' };

const isSome = (alerts: readonly OpenAlertView[]): alerts is ActedOn => alerts.length > 0;
const isForm = (kind: ActKind): kind is FormKind => kind !== 'accept' && kind !== 'take-over';

interface AlertWithActsProps {
  place: AlertPlace;
  /** The one that is shown. */
  alert: OpenAlertView;
  /** All that is meant when something is done to it. */
  alerts: readonly OpenAlertView[];
  who: SignedIn;
  answers: AlertAnswers;
  /** It stands under another, which is what is accepted and handed on: here each only ends by itself. */
  isUnder?: boolean;
  begin?: ActKind | 'history' | undefined;
  children?: ReactNode;
}

/** What is done to an alert by itself although it stands under another. */
const UNDER: readonly ActKind[] = ['resolve', 'comment'];

/** An alert, what this person can do about it as things stand, and the form of what they are doing. */
export function AlertWithActs(props: AlertWithActsProps) {
  const { place, alert, alerts, who, answers, isUnder = false, begin, children } = props;
  const possible = possibleActs(alerts, who);
  const offered = (isUnder ? UNDER : ACT_KINDS).filter((kind) => kind !== 'accept' && possible[kind].length > 0);
  const latest = useRef(possible);
  useEffect(() => {
    latest.current = possible;
  });
  const [panel, setPanel] = useState<Panel>(() => {
    if (begin === 'history') return { kind: 'history' };
    return begin === undefined ? NOTHING : formOf(begin, possible[begin]);
  });
  const [taking, setTaking] = useState(false);
  const card = useRef<HTMLDivElement>(null);

  /** Closes what is open; the focus goes back to where it came from. */
  function close(key: string): void {
    setPanel(NOTHING);
    const button = card.current?.querySelector<HTMLElement>(`[aria-keyshortcuts="${key}"]`);
    (button ?? card.current)?.focus();
  }

  async function act(wish: AlertAct, on: ActedOn): Promise<boolean> {
    const done = await answers.act(place, on, wish);
    // What was typed is kept, and is now about the alerts as they are: whoever was quicker is told beside it.
    if (!done) setPanel((open) => (open.kind === 'form' ? formOf(open.act, latest.current[open.act]) : open));
    return done;
  }

  async function press(kind: ActKind): Promise<void> {
    if (panel.kind === 'form' && panel.act === kind) return close(ACTS[kind].key);
    const on = possible[kind];
    if (isForm(kind)) return setPanel(formOf(kind, on));
    if (taking || !isSome(on)) return;
    setTaking(true);
    await act({ kind: 'take-over' }, on);
    setTaking(false);
  }

  return (
    <div className="card" ref={card} tabIndex={-1}>
      <AlertLine alert={alert} more={children} />
      <div className="card__acts">
        {!isUnder && isSome(possible.accept) && (
          <AcceptButton
            key={`${alert.id} ${alert.raisedAt}`}
            place={place}
            alerts={possible.accept}
            rest={possible.accept.length < alerts.length}
            answers={answers}
          />
        )}
        {offered.map((kind) => (
          <button
            key={kind}
            type="button"
            className="answer"
            aria-keyshortcuts={ACTS[kind].key}
            aria-expanded={isForm(kind) ? panel.kind === 'form' && panel.act === kind : undefined}
            aria-disabled={kind === 'take-over' && taking}
            onClick={() => void press(kind)}
          >
            {kind === 'take-over' && taking ? 'Taking over…' : ACTS[kind].name}
            <span className="nhsuk-u-visually-hidden"> this alert: {alert.sentence}</span>
          </button>
        ))}
        <button
          type="button"
          className="answer"
          aria-keyshortcuts={HISTORY_KEY}
          aria-expanded={panel.kind === 'history'}
          onClick={() => setPanel(panel.kind === 'history' ? NOTHING : { kind: 'history' })}
        >
          History
          <span className="nhsuk-u-visually-hidden"> of this alert: {alert.sentence}</span>
        </button>
      </div>
      {panel.kind === 'form' && (
        <ActForm
          key={panel.act}
          kind={panel.act}
          alerts={panel.alerts}
          who={who}
          answers={answers}
          act={(wish) => act(wish, panel.alerts)}
          onDone={() => close(ACTS[panel.act].key)}
          onCancel={() => close(ACTS[panel.act].key)}
        />
      )}
      {panel.kind === 'history' && <AlertHistoryPanel alert={alert} answers={answers} />}
    </div>
  );
}

const formOf = (kind: ActKind, alerts: readonly OpenAlertView[]): Panel =>
  isForm(kind) && isSome(alerts) ? { kind: 'form', act: kind, alerts } : NOTHING;
