import {
  ALERT_OUTCOMES,
  showNhsNumber,
  type HomeDecision,
  type HomeLook,
  type RepeatAsked,
  type Residents,
  type SignedIn,
  type Tile,
} from '#contracts';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { AlertLine } from '../alerts/alert-line.tsx';
import { PATHWAY_NAMES, PathwayIcon } from '../board/icons.tsx';
import { IncompleteSet } from '../board/incomplete-set.tsx';
import { NotTaken } from '../board/not-taken.tsx';
import { ReadingTimes } from '../board/reading-times.tsx';
import { ScoreBlock } from '../board/score-block.tsx';
import { StatedOtherwise } from '../board/stated-otherwise.tsx';
import { everySecond, msBetween, thisMoment } from '../clock.ts';
import { Link } from '../page/link.tsx';
import { Masthead } from '../page/masthead.tsx';
import { NoticePage } from '../page/notice-page.tsx';
import { tickingClock, useWardTime, WardClockContext } from '../page/ward-clock.ts';
import { useOutboxItems } from '../bedside/outbox-context.ts';
import { FORM_NAMES, formsOfResident, WHY_DUE_WORDS, type DueForm } from '../bedside/guided-forms.ts';
import { OutboxList } from '../bedside/outbox-list.tsx';
import { isAtRisk, type OutboxItem } from '../bedside/outbox.ts';
import { readingPath, sbardPath } from '../bedside/reading-path.ts';
import { roomInWords } from '../bedside/room-line.tsx';
import { isShellKept, onShellKept } from '../service-worker/register.ts';
import { useOwner } from '../tablet/tablet-context.ts';
import { mostPressingFirst } from '../words/alerts.ts';
import { repeatCountdown } from '../words/repeat.ts';
import { ago, clockTime } from '../words/times.ts';
import { dueFirst, takenOf } from './due-first.ts';
import { HubLine } from './hub-line.tsx';
import { roomOf, useResidents } from './use-residents.ts';

/** Two rounds of asking missed: the list says that it is old. */
const OLD_AFTER_MS = 75_000;

interface ResidentsPageProps {
  homeId: string;
  who: SignedIn;
  onSignOut: () => void;
  onSessionEnded: () => void;
}

/** A care home's own residents. Asked for every half minute: it is not live, and says as of when it is. */
export function ResidentsPage({ homeId, who, onSignOut, onSessionEnded }: ResidentsPageProps) {
  const { known, trouble } = useResidents(homeId, useOwner(who.id), onSessionEnded);
  const [old, setOld] = useState(false);
  const clock = useMemo(() => tickingClock(() => (known === null ? 0 : known.moment.wall - known.at)), [known]);

  useEffect(() => {
    const look = (): void => setOld(known !== null && msBetween(known.moment, thisMoment()) > OLD_AFTER_MS);
    look();
    return everySecond(look);
  }, [known]);

  if (known === null) {
    return (
      <NoticePage heading={who.careHome?.name ?? 'Your residents'} who={who} onSignOut={onSignOut}>
        <output className="notice">{trouble ?? 'Looking for your residents…'}</output>
      </NoticePage>
    );
  }
  return (
    <WardClockContext value={clock}>
      <ResidentsView
        residents={known.residents}
        at={known.at}
        aheadMs={known.moment.wall - known.at}
        old={old}
        who={who}
        onSignOut={onSignOut}
      />
    </WardClockContext>
  );
}

interface ResidentsViewProps {
  residents: Residents;
  at: number;
  /** How far this tablet's clock is ahead of the hub's. */
  aheadMs?: number;
  old: boolean;
  who: SignedIn;
  onSignOut: () => void;
}

export function ResidentsView({ residents, at, aheadMs = 0, old, who, onSignOut }: ResidentsViewProps) {
  const { home, tiles } = residents;
  const items = useOutboxItems();
  const offline = useSyncExternalStore(onShellKept, isShellKept);
  useEffect(() => {
    document.title = `${home.name} – Homeward`;
  }, [home.name]);
  return (
    <>
      <Masthead title={home.name} who={who} onSignOut={onSignOut} />
      <main className="nhsuk-width-container residents" id="main">
        <AsOf at={at} old={old} />
        <HubLine hub={residents.hub} />
        <OutboxList looks={{ all: residents.looks ?? [], aheadMs }} />
        {tiles.length === 0 ? (
          <p>None of your residents is on the virtual ward.</p>
        ) : (
          <ul className="residents__list">
            {dueFirst(tiles, items).map((tile) => (
              <li key={tile.admissionId}>
                <Resident
                  tile={tile}
                  room={roomOf(residents, tile.admissionId)}
                  taken={takenOf(tile, items)}
                  forms={formsOfResident(residents, tile.admissionId, items).due}
                  look={residents.looks?.find(({ admissionId }) => admissionId === tile.admissionId) ?? null}
                  decisions={residents.decisions.filter(({ admissionId }) => admissionId === tile.admissionId)}
                />
              </li>
            ))}
          </ul>
        )}
        {offline && <p className="residents__offline">This tablet opens and takes readings without a network too.</p>}
      </main>
    </>
  );
}

function AsOf({ at, old }: { at: number; old: boolean }) {
  const age = useWardTime((now) => ago(at, now));
  if (!old) {
    return (
      <p className="residents__as-of">
        As of <strong>{clockTime(at)}</strong>. Looked up again every half minute.
      </p>
    );
  }
  return (
    <div className="not-live" role="alert">
      <strong className="not-live__words">NOT UP TO DATE</strong>
      <p>
        This list is from <strong className="not-live__time">{clockTime(at)}</strong>{' '}
        <span aria-hidden="true">({age})</span>. Homeward cannot be reached just now. Trying again every half minute.
      </p>
    </div>
  );
}

interface ResidentProps {
  tile: Tile;
  /** In which room they are; null where it was not written. */
  room: string | null;
  taken: OutboxItem | null;
  /** The guided forms that are due. */
  forms: readonly DueForm[];
  /** What the hub decided about them lately, newest first. */
  decisions: readonly HomeDecision[];
  /** Who of the hub looked at what there is of them; null until somebody has. */
  look: HomeLook | null;
}

function Resident({ tile, room, taken, forms, decisions, look }: ResidentProps) {
  return (
    <article className="resident" aria-labelledby={`resident-${tile.admissionId}`}>
      <div>
        <ScoreBlock tile={tile} />
      </div>
      <div className="resident__person">
        <h2 className="resident__name" id={`resident-${tile.admissionId}`}>
          {tile.patient.name}
        </h2>
        <p className="tile__identity">
          {room !== null && <strong className="resident__room">{roomInWords(room)}</strong>}
          <span>{tile.patient.ageYears} years</span>
          <span>
            <abbr title="NHS number">NHS</abbr> {showNhsNumber(tile.patient.nhsNumber)}
          </span>
          <span className="tile__place">
            <PathwayIcon pathway={tile.pathway} /> {PATHWAY_NAMES[tile.pathway]}
          </span>
        </p>
        {taken === null ? (
          <ReadingTimes lastReadingAt={tile.lastReadingAt} nextDueAt={tile.nextDueAt} />
        ) : (
          <p className="resident__taken">
            Taken on this tablet at <strong>{clockTime(taken.takenAt)}</strong>
            {whereItIs(taken)}
          </p>
        )}
        {look !== null && taken === null && (
          <p className="resident__look">
            Looked at by {look.by} at {clockTime(look.at)}
          </p>
        )}
        {forms.length > 0 && (
          <p className="resident__forms">
            Due too:{' '}
            {forms.map(({ form, why }, place) => (
              <span key={form}>
                {place > 0 && '; '}
                <strong>{FORM_NAMES[form]}</strong>, {WHY_DUE_WORDS[why]}
              </span>
            ))}
          </p>
        )}
        {tile.repeat !== null && taken === null && <Repeat asked={tile.repeat} />}
        <p className="resident__take">
          <Link to={readingPath(tile.admissionId)}>
            Take readings<span className="nhsuk-u-visually-hidden"> of {tile.patient.name}</span>
          </Link>{' '}
          {(tile.alerts.length > 0 || decisions.length > 0) && (
            <Link to={sbardPath(tile.admissionId)} className="resident__second">
              SBARD<span className="nhsuk-u-visually-hidden"> of {tile.patient.name}</span>
            </Link>
          )}
        </p>
        {tile.score !== null && <StatedOtherwise score={tile.score} />}
        {tile.incomplete !== null && <IncompleteSet set={tile.incomplete} />}
        {tile.notTaken !== null && <NotTaken said={tile.notTaken} />}
        {mostPressingFirst(tile.alerts).map((alert) => (
          <AlertLine key={alert.id} alert={alert} />
        ))}
        {tile.sbard !== null && (
          <p className="not-taken">
            SBARD of {tile.sbard.by}, sent at {clockTime(tile.sbard.at)}: not decided yet.
          </p>
        )}
        {decisions.length > 0 && (
          <ul className="resident__decided" aria-label={`What the hub decided about ${tile.patient.name}`}>
            {decisions.slice(0, SHOWN_DECISIONS).map((one) => (
              <li key={`${one.at} ${one.about}`}>{decidedInWords(one)}</li>
            ))}
          </ul>
        )}
      </div>
    </article>
  );
}

function whereItIs(item: OutboxItem): string {
  const { state, onItsWay } = item;
  if (state === 'received') return ', received by the hub';
  if (isAtRisk(item)) return ', NOT KEPT: see above';
  return onItsWay ? ', sent: the hub has not answered yet' : ', waiting to be sent';
}

/** The newest of them; all stand on the resident's own page. */
const SHOWN_DECISIONS = 2;

function Repeat({ asked }: { asked: RepeatAsked }) {
  const when = useWardTime((now) => repeatCountdown(asked, now));
  return (
    <p className="repeat">
      {asked.by} asks for the readings once more: <strong>{when}</strong>.{asked.note !== null && ` ${asked.note}`}
    </p>
  );
}

/** "Decided at 14:05 by Dr Mina Rao: advice given. Sit her up. (SpO2 fell from 94 to 89…)" */
function decidedInWords({ at, by, decided, note, about, priority }: HomeDecision): string {
  const isOutcome = priority !== null && Object.hasOwn(ALERT_OUTCOMES, decided);
  const what = isOutcome ? ALERT_OUTCOMES[decided as keyof typeof ALERT_OUTCOMES] : decided;
  const whole = [what, note]
    .filter((words) => words !== null)
    .map((words) => (/[.!?]$/.test(words) ? words : `${words}.`));
  return `Decided at ${clockTime(at)}${by === null ? '' : ` by ${by}`}: ${whole.join(' ')} (${priority === null ? 'You asked' : 'Alert'}: ${about})`;
}
