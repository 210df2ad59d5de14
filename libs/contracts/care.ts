import { z } from 'zod';
import { plainText } from './plain-text.ts';

/*
 * What people agree on around a stay: goals, what matters to the person, carers and their breaks, meetings, tasks and visits. Each is one
 * entry; it is put whole over the version that was seen, and every version is kept with who wrote it and when.
 */

const moment = z.number('expected a time in epoch milliseconds').describe('Epoch milliseconds.');
const oneOf = <Key extends string>(table: Readonly<Record<Key, string>>) => {
  const keys = Object.keys(table) as [Key, ...Key[]];
  return z.enum(keys, { error: `expected one of: ${keys.join(', ')}` });
};
const phone = z
  .string('expected a telephone number, or null')
  .trim()
  .regex(/^[0-9 +()]{3,20}$/, 'expected a telephone number, such as 01632 960 123');

export const GOAL_STATES = {
  open: 'Under way',
  reached: 'Reached',
  'not-reached': 'Not reached',
  dropped: 'No longer wanted',
} as const;
export const STANDING_STATES = { open: 'Holds', over: 'No longer holds' } as const;
export const TASK_STATES = { open: 'To do', done: 'Done', 'not-needed': 'No longer needed' } as const;
export const VISIT_STATES = {
  asked: 'Asked for',
  planned: 'Planned',
  done: 'Done',
  cancelled: 'Called off',
} as const;

const goal = z.strictObject({
  what: plainText(300).describe('What the person wants to be able to do again.'),
  by: z.iso
    .date('expected a day such as 2026-11-30, or null')
    .nullable()
    .describe('By when; null where no day is set.'),
  progress: plainText(1_000).nullable().describe('How far they are.'),
  state: oneOf(GOAL_STATES),
});

const matters = z.strictObject({
  what: plainText(1_000).describe('In the person’s own words.'),
  state: oneOf(STANDING_STATES),
});

const carer = z.strictObject({
  name: plainText(100),
  relation: plainText(100).describe('Daughter, neighbour, care worker …'),
  phone,
  bestTime: plainText(100).nullable().describe('When they are best rung.'),
  state: oneOf(STANDING_STATES),
});

const carerBreak = z
  .strictObject({
    carer: plainText(100).describe('Who is away.'),
    from: moment,
    until: moment,
    cover: plainText(200).describe('Who covers meanwhile.'),
    coverPhone: phone.nullable(),
    state: oneOf(STANDING_STATES),
  })
  .refine(({ from, until }) => until > from, { path: ['until'], message: 'expected a time after `from`' });

const meeting = z.strictObject({
  heldAt: moment,
  present: plainText(500).describe('Who was there.'),
  agreed: plainText(2_000).describe('What was said and agreed.'),
  state: oneOf(STANDING_STATES),
});

const task = z
  .strictObject({
    what: plainText(300),
    ownerId: z.uuid('expected somebody of the ward, or null').nullable().describe('Who does it; null: nobody yet.'),
    dueAt: moment.nullable().describe('By when; null where no time is set.'),
    outcome: plainText(500).nullable().describe('What came of it.'),
    state: oneOf(TASK_STATES),
  })
  .meta({ id: 'CareTask' });

const visit = z
  .strictObject({
    why: plainText(500).describe('What urgent community response is asked to see to.'),
    plannedAt: moment.nullable(),
    outcome: plainText(1_000).nullable(),
    state: oneOf(VISIT_STATES),
  })
  .refine(({ state, plannedAt }) => state !== 'planned' || plannedAt !== null, {
    path: ['plannedAt'],
    message: 'expected when it is planned for',
  })
  .refine(({ state, outcome }) => state !== 'done' || outcome !== null, {
    path: ['outcome'],
    message: 'expected what came of the visit',
  });

/** What an entry of each kind says. */
export const CARE_CONTENT = { goal, matters, carer, 'carer-break': carerBreak, meeting, task, visit } as const;
export type CareKind = keyof typeof CARE_CONTENT;
export type CareContent<Kind extends CareKind = CareKind> = z.output<(typeof CARE_CONTENT)[Kind]>;

export const CARE_KINDS: Readonly<Record<CareKind, string>> = {
  goal: 'Goal',
  matters: 'What matters to me',
  carer: 'Carer',
  'carer-break': 'Carer’s break',
  meeting: 'Team meeting',
  task: 'Task',
  visit: 'Urgent community response visit',
};

const KINDS = Object.keys(CARE_CONTENT) as CareKind[];

/** The states in which something is still to be done, or holds. */
const OPEN: ReadonlySet<string> = new Set(['open', 'asked', 'planned']);
export const isOpenEntry = ({ content }: { readonly content: { readonly state: string } }): boolean =>
  OPEN.has(content.state);

const ofEachKind = <Shape extends z.ZodRawShape>(shape: Shape) => {
  const one = <Kind extends CareKind>(kind: Kind) =>
    z.strictObject({ ...shape, kind: z.literal(kind), content: CARE_CONTENT[kind] });
  return z.discriminatedUnion(
    'kind',
    [one('goal'), one('matters'), one('carer'), one('carer-break'), one('meeting'), one('task'), one('visit')],
    { error: `expected a kind, one of: ${KINDS.join(', ')}` },
  );
};

export const careDraft = ofEachKind({}).meta({ id: 'CareDraft', description: 'Something new around a stay.' });
export type CareDraft = z.output<typeof careDraft>;

export const careChange = ofEachKind({
  version: z.int('expected the version that you saw').min(1).describe('The entry as you saw it.'),
}).meta({ id: 'CareChange', description: 'A whole entry in the place of the version that you saw.' });
export type CareChange = z.output<typeof careChange>;

export const careChanged = z
  .object({ id: z.uuid(), version: z.int().describe('The entry’s new version.') })
  .meta({ id: 'CareChanged' });
export type CareChanged = z.infer<typeof careChanged>;

const entryTerms = {
  id: z.uuid(),
  version: z.int().describe('To be sent with a change.'),
  at: moment.describe('When this version was written.'),
  by: z.string().describe('Who wrote it, by name.'),
  owner: z.string().nullable().describe('Of a task, by name; null where nobody has it.'),
};

/** An entry as it stands, or stood. */
export const careEntry = ofEachKind(entryTerms).meta({ id: 'CareEntry' });
export type CareEntry = z.output<typeof careEntry>;

export const careOfStay = z
  .object({
    at: moment,
    admissionId: z.uuid(),
    active: z.boolean().describe('Whether the stay goes on: nothing of one that is over is changed any more.'),
    entries: z.array(careEntry).describe('Newest first, those that are over as well.'),
    colleagues: z
      .array(z.object({ id: z.uuid(), name: z.string() }))
      .describe('Who may have a task: everybody of the hub on this ward.'),
  })
  .meta({ id: 'CareOfStay', description: 'What people agree on around a stay.' });
export type CareOfStay = z.infer<typeof careOfStay>;

export const wardTasks = z
  .object({
    at: moment,
    ward: z.object({ id: z.string(), name: z.string() }),
    tasks: z
      .array(
        z.object({
          admissionId: z.uuid(),
          name: z.string(),
          mine: z.boolean().describe('Whether it is yours.'),
          overdue: z.boolean(),
          entry: careEntry,
        }),
      )
      .describe('Open ones, the longest overdue first, those without a time last.'),
    colleagues: careOfStay.shape.colleagues,
  })
  .meta({ id: 'WardTasks', description: 'What is to be done on a ward, and who does it.' });
export type WardTasks = z.infer<typeof wardTasks>;

/** While a carer is away: on the board and on the patient’s page. */
export const carerAway = z
  .object({ carer: z.string(), from: moment, until: moment, cover: z.string(), coverPhone: z.string().nullable() })
  .meta({ id: 'CarerAway' });
export type CarerAway = z.infer<typeof carerAway>;
