import { GUIDED_FORMS } from '#clinical';
import type { HomeCarers, ResidentSbards } from '#contracts';
import type { ReactNode } from 'react';
import { NOTHING_TYPED, type Entry } from '../bedside/entry.ts';
import { GuidedFormView } from '../bedside/guided-form-view.tsx';
import { OutboxItems } from '../bedside/outbox-list.tsx';
import type { OutboxItem } from '../bedside/outbox.ts';
import { ReadingFields } from '../bedside/reading-fields.tsx';
import { ReadingView, type Draft } from '../bedside/reading-view.tsx';
import { SbardView } from '../care-home/sbard-page.tsx';
import { NoticePage } from '../page/notice-page.tsx';
import { stoppedClock, WardClockContext } from '../page/ward-clock.ts';
import { OnwardTransfersPanel } from '../patient/transfer/onward-transfers.tsx';
import { CarersView, type CarerChanging } from '../tablet/carers-page.tsx';
import { LockScreen } from '../tablet/lock-screen.tsx';
import { OwnPin } from '../tablet/own-pin.tsx';
import { SbardsPanel } from '../patient/happened/sbards-panel.tsx';
import * as people from './fixtures.ts';

const nothing = (): void => undefined;

const readingView = (draft: Draft | null, room: string | null = null): ReactNode => (
  <ReadingView
    tile={people.aTile(16)}
    room={room}
    onWriteRoom={() => Promise.resolve({ kind: 'done', body: undefined })}
    onRoomWritten={nothing}
    onSessionEnded={nothing}
    forms={{ offered: GUIDED_FORMS, due: [{ form: 'delirium', why: 'start' }] }}
    draft={draft}
    sentAs={null}
    onDraft={nothing}
    onBeginAgain={nothing}
    who={people.CARER}
    hub={HUB}
    next={null}
    onSend={() => 'sent'}
    onPhoto={() => 'photo'}
    onNext={nothing}
    onSignOut={nothing}
  />
);

const taking = (entry: Entry): ReactNode => (
  <NoticePage heading="Winifred Cerne" who={people.CARER} onSignOut={nothing}>
    <div className="bedside">
      <ReadingFields entry={entry} onAct={nothing} />
    </div>
  </NoticePage>
);

const waits: OutboxItem = {
  id: 'one',
  admissionId: 'admission-16',
  name: 'Winifred Cerne',
  form: null,
  by: 'Maud Swanage',
  state: 'waiting',
  since: people.STORY_NOW,
  takenAt: people.STORY_NOW,
  measuredAt: people.STORY_NOW,
  remarks: [],
  onItsWay: false,
  notKept: null,
};
const AT_RISK: readonly OutboxItem[] = [
  { ...waits, notKept: 'full' },
  { ...waits, id: 'two', photo: true, notKept: 'unable' },
  { ...waits, id: 'three' },
  { ...waits, id: 'four', state: 'received' },
];

const SENT: readonly OutboxItem[] = [
  { ...waits, id: 'one' },
  { ...waits, id: 'two', onItsWay: true },
  { ...waits, id: 'three', state: 'received' },
  { ...waits, id: 'four', state: 'received', admissionId: 'looked-at' },
];
const LOOKED = [{ admissionId: 'looked-at', at: waits.since + 4 * 60_000, by: 'Dr Mina Rao' }];

const HOME_CARERS: HomeCarers = {
  carers: ['Denzil Corfe', 'Ines Wareham', 'Maud Swanage'].map((name, i) => ({
    id: `carer-${i}`,
    name,
    pinVersion: 1,
  })),
  lockAfterMinutes: 2,
};

const carersView = (body: HomeCarers, asksPassword: boolean, change: CarerChanging = null): ReactNode => (
  <NoticePage heading="Carers and PINs" who={people.CARER} onSignOut={nothing}>
    <CarersView
      body={body}
      change={change}
      onChange={nothing}
      homeId="rose-court"
      asksPassword={asksPassword}
      again={nothing}
      onSessionEnded={nothing}
    />
  </NoticePage>
);

const HUB = { open: true, changesAt: null, phones: { open: null, closedWhom: 'NHS 111', closed: '111' } } as const;

const sbardView = (told: ResidentSbards | null): ReactNode => (
  <WardClockContext value={stoppedClock(people.STORY_NOW)}>
    <SbardView
      homeId="rose-court"
      tile={{ ...people.aTile(1), ...people.URGENT }}
      hubOf={HUB}
      told={told}
      trouble={null}
      who={people.CARER}
      onSent={nothing}
      onSignOut={nothing}
      onSessionEnded={nothing}
    />
  </WardClockContext>
);

/** What care-home staff see at the bedside. */
export const BEDSIDE_STORIES: Record<string, () => ReactNode> = {
  'bedside: who it is': () => readingView(null),
  'bedside: who it is, with their room': () => readingView(null, 'Garden 3'),
  'bedside: readings': () => taking({ ...NOTHING_TYPED, typed: { respiration: '18' }, step: 'spo2' }),
  'bedside: a reading put right': () =>
    taking({
      ...NOTHING_TYPED,
      onOxygen: false,
      typed: { respiration: '18', spo2: '95', systolic: '128', diastolic: '74', pulse: '420' },
      notTaken: { temperature: 'refused' },
      step: 'pulse',
    }),
  'shared tablet, own PIN': () => (
    <NoticePage heading="Rose Court" who={people.CARER} onSignOut={nothing}>
      <OwnPin
        name="Maud Swanage"
        onChange={() => Promise.resolve({ kind: 'unreachable' })}
        onDone={nothing}
        onCancel={nothing}
        onSessionEnded={nothing}
      />
    </NoticePage>
  ),
  'carers and PINs': () => carersView(HOME_CARERS, true),
  'carers and PINs, none yet, by the hub': () => carersView({ ...HOME_CARERS, carers: [] }, false),
  'carers and PINs, a new one': () => carersView(HOME_CARERS, true, { of: 'carer-1', what: 'pin' }),
  'carers and PINs, somebody left': () => carersView(HOME_CARERS, true, { of: 'carer-1', what: 'leaves' }),
  'shared tablet, locked and full': () => (
    <LockScreen
      homeName="Rose Court"
      carers={[{ id: 'maud', name: 'Maud Swanage', pinVersion: 1 }]}
      waiting={0}
      atRisk={1}
      onPin={() => Promise.resolve(null)}
      onSignOut={nothing}
    />
  ),
  'outbox of a tablet that is full': () => (
    <NoticePage heading="Rose Court" who={people.CARER} onSignOut={nothing}>
      <OutboxItems items={AT_RISK} onPutAway={nothing} />
    </NoticePage>
  ),
  'outbox of what was received and looked at': () => (
    <NoticePage heading="Rose Court" who={people.CARER} onSignOut={nothing}>
      <OutboxItems items={SENT} looks={{ all: LOOKED, aheadMs: 0 }} onPutAway={nothing} />
    </NoticePage>
  ),
  'shared tablet, locked': () => (
    <LockScreen
      homeName="Rose Court"
      carers={['Maud Swanage', 'Denzil Corfe', 'Ines Wareham'].map((name) => ({ id: name, name, pinVersion: 1 }))}
      waiting={2}
      atRisk={0}
      onPin={() => Promise.resolve(null)}
      onSignOut={nothing}
    />
  ),
  ...Object.fromEntries(
    GUIDED_FORMS.map((form) => [
      `form: ${form}`,
      () => (
        <NoticePage heading="Winifred Cerne" who={people.CARER} onSignOut={nothing}>
          <GuidedFormView form={form} onSend={nothing} onCancel={nothing} />
        </NoticePage>
      ),
    ]),
  ),
  'SBARD of a home': () =>
    sbardView({
      draft: people.SBARD,
      sbards: [
        { ...people.SBARD, decision: null },
        { ...people.SBARD, id: 'another' },
      ],
    }),
  'SBARD, nothing open': () => sbardView({ draft: null, sbards: [] }),
  'SBARDs at the hub': () => (
    <NoticePage heading="Alerts" who={people.CLINICIAN} onSignOut={nothing}>
      <SbardsPanel
        admissionId="admission-1"
        sbards={[
          { ...people.SBARD, decision: null },
          { ...people.SBARD, id: 'another' },
        ]}
        mayDecide
        onDecided={nothing}
        onSessionEnded={nothing}
      />
    </NoticePage>
  ),
  'handed on': () => (
    <NoticePage heading="Alerts" who={people.CLINICIAN} onSignOut={nothing}>
      <OnwardTransfersPanel
        wardId="quay"
        admissionId="admission-1"
        transfers={[
          {
            id: '01890000-0000-7000-8000-00000000000a',
            at: people.STORY_NOW - 20 * 60_000,
            by: 'Dr Mina Rao',
            to: 'same-day-emergency-care',
            reason: 'New oxygen need on day 4. Please see today: bloods and a chest X-ray.',
            firstAlertAt: people.STORY_NOW - 140 * 60_000,
            told: people.SBARD,
            whereabouts: null,
            medications: null,
            done: 'Sat up, 2 L/min by nasal cannula.',
            despiteObjection: 'They were too breathless to be asked.',
          },
        ]}
        mayHandOn
        objects
        onHandedOn={nothing}
        onSessionEnded={nothing}
      />
    </NoticePage>
  ),
  'bedside: begun before': () =>
    readingView({
      noticed: [],
      note: '',
      at: people.STORY_NOW,
      entry: { ...NOTHING_TYPED, typed: { respiration: '18' } },
    }),
};
