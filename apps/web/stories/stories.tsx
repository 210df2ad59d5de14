import type { SignedIn, Tile } from '#contracts';
import type { ReactNode } from 'react';
import { BoardView } from '../board/board-view.tsx';
import { Burden } from '../burden/burden-page.tsx';
import { ResidentsView } from '../care-home/residents-page.tsx';
import type { Liveness } from '../live/liveness.ts';
import { UNKNOWN_BOARD } from '../live/ward-board.ts';
import { DeliveryReceipts } from '../notifications/delivery-receipts.tsx';
import type { BedOrder } from '../page/location.ts';
import { stoppedClock, WardClockContext } from '../page/ward-clock.ts';
import { SignInPage } from '../sign-in/sign-in-page.tsx';
import { WardList } from '../wards/ward-picker.tsx';
import { BURDEN } from './burden.ts';
import * as people from './fixtures.ts';
import { NOBODY_TOLD, TOLD } from './receipts.ts';

/* Every state that a page can be in, by name: what `?story=` shows. */

const nothing = (): void => undefined;
const refused = (): Promise<boolean> =>
  new Promise((resolve) => {
    setTimeout(() => resolve(false), 1_000);
  });

interface Told {
  liveness?: Liveness;
  order?: BedOrder;
  who?: SignedIn;
  oldestUnevaluatedAt?: number;
  clockAheadMs?: number;
  refusal?: string;
}

function board(tiles: Tile[], told: Told = {}): ReactNode {
  return (
    <WardClockContext value={stoppedClock(people.STORY_NOW)}>
      <BoardView
        wardId="dorset-east"
        board={{
          ...UNKNOWN_BOARD,
          ward: { id: 'dorset-east', name: 'Dorset East Hub', capacity: 20 },
          seq: 1,
          tiles: new Map(tiles.map((tile) => [tile.admissionId, tile])),
          connected: true,
          oldestUnevaluatedAt: told.oldestUnevaluatedAt ?? null,
          clockAheadMs: told.clockAheadMs ?? 0,
        }}
        liveness={told.liveness ?? { state: 'live' }}
        order={told.order ?? 'worst'}
        who={told.who ?? people.CLINICIAN}
        answers={{ accept: refused, resolve: refused }}
        refusals={told.refusal === undefined ? [] : [{ id: 1, sentence: told.refusal }]}
        onPutAway={nothing}
        onSignOut={nothing}
      />
    </WardClockContext>
  );
}

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
const withEmergency = (): Tile[] => people.withBeds(calm(), { 12: people.EMERGENCY });
const rose = calm().filter(({ place }) => place.kind === 'care-home' && place.name === 'Rose Court');

function homeList(tiles: Tile[], old = false): ReactNode {
  const at = people.STORY_NOW - (old ? 240_000 : 0);
  return (
    <WardClockContext value={stoppedClock(people.STORY_NOW)}>
      <ResidentsView
        residents={{ home: { id: 'rose-court', name: 'Rose Court' }, tiles, at }}
        at={at}
        old={old}
        who={people.CARER}
        onSignOut={nothing}
      />
    </WardClockContext>
  );
}

export const STORIES: Record<string, () => ReactNode> = {
  calm: () => board(calm()),
  'one emergency': () => board(withEmergency()),
  'many alerts': () => board(busy()),
  'many alerts, by bed': () => board(busy(), { order: 'bed' }),
  'many alerts, seen by a coordinator': () => board(busy(), { who: people.COORDINATOR }),
  'full ward': () =>
    board(people.withBeds([...calm(), people.aTile(7), people.aTile(14)], { 7: people.EMERGENCY, 14: people.URGENT })),
  'every bed calls': () =>
    board([...calm(), people.aTile(7), people.aTile(14)].map((tile) => ({ ...tile, ...people.EMERGENCY }))),
  'not live': () => board(busy(), { liveness: { state: 'not-live', since: people.STORY_NOW - 23_000 } }),
  'never reached': () => (
    <WardClockContext value={stoppedClock(people.STORY_NOW)}>
      <BoardView
        wardId="dorset-east"
        board={UNKNOWN_BOARD}
        liveness={{ state: 'not-live', since: null }}
        order="worst"
        who={people.CLINICIAN}
        answers={{ accept: refused, resolve: refused }}
        refusals={[]}
        onPutAway={nothing}
        onSignOut={nothing}
      />
    </WardClockContext>
  ),
  'not scored yet': () => board(withEmergency(), { oldestUnevaluatedAt: people.STORY_NOW - 140_000 }),
  'wrong clock': () => board(calm(), { clockAheadMs: 7 * 60_000 }),
  refused: () =>
    board(busy(), {
      refusal: 'Not accepted for Ada Merriweather: Jo Bennett accepted this alert at 14:31. Nothing was changed.',
    }),
  'incomplete sets': () =>
    board(
      people.withBeds(calm(), {
        1: people.INCOMPLETE,
        2: people.INCOMPLETE_PROVES_HIGH,
        4: people.INCOMPLETE_ONLY,
        6: people.NO_READING,
        9: people.NOT_APPLICABLE,
        11: { ...people.URGENT, incomplete: people.anIncompleteSet(['systolic'], 6, 'medium', 2) },
      }),
    ),
  'empty ward': () => board([]),
  'sign-in': () => <SignInPage sentence={null} onSignedIn={nothing} />,
  'session ended': () => (
    <SignInPage sentence="Your session has ended. Sign in again to go on where you were." onSignedIn={nothing} />
  ),
  wards: () => (
    <WardList
      wards={[
        { id: 'dorset-east', name: 'Dorset East Hub', capacity: 20, occupied: 18 },
        { id: 'dorset-west', name: 'Dorset West Hub', capacity: 20, occupied: 20 },
      ]}
      who={people.CLINICIAN}
      onSignOut={nothing}
    />
  ),
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
  'care home': () =>
    homeList(
      people.withBeds(rose, { 1: people.EMERGENCY, 5: people.OVERDUE, 11: people.INCOMPLETE, 15: people.ACCEPTED }),
    ),
  'care home, not up to date': () => homeList(rose, true),
  'care home with nobody': () => homeList([]),
};
