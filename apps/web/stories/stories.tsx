import { hiddenTile, type OpenAlertView, type Residents, type SignedIn, type Tile, type WallNames } from '#contracts';
import type { ReactNode } from 'react';
import { WARD, type AlertAnswers } from '../alerts/answers.ts';
import { BoardView, type Opened } from '../board/board-view.tsx';
import { Burden } from '../burden/burden-page.tsx';
import { ResidentsView } from '../care-home/residents-page.tsx';
import { BEDSIDE_STORIES } from './bedside.tsx';
import type { Liveness } from '../live/liveness.ts';
import { UNKNOWN_BOARD, type WardBoard } from '../live/ward-board.ts';
import { DeliveryReceipts } from '../notifications/delivery-receipts.tsx';
import { EVERYBODY, type BoardWish } from '../page/location.ts';
import { KEYS_OF_BOARD } from '../board/keys-of-board.ts';
import { Shortcuts } from '../page/keys-button.tsx';
import { KEYS_OF_PATIENT } from '../patient/keys-of-patient.ts';
import { NoticePage } from '../page/notice-page.tsx';
import { stoppedClock, WardClockContext } from '../page/ward-clock.ts';
import { SendSheet, ShownSheet } from '../round-sheets/round-sheets-page.tsx';
import { SignInPage } from '../sign-in/sign-in-page.tsx';
import { ShownKey } from '../sources/key-forms.tsx';
import { SourceView } from '../sources/source-page.tsx';
import { AllWardsView } from '../all-wards/all-wards-view.tsx';
import type { LiveWard } from '../live/ward-feed.ts';
import { WallView } from '../wall/wall-view.tsx';
import { WardList } from '../wards/ward-picker.tsx';
import { BURDEN } from './burden.ts';
import * as people from './fixtures.ts';
import { PATIENT_STORIES } from './patients.tsx';
import { REACH_STORIES } from './reach.tsx';
import { handoverStory, roundStory } from './rounds.tsx';
import { NOBODY_TOLD, TOLD } from './receipts.ts';
import { CLOSED, DURLSTON, SHEET, STORED_SHEET } from './sheets.ts';
import { SOURCE } from './sources.ts';
import { GLASS_STORIES } from './glass.tsx';
import { PRIVACY_STORIES } from './privacy.tsx';
import { RETENTION_STORIES } from './retention.tsx';
import { SIGN_IN_STORIES } from './sign-in.tsx';
import { STAY_STORIES } from './stay.tsx';
import { BEDS_STORIES } from './beds.tsx';
import { DISCHARGE_STORIES } from './discharge.tsx';
import { STEP_DOWN_STORIES } from './step-down.tsx';
import { CARE_STORIES } from './care.tsx';
import { REPLAY_STORIES } from './replay.tsx';

/* Every state that a page can be in, by name: what `?story=` shows. */

const nothing = (): void => undefined;
/** A hub that does nothing of what it is asked to, and knows the history of every alert. */
const ANSWERS: AlertAnswers = {
  act: () =>
    new Promise((resolve) => {
      setTimeout(() => resolve(false), 1_000);
    }),
  history: () => Promise.resolve({ kind: 'done', body: people.HISTORY }),
  deliveries: () => Promise.resolve({ kind: 'done', body: TOLD }),
  colleagues: () => Promise.resolve({ kind: 'done', body: people.COLLEAGUES }),
};
const UNREACHABLE = { kind: 'unreachable' } as const;
const CUT_OFF: AlertAnswers = {
  ...ANSWERS,
  history: () => Promise.resolve(UNREACHABLE),
  deliveries: () => Promise.resolve(UNREACHABLE),
  colleagues: () => Promise.resolve(UNREACHABLE),
};

interface Told {
  liveness?: Liveness;
  wish?: Partial<BoardWish>;
  who?: SignedIn;
  oldestUnevaluatedAt?: number;
  clockAheadMs?: number;
  /** Said of this place: an admission, or the ward. */
  refusal?: { place: string; name: string; sentence: string; alertId?: string };
  wardAlerts?: OpenAlertView[];
  answers?: AlertAnswers;
  opens?: Opened;
}

function board(tiles: Tile[], told: Told = {}): ReactNode {
  return (
    <WardClockContext value={stoppedClock(people.STORY_NOW)}>
      <BoardView
        wardId="dorset-east"
        board={{
          ...heard(tiles),
          wardAlerts: told.wardAlerts ?? [],
          oldestUnevaluatedAt: told.oldestUnevaluatedAt ?? null,
          clockAheadMs: told.clockAheadMs ?? 0,
        }}
        liveness={told.liveness ?? { state: 'live' }}
        wish={{ ...EVERYBODY, ...told.wish }}
        who={told.who ?? people.CLINICIAN}
        answers={told.answers ?? ANSWERS}
        refusals={refusals(told)}
        {...(told.opens && { opens: told.opens })}
        onPutAway={nothing}
        onSignOut={nothing}
      />
    </WardClockContext>
  );
}

const TWO_WARDS = [
  { id: 'dorset-east', name: 'Dorset East Hub', capacity: 20, occupied: 18 },
  { id: 'dorset-west', name: 'Dorset West Hub', capacity: 20, occupied: 20 },
];

const heard = (tiles: Tile[]): WardBoard => ({
  ...UNKNOWN_BOARD,
  ward: { id: 'dorset-east', name: 'Dorset East Hub', capacity: 20 },
  seq: 1,
  tiles: new Map(tiles.map((tile) => [tile.admissionId, tile])),
  connected: true,
});

const wall = (tiles: Tile[], names: WallNames = 'initials', liveness: Liveness = { state: 'live' }): ReactNode => (
  <WardClockContext value={stoppedClock(people.STORY_NOW)}>
    <WallView board={heard(tiles)} liveness={liveness} names={names} />
  </WardClockContext>
);

/** Two wards, of which the second is in this state. */
function allWards(liveness: Liveness = { state: 'live' }): ReactNode {
  const west = people
    .withBeds(calm().slice(2, 14), { 3: people.URGENT, 5: people.INCOMPLETE, 9: people.HELD_BY_MINA })
    .map((tile) => ({ ...tile, admissionId: `west-${tile.admissionId}` }));
  const live = new Map<string, LiveWard>([
    ['dorset-east', { board: heard(busy()), liveness: { state: 'live' } }],
    ['dorset-west', { board: heard(west), liveness }],
  ]);
  return (
    <WardClockContext value={stoppedClock(people.STORY_NOW)}>
      <AllWardsView wards={TWO_WARDS} live={live} who={people.LEAD} onSignOut={nothing} />
    </WardClockContext>
  );
}

const refusals = ({ refusal }: Told) =>
  refusal === undefined
    ? []
    : [
        {
          id: 1,
          place: { key: refusal.place, name: refusal.name },
          alertId: refusal.alertId ?? 'alert-1',
          sentence: refusal.sentence,
        },
      ];

const calm = people.calmTiles;
const busy = (): Tile[] =>
  people.withBeds(calm(), {
    2: people.TWO_UNACCEPTED,
    3: people.EMERGENCY,
    5: people.URGENT,
    6: people.SEVERAL,
    8: people.INCOMPLETE_PROVES_HIGH,
    9: people.ACCEPTED,
    10: people.ROUTINE,
    11: people.EASED,
    12: people.TECHNICAL,
    15: people.STATED_OTHERWISE,
    16: people.OVERDUE,
    17: people.INCOMPLETE,
    20: people.URGENT,
  });
const WALL_BEDS = {
  5: people.URGENT,
  8: people.INCOMPLETE,
  9: people.ACCEPTED,
  11: people.EASED,
  16: people.OVERDUE,
  18: people.NO_READING,
};
const withEmergency = (): Tile[] => people.withBeds(calm(), { 12: people.EMERGENCY });
const rose = calm().filter(({ place }) => place.kind === 'care-home' && place.name === 'Rose Court');

const OPEN_HUB: Residents['hub'] = {
  open: true,
  changesAt: people.STORY_NOW + 5 * 3_600_000,
  phones: { open: '01632 960 123', closedWhom: 'NHS 111', closed: '111' },
};

function homeList(
  tiles: Tile[],
  {
    old = false,
    hub = OPEN_HUB,
    forms = [],
    decisions = [],
    rooms = [],
  }: { old?: boolean } & Partial<Pick<Residents, 'hub' | 'forms' | 'decisions' | 'rooms'>> = {},
): ReactNode {
  const at = people.STORY_NOW - (old ? 240_000 : 0);
  return (
    <WardClockContext value={stoppedClock(people.STORY_NOW)}>
      <ResidentsView
        residents={{ home: { id: 'rose-court', name: 'Rose Court' }, tiles, at, hub, forms, decisions, rooms }}
        at={at}
        old={old}
        who={people.CARER}
        onSignOut={nothing}
      />
    </WardClockContext>
  );
}

const LEONARD = { place: 'admission-12', name: 'Leonard Pitman' };
const QUICKER = { sentence: 'Not accepted. Dr Mina Rao has accepted this alert since you looked.' };

/** Bed 12 in a state, with its dialog open. */
const patient = (state: Partial<Tile>, opens: Omit<Opened, 'key'> = {}, told: Told = {}): ReactNode =>
  board(people.withBeds(calm(), { 12: state }), { opens: { key: LEONARD.place, ...opens }, ...told });

export const STORIES: Record<string, () => ReactNode> = {
  calm: () => board(calm()),
  'one emergency': () => board(withEmergency()),
  'many alerts': () => board(busy()),
  'a restricted record, to those who are not named': () =>
    board(calm().map((tile) => (tile.bed === 12 ? hiddenTile({ ...tile, ...people.ESCALATION_PLAN }) : tile))),
  'a restricted record, to those who are named': () =>
    board(people.withBeds(calm(), { 12: { ...people.EMERGENCY, restricted: 'marked' } })),
  'patient: a restricted record': () =>
    board(
      calm().map((tile) => (tile.bed === 12 ? hiddenTile({ ...tile, ...people.ESCALATION_PLAN }) : tile)),
      { opens: { key: LEONARD.place } },
    ),
  'keys of the board': () => (
    <>
      {board(calm())}
      <Shortcuts groups={KEYS_OF_BOARD} onClose={nothing} />
    </>
  ),
  'keys of a patient’s page': () => <Shortcuts groups={KEYS_OF_PATIENT} onClose={nothing} />,
  'many alerts, by bed': () => board(busy(), { wish: { order: 'bed' } }),
  'many alerts, seen by a coordinator': () => board(busy(), { who: people.COORDINATOR }),
  'who waits for a bed': () =>
    board([
      ...withEmergency(),
      people.aTile(7, { bed: null }),
      people.aTile(14, { bed: null, level: 'check-in', recent: [] }),
    ]),
  'full ward': () =>
    board(people.withBeds([...calm(), people.aTile(7), people.aTile(14)], { 7: people.EMERGENCY, 14: people.URGENT })),
  'every bed calls': () =>
    board(
      people.withBeds(
        [...calm(), people.aTile(7), people.aTile(14)],
        Object.fromEntries(Array.from({ length: 20 }, (_, bed) => [bed + 1, people.EMERGENCY])),
      ),
    ),
  'not live': () => board(busy(), { liveness: { state: 'not-live', since: people.STORY_NOW - 23_000 } }),
  'never reached': () => (
    <WardClockContext value={stoppedClock(people.STORY_NOW)}>
      <BoardView
        wardId="dorset-east"
        board={UNKNOWN_BOARD}
        liveness={{ state: 'not-live', since: null }}
        wish={EVERYBODY}
        who={people.CLINICIAN}
        answers={ANSWERS}
        refusals={[]}
        onPutAway={nothing}
        onSignOut={nothing}
      />
    </WardClockContext>
  ),
  'not scored yet': () => board(withEmergency(), { oldestUnevaluatedAt: people.STORY_NOW - 140_000 }),
  'wrong clock': () => board(calm(), { clockAheadMs: 7 * 60_000 }),
  'somebody was quicker': () =>
    board(people.withBeds(calm(), { 12: people.HELD_BY_MINA }), { refusal: { ...LEONARD, ...QUICKER } }),
  'somebody was quicker, and the patient has gone': () =>
    board(calm(), {
      refusal: { place: 'gone', name: 'Wilfred Gould', sentence: 'Not resolved. This alert is closed.' },
    }),
  'alerts about the ward': () => board(calm(), { wardAlerts: people.WARD_ALERTS }),
  'alerts about the ward beside an emergency': () =>
    board(withEmergency(), { wardAlerts: people.WARD_ALERTS.slice(0, 1) }),
  'alerts about the ward, all open': () => board(calm(), { wardAlerts: people.WARD_ALERTS, opens: { key: WARD } }),
  'alerts about the ward, refused': () =>
    board(calm(), {
      wardAlerts: people.WARD_ALERTS.slice(1, 2),
      refusal: { place: WARD, name: 'the ward', sentence: QUICKER.sentence, alertId: 'ward-2' },
    }),
  'shown: mine': () => board(busy(), { wish: { show: ['mine'] } }),
  'shown: not accepted, cardiac': () => board(busy(), { wish: { show: ['not-accepted'], pathway: 'cardiac' } }),
  'shown: overdue, which nobody is': () => board(calm(), { wish: { show: ['overdue'] } }),
  'every state of an alert': () =>
    board(
      people.withBeds(calm(), {
        1: people.ONE_EVENT,
        2: people.PARTLY_ACCEPTED,
        3: people.HELD_BY_SAM,
        4: people.PAUSED,
        5: people.HANDED_OVER,
        6: people.ESCALATED,
        8: people.NOBODY_ACCEPTED,
        9: people.HELD_BY_MINA,
        10: people.EASED,
        11: people.SEVERAL,
        12: people.ESCALATION_PLAN,
      }),
    ),
  'patient: with an escalation plan': () => patient(people.ESCALATION_PLAN),
  'patient: nobody has it': () => patient(people.ONE_EVENT),
  'patient: what one reading brought': () => patient(people.ONE_EVENT, { begin: 'more' }),
  'patient: mine': () => patient(people.HELD_BY_SAM),
  'patient: a colleague’s': () => patient(people.HELD_BY_MINA),
  'patient: partly accepted': () => patient(people.PARTLY_ACCEPTED, { begin: 'more' }),
  'patient: paused': () => patient(people.PAUSED),
  'patient: several': () => patient(people.SEVERAL),
  'patient: nothing open': () => patient({}),
  'patient: turn down': () => patient(people.ONE_EVENT, { begin: 'reject' }),
  'patient: pause': () => patient(people.ONE_EVENT, { begin: 'pause' }),
  'patient: hand over': () => patient(people.HELD_BY_SAM, { begin: 'hand-over' }),
  'patient: hand over, cut off': () => patient(people.HELD_BY_SAM, { begin: 'hand-over' }, { answers: CUT_OFF }),
  'patient: give back': () => patient(people.HELD_BY_SAM, { begin: 'give-back' }),
  'patient: comment': () => patient(people.HELD_BY_SAM, { begin: 'comment' }),
  'patient: resolve': () => patient(people.HELD_BY_SAM, { begin: 'resolve' }),
  'patient: history': () => patient(people.HELD_BY_SAM, { begin: 'history' }),
  'patient: history, cut off': () => patient(people.HELD_BY_SAM, { begin: 'history' }, { answers: CUT_OFF }),
  'patient: refused': () => patient(people.HELD_BY_MINA, {}, { refusal: { ...LEONARD, ...QUICKER } }),
  'patient: seen by a coordinator': () => patient(people.ONE_EVENT, {}, { who: people.COORDINATOR }),
  'incomplete sets': () =>
    board(
      people.withBeds(calm(), {
        1: people.INCOMPLETE,
        2: people.INCOMPLETE_PROVES_HIGH,
        4: people.INCOMPLETE_ONLY,
        6: people.NO_READING,
        9: people.NOT_APPLICABLE,
        10: people.COULD_NOT_BE_TAKEN,
        12: {
          ...people.INCOMPLETE,
          notTaken: { at: people.STORY_NOW - 7 * 60_000, why: { temperature: 'device-broken' } },
        },
        11: { ...people.URGENT, incomplete: people.anIncompleteSet(['systolic'], 6, 'medium', 2) },
      }),
    ),
  'empty ward': () => board([]),
  handover: () => handoverStory(heard(busy())),
  'handover, changes not known': () =>
    handoverStory(heard(withEmergency()), { trouble: 'The hub could not be reached. Nothing was changed. Try again.' }),
  'handover, not live': () =>
    handoverStory(heard(withEmergency()), { liveness: { state: 'not-live', since: people.STORY_NOW - 23_000 } }),
  'board round, before': () => roundStory(heard(busy()), { begun: false, decided: 3 }),
  'board round': () => roundStory(heard(busy()), { whose: 'admission-3', decided: 3 }),
  'board round, the end': () => roundStory(heard(busy()), { whose: 'end', decided: 15 }),
  'all wards': () => allWards(),
  'all wards, one not live': () => allWards({ state: 'not-live', since: people.STORY_NOW - 23_000 }),
  wall: () => wall(people.withBeds(calm(), WALL_BEDS)),
  'wall, full names': () => wall(people.withBeds(calm(), WALL_BEDS), 'full'),
  'wall, one emergency': () => wall(people.withBeds(calm(), { ...WALL_BEDS, 12: people.ESCALATION_PLAN }), 'full'),
  'wall, many emergencies': () =>
    wall(busy().map((tile) => (tile.bed! > 15 ? { ...tile, ...people.EMERGENCY } : tile))),
  'wall, not live': () => wall(busy(), 'initials', { state: 'not-live', since: people.STORY_NOW - 23_000 }),
  'sign-in': () => <SignInPage sentence={null} onSignedIn={nothing} />,
  'session ended': () => (
    <SignInPage sentence="Your session has ended. Sign in again to go on where you were." onSignedIn={nothing} />
  ),
  wards: () => <WardList wards={TWO_WARDS} who={people.CLINICIAN} onSignOut={nothing} />,
  'alarm burden': () => (
    <Burden burden={BURDEN} trouble={null} days={28} onDays={nothing} who={people.LEAD} onSignOut={nothing} />
  ),
  'who was told of an alert': () => (
    <main className="nhsuk-width-container nhsuk-main-wrapper">
      <h1 className="nhsuk-heading-m">Who was told</h1>
      <DeliveryReceipts told={TOLD} now={people.STORY_NOW} />
      <h2 className="nhsuk-heading-m">Nobody</h2>
      <DeliveryReceipts told={NOBODY_TOLD} now={people.STORY_NOW} />
    </main>
  ),
  ...BEDSIDE_STORIES,
  ...PATIENT_STORIES,
  ...REACH_STORIES,
  ...SIGN_IN_STORIES,
  ...GLASS_STORIES,
  ...PRIVACY_STORIES,
  ...RETENTION_STORIES,
  ...STAY_STORIES,
  ...BEDS_STORIES,
  ...DISCHARGE_STORIES,
  ...STEP_DOWN_STORIES,
  ...REPLAY_STORIES,
  ...CARE_STORIES,
  'care home': () =>
    homeList(
      people.withBeds(rose, { 1: people.EMERGENCY, 5: people.OVERDUE, 11: people.INCOMPLETE, 15: people.ACCEPTED }),
      {
        rooms: [
          { admissionId: rose[0]!.admissionId, room: '12' },
          { admissionId: rose[1]!.admissionId, room: 'Garden room 3' },
        ],
        forms: [
          {
            admissionId: rose.find(({ pathway }) => pathway === 'frailty')!.admissionId,
            offered: ['delirium', 'nutrition'],
            due: [
              { form: 'delirium', why: 'noticed' },
              { form: 'nutrition', why: 'start' },
            ],
          },
        ],
      },
    ),
  'care home, the hub has decided': () =>
    homeList(
      people.withBeds(rose, {
        1: { ...people.ACCEPTED, repeat: people.REPEAT },
        5: { ...people.URGENT, sbard: { id: 'sbard', at: people.STORY_NOW - 9 * 60_000, by: 'Pat Holloway' } },
      }),
      { hub: { ...OPEN_HUB, open: false }, decisions: people.DECISIONS },
    ),
  'care home, somebody could not be measured': () => homeList(people.withBeds(rose, { 1: people.COULD_NOT_BE_TAKEN })),
  'care home, not up to date': () => homeList(rose, { old: true }),
  'care home with nobody': () => homeList([]),
  'round sheet': () => (
    <NoticePage heading="Round sheets" who={people.CARER} onSignOut={nothing}>
      <SendSheet homes={[CLOSED]} onSessionEnded={nothing} />
    </NoticePage>
  ),
  'round sheet, shown': () => (
    <NoticePage heading="Round sheets" who={people.CARER} onSignOut={nothing}>
      <ShownSheet home={DURLSTON} sheet={SHEET} busy={false} onStore={nothing} onAnother={nothing} />
    </NoticePage>
  ),
  'round sheet, stored while the hub is closed': () => (
    <NoticePage heading="Round sheets" who={people.CARER} onSignOut={nothing}>
      <ShownSheet home={CLOSED} sheet={STORED_SHEET} busy={false} onStore={nothing} onAnother={nothing} />
    </NoticePage>
  ),
  'a source that is silent': () => (
    <NoticePage heading={SOURCE.source.name} who={people.LEAD} onSignOut={nothing}>
      <SourceView source={SOURCE} who={people.LEAD} onChanged={nothing} onSessionEnded={nothing} />
    </NoticePage>
  ),
  'a key, shown once': () => (
    <NoticePage heading={SOURCE.source.name} who={people.LEAD} onSignOut={nothing}>
      <h2 className="nhsuk-heading-m">Keys</h2>
      <ShownKey
        given={{ keyId: 9, key: 'hwk_pjjVWPO6CzTOVX6dq4dujbKk8DoJ0Ocb-PpE6pWTgps', prefix: 'hwk_pjjVWPO6' }}
        onKept={nothing}
      />
    </NoticePage>
  ),
};
