import { showNhsNumber, type ResidentSbards, type SignedIn, type Tile } from '#contracts';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { AlertLine } from '../alerts/alert-line.tsx';
import { hub } from '../hub.ts';
import { ChangeForm } from '../page/change-form.tsx';
import { typedInto } from '../page/form-text.ts';
import { Link } from '../page/link.tsx';
import { Masthead } from '../page/masthead.tsx';
import { NoticePage } from '../page/notice-page.tsx';
import type { PageProps } from '../page/page-props.ts';
import { useAsked } from '../page/use-asked.ts';
import { tickingClock, WardClockContext } from '../page/ward-clock.ts';
import { TextArea } from '../sources/fields.tsx';
import { useOwner } from '../tablet/tablet-context.ts';
import { mostPressingFirst } from '../words/alerts.ts';
import { HubLine } from './hub-line.tsx';
import { SbardRecord, SentSbard } from './sbard-parts.tsx';
import { useResidents, type KnownResidents } from './use-residents.ts';

const ASK_EVERY_MS = 15_000;

/** What a home tells the hub of a resident: the record fills it, what is asked for is typed, the decision comes back. */
export default function SbardPage({ params, who, onSignOut, onSessionEnded }: PageProps) {
  const homeId = who.careHome?.id ?? '';
  const admissionId = params['admissionId'] ?? '';
  const { known } = useResidents(homeId, useOwner(who.id), onSessionEnded);
  const clock = useMemo(() => tickingClock(() => (known === null ? 0 : known.moment.wall - known.at)), [known]);
  const { body, trouble, again } = useAsked(
    useCallback(() => hub.sbardsOfResident(homeId, admissionId), [homeId, admissionId]),
    { onSessionEnded, everyMs: ASK_EVERY_MS },
  );
  const tile = known?.residents.tiles.find((one) => one.admissionId === admissionId);
  if (known === null || tile === undefined) {
    return (
      <NoticePage heading="SBARD" who={who} onSignOut={onSignOut}>
        <output className="notice">{trouble ?? 'Looking for your resident…'}</output>
      </NoticePage>
    );
  }
  return (
    <WardClockContext value={clock}>
      <SbardView
        homeId={homeId}
        tile={tile}
        hubOf={known.residents.hub}
        told={body}
        trouble={trouble}
        who={who}
        onSent={again}
        onSignOut={onSignOut}
        onSessionEnded={onSessionEnded}
      />
    </WardClockContext>
  );
}

interface SbardViewProps {
  homeId: string;
  tile: Tile;
  hubOf: KnownResidents['residents']['hub'];
  /** Null until the hub has answered. */
  told: ResidentSbards | null;
  trouble: string | null;
  who: SignedIn;
  onSent: () => void;
  onSignOut: () => void;
  onSessionEnded: () => void;
}

export function SbardView(props: SbardViewProps) {
  const { homeId, tile, hubOf, told, trouble, who, onSent, onSignOut, onSessionEnded } = props;
  const { admissionId, patient } = tile;
  const [sent, setSent] = useState(0);
  /** Sent again after a line that broke, it is kept once. */
  const id = useRef<string | null>(null);
  useEffect(() => {
    document.title = `SBARD of ${patient.name} – Homeward`;
  }, [patient.name]);
  return (
    <>
      <Masthead title={who.careHome?.name ?? 'SBARD'} who={who} onSignOut={onSignOut} />
      <main className="nhsuk-width-container sbard" id="main">
        <p className="bedside__back">
          <Link to="/">Back to your residents</Link>
        </p>
        <h2 className="bedside__person">
          {patient.name}
          <span className="bedside__identity">
            {patient.ageYears} years, NHS {showNhsNumber(patient.nhsNumber)}
          </span>
        </h2>
        <HubLine hub={hubOf} />
        {mostPressingFirst(tile.alerts).map((alert) => (
          <AlertLine key={alert.id} alert={alert} />
        ))}
        {trouble !== null && <p role="alert">{trouble}</p>}
        {told === null && trouble === null && <output className="notice">Filling it from the record…</output>}
        {told !== null && told.draft === null && (
          <p className="notice">
            No alert is open, so nobody at the hub is asked to look. Take readings, or say what you noticed; ring the
            hub if you are worried.
          </p>
        )}
        {told !== null && told.draft !== null && (
          <section className="sbard__one sbard__draft" aria-labelledby="sbard-new">
            <h3 className="sbard__heading" id="sbard-new">
              To send now
            </h3>
            <SbardRecord draft={told.draft} />
            <ChangeForm
              key={sent}
              name="Send to the hub"
              faults={(form) => (typedInto(form, 'recommendation').trim() === '' ? ['Write what you ask for'] : [])}
              send={(form) =>
                hub.sendSbard(homeId, admissionId, {
                  id: (id.current ??= crypto.randomUUID()),
                  recommendation: typedInto(form, 'recommendation').trim(),
                })
              }
              onDone={() => {
                id.current = null;
                setSent(sent + 1);
                onSent();
              }}
              onSessionEnded={onSessionEnded}
            >
              <TextArea label="Recommendation: what do you ask for?" name="recommendation" rows={3} />
            </ChangeForm>
          </section>
        )}
        {told !== null && told.sbards.length > 0 && (
          <section aria-labelledby="sbard-sent">
            <h2 className="sbard__title" id="sbard-sent">
              Sent
            </h2>
            <button
              type="button"
              className="nhsuk-button nhsuk-button--secondary nhsuk-button--small"
              onClick={() => window.print()}
            >
              Print
            </button>
            {told.sbards.map((one) => (
              <article key={one.id} className="sbard__one">
                <SentSbard sbard={one} />
              </article>
            ))}
          </section>
        )}
      </main>
    </>
  );
}
