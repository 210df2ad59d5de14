import type { CareEntry, CareOfStay, WardTasks } from '#contracts';
import type { ReactNode } from 'react';
import { CareForm } from '../care/care-form.tsx';
import { Care } from '../care/care-view.tsx';
import { TasksView } from '../care/tasks-view.tsx';
import { stoppedClock, WardClockContext } from '../page/ward-clock.ts';
import { CLINICIAN, STORY_NOW } from './fixtures.ts';

const HOUR = 3_600_000;
const nothing = (): void => undefined;
const unreachable = () => Promise.resolve({ kind: 'unreachable' } as const);
const JO = '01890000-0000-7000-8000-000000000012';
const COLLEAGUES = [
  { id: '01890000-0000-7000-8000-000000000011', name: 'Amir Okafor' },
  { id: JO, name: 'Jo Bennett' },
];

let last = 0;
const written = () => ({
  id: `01890000-0000-7000-8000-0000000001${String(++last).padStart(2, '0')}`,
  version: 1,
  at: STORY_NOW - 20 * HOUR,
  by: 'Jo Bennett',
  owner: null,
});

const TASK: CareEntry = {
  ...written(),
  kind: 'task',
  owner: 'Jo Bennett',
  content: {
    what: 'Ring the pharmacy about the blister pack',
    ownerId: JO,
    dueAt: STORY_NOW - 3 * HOUR,
    outcome: null,
    state: 'open',
  },
};
const ENTRIES: readonly CareEntry[] = [
  TASK,
  {
    ...written(),
    kind: 'task',
    content: {
      what: 'Order a walking frame',
      ownerId: null,
      dueAt: STORY_NOW + 20 * HOUR,
      outcome: null,
      state: 'open',
    },
  },
  {
    ...written(),
    kind: 'task',
    content: { what: 'Ask the GP for bloods', ownerId: null, dueAt: null, outcome: 'Taken on Tuesday.', state: 'done' },
  },
  {
    ...written(),
    kind: 'matters',
    content: { what: 'To sleep in my own bed, and to see my dog every day.', state: 'open' },
  },
  {
    ...written(),
    version: 2,
    kind: 'goal',
    content: { what: 'Walk to the shop again', by: '2026-11-30', progress: 'To the gate and back.', state: 'open' },
  },
  {
    ...written(),
    kind: 'carer',
    content: {
      name: 'Ann Marlowe',
      relation: 'Daughter',
      phone: '01632 960 123',
      bestTime: 'after six',
      state: 'open',
    },
  },
  {
    ...written(),
    kind: 'carer-break',
    content: {
      carer: 'Ann Marlowe',
      from: STORY_NOW - HOUR,
      until: STORY_NOW + 40 * HOUR,
      cover: 'Her brother Tom',
      coverPhone: '01632 960 124',
      state: 'open',
    },
  },
  {
    ...written(),
    kind: 'visit',
    content: {
      why: 'Fell on the stairs, no injury seen: please look at her walking.',
      plannedAt: STORY_NOW + 2 * HOUR,
      outcome: null,
      state: 'planned',
    },
  },
  {
    ...written(),
    kind: 'meeting',
    content: {
      heldAt: STORY_NOW - 30 * HOUR,
      present: 'Dr Mina Rao, Jo Bennett, Ann Marlowe',
      agreed: 'Light level from Friday if she is steady. Frame first.',
      state: 'open',
    },
  },
];

const CARE: CareOfStay = {
  at: STORY_NOW,
  admissionId: '01890000-0000-7000-8000-0000000000aa',
  active: true,
  entries: [...ENTRIES],
  colleagues: COLLEAGUES,
};

const view = (care: CareOfStay, mayChange = true, begin: Parameters<typeof Care>[0]['begin'] = null): ReactNode => (
  <WardClockContext value={stoppedClock(STORY_NOW)}>
    <main>
      <h1 className="nhsuk-u-visually-hidden">People and tasks</h1>
      <Care care={care} mayChange={mayChange} onChanged={nothing} onSessionEnded={nothing} begin={begin} />
    </main>
  </WardClockContext>
);

const TASKS: WardTasks = {
  at: STORY_NOW,
  ward: { id: 'quay', name: 'Quay Ward' },
  colleagues: COLLEAGUES,
  tasks: ENTRIES.filter(({ kind, content }) => kind === 'task' && content.state === 'open').map((entry, index) => ({
    admissionId: `01890000-0000-7000-8000-0000000000a${index}`,
    name: index === 0 ? 'Edith Marlowe' : 'Albert Thorne',
    mine: index === 0,
    overdue: index === 0,
    entry,
  })),
};

const tasks = (told: WardTasks, begin: 'mine' | 'all' = 'all'): ReactNode => (
  <WardClockContext value={stoppedClock(STORY_NOW)}>
    <TasksView
      tasks={told}
      wardId="quay"
      trouble={null}
      who={CLINICIAN}
      begin={begin}
      onChanged={nothing}
      onSignOut={nothing}
      onSessionEnded={nothing}
    />
  </WardClockContext>
);

/** Goals, carers, tasks and visits of a stay; tasks of a ward. */
export const CARE_STORIES: Readonly<Record<string, () => ReactNode>> = {
  'people and tasks: of everything one': () => view(CARE),
  'people and tasks: nothing yet': () => view({ ...CARE, entries: [] }),
  'people and tasks: a new goal': () => view({ ...CARE, entries: [] }, true, { kind: 'goal', entry: null }),
  'people and tasks: a stay that is over': () => view({ ...CARE, active: false }, false),
  'people and tasks: changed by a colleague meanwhile': () => (
    <main className="nhsuk-width-container">
      <h1>Task</h1>
      <h2>Change</h2>
      <CareForm
        kind="task"
        opened={TASK}
        latest={{
          ...TASK,
          version: 2,
          at: STORY_NOW - HOUR / 4,
          by: 'Amir Okafor',
          content: { ...TASK.content, dueAt: STORY_NOW + 24 * HOUR, outcome: 'They ring back tomorrow.' },
        }}
        colleagues={COLLEAGUES}
        begin={{ outcome: 'They deliver today.', state: 'done' }}
        onAdd={unreachable}
        onChange={unreachable}
        onStale={nothing}
        onDone={nothing}
        onCancel={nothing}
        onSessionEnded={nothing}
      />
    </main>
  ),
  'tasks of a ward': () => tasks(TASKS),
  'tasks of a ward: mine, none': () => tasks({ ...TASKS, tasks: TASKS.tasks.slice(1) }, 'mine'),
};
