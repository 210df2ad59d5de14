import type { StayAlert } from '#contracts';
import { useCallback, useState } from 'react';
import { answersAlerts } from '../../alerts/answers.ts';
import { hub, whyNot } from '../../hub.ts';
import { useAsked } from '../../page/use-asked.ts';
import { OnwardTransfersOfStay } from '../transfer/onward-transfers.tsx';
import { AskToRepeat } from '../ask-to-repeat.tsx';
import { useAgain } from '../use-again.ts';
import type { ViewProps } from '../view-props.ts';
import { PhotosOfStay } from '../photos/photos-of-stay.tsx';
import { NotesPanel } from './notes-panel.tsx';
import { SbardsOfHome } from './sbards-panel.tsx';
import { StayAlertCard } from './stay-alert-card.tsx';
import { useNotes } from './use-notes.ts';

/** Every alert of the stay, open and closed, with why and what was done; and the notes beside them. */
export function AlertsView({ wardId, head, tile, alerts, onSessionEnded }: ViewProps) {
  const { admissionId } = tile;
  const { body, trouble, again } = useAsked(
    useCallback(() => hub.alertsOfStay(admissionId, null), [admissionId]),
    { onSessionEnded },
  );
  useAgain(tile, again);
  const { notes, trouble: noNotes, again: notesAgain } = useNotes(tile, onSessionEnded);
  const [older, setOlder] = useState<{ alerts: readonly StayAlert[]; next: string | null } | null>(null);
  const [cutOff, setCutOff] = useState<string | null>(null);
  const next = older === null ? (body?.next ?? null) : older.next;

  async function showOlder(): Promise<void> {
    if (next === null) return;
    const answer = await hub.alertsOfStay(admissionId, next);
    if (answer.kind === 'signed-out') return onSessionEnded();
    setCutOff(answer.kind === 'done' ? null : whyNot(answer));
    if (answer.kind === 'done')
      setOlder({ alerts: [...(older?.alerts ?? []), ...answer.body.alerts], next: answer.body.next });
  }

  return (
    <div className="stay-view stay-view--two">
      <StayAlerts
        alerts={body === null ? null : [...body.alerts, ...(older?.alerts ?? [])]}
        trouble={trouble ?? cutOff}
        answers={alerts.answers}
        onOlder={next === null ? null : () => void showOlder()}
      />
      <div>
        {tile.place.kind === 'care-home' && head.endedAt === null && answersAlerts(alerts.who.role) && (
          <AskToRepeat tile={tile} />
        )}
        <SbardsOfHome
          tile={tile}
          mayDecide={answersAlerts(alerts.who.role) && head.endedAt === null}
          onSessionEnded={onSessionEnded}
        />
        <OnwardTransfersOfStay
          wardId={wardId}
          tile={tile}
          mayHandOn={answersAlerts(alerts.who.role) && head.endedAt === null}
          objects={head.objects?.includes('community') ?? false}
          onSessionEnded={onSessionEnded}
        />
        <PhotosOfStay tile={tile} onSessionEnded={onSessionEnded} />
        <NotesPanel
          admissionId={admissionId}
          notes={notes}
          trouble={noNotes}
          mayWrite={answersAlerts(alerts.who.role) && head.endedAt === null}
          onWritten={notesAgain}
          onSessionEnded={onSessionEnded}
        />
      </div>
    </div>
  );
}

interface StayAlertsProps {
  /** Open ones first; null until the hub has told them. */
  alerts: readonly StayAlert[] | null;
  trouble: string | null;
  answers: ViewProps['alerts']['answers'];
  onOlder: (() => void) | null;
}

export function StayAlerts({ alerts, trouble, answers, onOlder }: StayAlertsProps) {
  const open = alerts?.filter((alert) => alert.open !== null) ?? [];
  const others = alerts?.filter((alert) => alert.open === null) ?? [];
  const each = (some: readonly StayAlert[]) => (
    <ol className="stay-alerts">
      {some.map((alert) => (
        <li key={alert.id}>
          <StayAlertCard alert={alert} answers={answers} />
        </li>
      ))}
    </ol>
  );
  return (
    <div>
      {trouble !== null && <p role="alert">{trouble}</p>}
      {alerts === null && trouble === null && <output className="notice">Looking up the alerts…</output>}
      {alerts !== null && (
        <>
          <h2 className="plan__title">Open</h2>
          {open.length === 0 ? <p className="plan__none">Nothing is open.</p> : each(open)}
          <h2 className="plan__title">Closed, or found too late</h2>
          {others.length === 0 ? <p className="plan__none">None on this stay.</p> : each(others)}
          {onOlder !== null && (
            <button
              type="button"
              className="nhsuk-button nhsuk-button--secondary nhsuk-button--small"
              onClick={onOlder}
            >
              Show older alerts
            </button>
          )}
        </>
      )}
    </div>
  );
}
