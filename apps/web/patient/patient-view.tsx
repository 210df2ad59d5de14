import {
  showNhsNumber,
  type OpenGlass,
  type RestrictedGlassDraft,
  type SignedIn,
  type StayHead,
  type Tile,
} from '#contracts';
import { useMemo, useRef } from 'react';
import type { AlertAnswers, Refusal } from '../alerts/answers.ts';
import { AlarmSoundControl } from '../alerts/sound-control.tsx';
import { EmergencyAnnouncer } from '../board/emergency-announcer.tsx';
import { LiveIndicator, NotLiveBanner } from '../board/live-indicator.tsx';
import { useWardTitle } from '../board/use-ward-title.ts';
import { OpenRestricted } from '../glass/open-restricted.tsx';
import type { Answer } from '../hub.ts';
import type { Liveness } from '../live/liveness.ts';
import type { WardBoard } from '../live/ward-board.ts';
import { writeAddress } from '../page/address.ts';
import { Link } from '../page/link.tsx';
import { Masthead } from '../page/masthead.tsx';
import { useWardTime } from '../page/ward-clock.ts';
import { clockTime, dateAndTime } from '../words/times.ts';
import { backToBoard } from './from-board.ts';
import { KEYS_OF_PATIENT } from './keys-of-patient.ts';
import { PatientHead } from './patient-head.tsx';
import { usePatientKeys } from './use-patient-keys.ts';
import type { PatientAsks } from './view-props.ts';
import { viewOf, VIEWS } from './views.tsx';

export interface PatientViewProps {
  wardId: string;
  admissionId: string;
  /** What the hub answered when the page was opened; null until then. */
  head: StayHead | null;
  trouble: string | null;
  board: WardBoard;
  liveness: Liveness;
  search: string;
  asks: PatientAsks;
  who: SignedIn;
  answers: AlertAnswers;
  refusals: readonly Refusal[];
  onPutAway: (refusal: Refusal) => void;
  /** Reads the head once more. */
  onAgain: () => void;
  /** Opens a restricted record with a reason. */
  onOpen: (draft: RestrictedGlassDraft) => Promise<Answer<OpenGlass>>;
  onSignOut: () => void;
  onSessionEnded: () => void;
}

/** A patient's page: a head that is always there, and one of the views beneath it. */
export function PatientView(props: PatientViewProps) {
  const { wardId, admissionId, head, trouble, board, liveness, who, answers, refusals, onPutAway } = props;
  const search = useMemo(() => new URLSearchParams(props.search), [props.search]);
  const live = board.tiles.get(admissionId);
  // On the ward the feed says how they stand. What the hub answered once holds until it does, and for a stay that is over.
  const tile = live?.restricted === 'hidden' && head ? { ...live, ...closedOnBoard(head.tile) } : (live ?? head?.tile);
  // Somebody of this ward who opened a restricted record: its tile on the board goes on being closed to them, and is live.
  const beyond = head?.openUntil !== undefined && live === undefined;
  const gone = head !== null && live === undefined && board.ward !== null;
  const notLive = liveness.state === 'not-live';
  const view = viewOf(search);
  // Alerts are for the ward's own people to take: whoever is here for an hour is not offered to.
  const answerer: SignedIn = beyond ? { ...who, role: 'coordinator' } : who;
  const main = useRef<HTMLElement>(null);
  usePatientKeys(main, () => backToBoard(wardId, admissionId));

  // Whoever reads of one patient is told what presses elsewhere.
  const tiles = useMemo(() => [...board.tiles.values()], [board.tiles]);
  useWardTitle({ name: 'Patient', tiles, wardAlerts: board.wardAlerts, live: !notLive });

  return (
    <div className={`patient-page ${notLive ? 'board--not-live' : ''}`}>
      <a className="nhsuk-skip-link" href="#view">
        Skip to {view.name.toLowerCase()}
      </a>
      <Masthead who={who} keys={KEYS_OF_PATIENT} onSignOut={props.onSignOut}>
        <LiveIndicator liveness={liveness} />
        <AlarmSoundControl tiles={tiles} wardAlerts={board.wardAlerts} />
      </Masthead>
      <main id="main" ref={main}>
        {notLive && <NotLiveBanner since={liveness.since} />}
        {board.ward !== null && <EmergencyAnnouncer tiles={tiles} />}
        {trouble !== null && !(head === null && live?.restricted === 'hidden') && (
          <p className="patient-page__trouble" role="alert">
            {trouble}
          </p>
        )}
        {head?.openUntil !== undefined && (
          <ThroughGlass head={head} until={head.openUntil} beyond={beyond} onAgain={props.onAgain} />
        )}
        {head === null && live?.restricted === 'hidden' && (
          <OpenRestricted
            tile={live}
            send={props.onOpen}
            onOpened={props.onAgain}
            onSessionEnded={props.onSessionEnded}
          />
        )}
        {tile === undefined || head === null ? (
          trouble === null && <output className="board__nothing notice">Opening the patient…</output>
        ) : (
          <>
            <PatientHead
              head={head}
              tile={tile}
              alerts={{
                who: answerer,
                answers,
                onPutAway,
                refusal: refusals.find(({ place }) => place.key === admissionId),
              }}
              onBack={() => backToBoard(wardId, admissionId)}
            />
            {gone && <LeftWard head={head} />}
            {VIEWS.length > 1 && (
              <nav className="patient-nav" aria-label="Views of this patient">
                {VIEWS.map(({ id, name }) => (
                  <Link
                    key={id}
                    to={`?view=${id}`}
                    how="replace"
                    className="patient-nav__view"
                    current={id === view.id}
                  >
                    {name}
                  </Link>
                ))}
                <Link
                  to={writeAddress('/wards/:wardId/patients/:admissionId/days', { wardId, admissionId }) ?? '/'}
                  className="patient-nav__view"
                  current={false}
                >
                  Day by day
                </Link>
                <Link
                  to={writeAddress('/wards/:wardId/patients/:admissionId/at-home', { wardId, admissionId }) ?? '/'}
                  className="patient-nav__view"
                  current={false}
                >
                  At home
                </Link>
                <Link
                  to={writeAddress('/wards/:wardId/patients/:admissionId/discharge', { wardId, admissionId }) ?? '/'}
                  className="patient-nav__view"
                  current={false}
                >
                  Discharge
                </Link>
                <Link
                  to={writeAddress('/wards/:wardId/patients/:admissionId/privacy', { wardId, admissionId }) ?? '/'}
                  className="patient-nav__view"
                  current={false}
                >
                  Privacy
                </Link>
              </nav>
            )}
            <PrintedWho head={head} tile={tile} />
            <section id="view" tabIndex={-1} aria-label={view.name}>
              <view.Show
                wardId={wardId}
                head={head}
                tile={tile}
                alerts={{ who: answerer, answers, onPutAway, refusal: undefined }}
                search={search}
                asks={props.asks}
                onSessionEnded={props.onSessionEnded}
              />
            </section>
          </>
        )}
      </main>
    </div>
  );
}

/** What a closed tile does not say, as it was when the page was opened. */
const closedOnBoard = ({
  patient,
  place,
  escalationPlan,
}: Tile): Pick<Tile, 'patient' | 'place' | 'escalationPlan'> => ({
  patient,
  place,
  escalationPlan,
});

interface ThroughGlassProps {
  head: StayHead;
  until: number;
  /** They are on none of one's wards. */
  beyond: boolean;
  onAgain: () => void;
}

/** That this patient was opened with a reason, until when, and that nothing here moves by itself where they are on another ward. */
function ThroughGlass({ head, until, beyond, onAgain }: ThroughGlassProps) {
  const over = useWardTime((now) => now >= until);
  return (
    <section className="through-glass" aria-label="Opened by breaking the glass">
      <p>
        <strong>You opened this patient by breaking the glass.</strong>{' '}
        {over
          ? 'The hour is over: nothing more of them is given to you.'
          : `They are open to you until ${clockTime(until)}. What you look at and do here is reviewed by ${head.ward.name}.`}{' '}
        {beyond && `This page is not live for you: it shows how they stood at ${clockTime(head.at)}.`}
      </p>
      <button type="button" className="nhsuk-button nhsuk-button--small nhsuk-button--secondary" onClick={onAgain}>
        Read it anew
      </button>
    </section>
  );
}

function LeftWard({ head }: { head: StayHead }) {
  return (
    <output className="patient-page__gone notice">
      {head.endedAt === null
        ? 'This patient is no longer on the ward’s board. What is shown was so when the page was opened.'
        : `This stay ended at ${dateAndTime(head.endedAt)}. Nothing new comes in.`}
    </output>
  );
}

/** On every page of paper: whose it is, and when it was printed. */
function PrintedWho({ head: { ward }, tile: { patient } }: { head: StayHead; tile: Tile }) {
  const now = useWardTime(dateAndTime);
  return (
    <p className="printed-who" aria-hidden="true">
      <strong>{patient.name}</strong>
      <strong>NHS number {showNhsNumber(patient.nhsNumber)}</strong>
      <span>
        {patient.ageYears} years, {patient.sex}
      </span>
      <span>{ward.name}</span>
      <span className="printed-who__when">Printed {now}</span>
    </p>
  );
}
