import {
  CARE_KINDS,
  GOAL_STATES,
  STANDING_STATES,
  TASK_STATES,
  VISIT_STATES,
  type CareEntry,
  type CareKind,
  type CareOfStay,
} from '#contracts';
import { dateAndTime, day, momentOf, startOfDay, wallClock } from '../words/times.ts';

/** A field of an entry's form, and how it stands in the entry: a text, a day (2026-11-03), a moment, a person, or one of several. */
export interface CareField {
  readonly id: string;
  readonly name: string;
  readonly hint?: string;
  readonly as: 'line' | 'text' | 'day' | 'moment' | 'person' | 'state';
  readonly needed: boolean;
  readonly most: number;
  readonly among?: Readonly<Record<string, string>>;
}

const line = (id: string, name: string, more: Partial<CareField> = {}): CareField => ({
  id,
  name,
  as: 'line',
  needed: true,
  most: 100,
  ...more,
});
const state = (among: Readonly<Record<string, string>>): CareField => line('state', 'State', { as: 'state', among });

/** What the form of each kind asks, in its order. */
export const CARE_FIELDS: Readonly<Record<CareKind, readonly CareField[]>> = {
  goal: [
    line('what', 'Goal', { hint: 'What the person wants to be able to do again', most: 300 }),
    line('by', 'By when', { as: 'day', needed: false }),
    line('progress', 'Progress', { as: 'text', needed: false, most: 1_000 }),
    state(GOAL_STATES),
  ],
  matters: [
    line('what', 'What matters to me', { hint: 'In the person’s own words', as: 'text', most: 1_000 }),
    state(STANDING_STATES),
  ],
  carer: [
    line('name', 'Name'),
    line('relation', 'Relation', { hint: 'Daughter, neighbour, care worker' }),
    line('phone', 'Telephone', { most: 20 }),
    line('bestTime', 'Best time to ring', { needed: false }),
    state(STANDING_STATES),
  ],
  'carer-break': [
    line('carer', 'Who is away'),
    line('from', 'From', { as: 'moment' }),
    line('until', 'Until', { as: 'moment' }),
    line('cover', 'Who covers', { most: 200 }),
    line('coverPhone', 'Their telephone', { needed: false, most: 20 }),
    state(STANDING_STATES),
  ],
  meeting: [
    line('heldAt', 'When', { as: 'moment' }),
    line('present', 'Who was there', { most: 500 }),
    line('agreed', 'What was said and agreed', { as: 'text', most: 2_000 }),
    state(STANDING_STATES),
  ],
  task: [
    line('what', 'Task', { most: 300 }),
    line('ownerId', 'Who does it', { as: 'person', needed: false }),
    line('dueAt', 'Due', { as: 'moment', needed: false }),
    line('outcome', 'What came of it', { as: 'text', needed: false, most: 500 }),
    state(TASK_STATES),
  ],
  visit: [
    line('why', 'What they are asked to see to', { as: 'text', most: 500 }),
    line('plannedAt', 'Planned for', { as: 'moment', needed: false }),
    line('outcome', 'What came of it', { as: 'text', needed: false, most: 1_000 }),
    state(VISIT_STATES),
  ],
};

/** An entry as a form holds it: a text for each field, empty where it says nothing. */
export type CareTyped = Readonly<Record<string, string>>;

export function typedOf(kind: CareKind, content: CareEntry['content'] | null): CareTyped {
  const said: Readonly<Record<string, unknown>> = content ?? { state: kind === 'visit' ? 'asked' : 'open' };
  return Object.fromEntries(
    CARE_FIELDS[kind].map(({ id, as }) => {
      const value = said[id];
      if (typeof value === 'number') return [id, as === 'moment' ? wallClock(value) : String(value)];
      return [id, typeof value === 'string' ? value : ''];
    }),
  );
}

/** What is wrong with what was typed; nothing sends it. */
export function faultsIn(kind: CareKind, typed: CareTyped): string[] {
  return CARE_FIELDS[kind].flatMap(({ id, name, as, needed, most }) => {
    const text = (typed[id] ?? '').trim();
    if (text === '') return needed ? [`${name}: say it first`] : [];
    if (as === 'moment' && momentOf(text) === null) return [`${name}: expected a day and a time`];
    if (as === 'day' && startOfDay(text) === null) return [`${name}: expected a day`];
    return text.length > most ? [`${name}: at most ${most.toLocaleString('en-GB')} characters`] : [];
  });
}

/** What was typed, as it is sent. */
export function contentOf(kind: CareKind, typed: CareTyped): Record<string, unknown> {
  return Object.fromEntries(
    CARE_FIELDS[kind].map(({ id, as }) => {
      const text = (typed[id] ?? '').trim();
      if (text === '') return [id, null];
      return [id, as === 'moment' ? momentOf(text) : text];
    }),
  );
}

/** What stands in a field, for people. */
export function fieldInWords(
  { as, among }: CareField,
  text: string | undefined,
  colleagues: CareOfStay['colleagues'],
): string {
  if (text === undefined || text === '') return 'nothing';
  if (as === 'moment') {
    const at = momentOf(text);
    return at === null ? text : dateAndTime(at);
  }
  if (as === 'day') {
    const at = startOfDay(text);
    return at === null ? text : day(at);
  }
  if (as === 'person') return colleagues.find(({ id }) => id === text)?.name ?? 'somebody who has left';
  return among?.[text] ?? text;
}

/** The fields that two versions say differently. */
export const differing = (kind: CareKind, a: CareTyped, b: CareTyped): readonly CareField[] =>
  CARE_FIELDS[kind].filter(({ id }) => (a[id] ?? '').trim() !== (b[id] ?? '').trim());

/** "goal", "carer’s break": within a sentence. */
export const kindInSentence = (kind: CareKind): string => {
  const name = CARE_KINDS[kind];
  return name.startsWith('Urgent') ? 'visit' : `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
};

/** An entry in a line, by which it is known. */
export function headOf(entry: CareEntry): string {
  switch (entry.kind) {
    case 'goal':
    case 'matters':
    case 'task':
      return entry.content.what;
    case 'carer':
      return `${entry.content.name}, ${entry.content.relation}`;
    case 'carer-break':
      return `${entry.content.carer} is away`;
    case 'meeting':
      return `Meeting of ${dateAndTime(entry.content.heldAt)}`;
    case 'visit':
      return entry.content.why;
  }
}

/** What else an entry says, in short lines. */
export function restOf(entry: CareEntry): string[] {
  switch (entry.kind) {
    case 'goal': {
      const { by, progress } = entry.content;
      const at = by === null ? null : startOfDay(by);
      return [...(at === null ? [] : [`By ${day(at)}`]), ...(progress === null ? [] : [`Progress: ${progress}`])];
    }
    case 'matters':
      return [];
    case 'carer': {
      const { phone, bestTime } = entry.content;
      return [`Telephone ${phone}${bestTime === null ? '' : `, best ${bestTime}`}`];
    }
    case 'carer-break': {
      const { from, until, cover, coverPhone } = entry.content;
      return [
        `${dateAndTime(from)} until ${dateAndTime(until)}`,
        `${cover} covers${coverPhone === null ? '' : `: ${coverPhone}`}`,
      ];
    }
    case 'meeting':
      return [`There: ${entry.content.present}`, entry.content.agreed];
    case 'task': {
      const { dueAt, outcome } = entry.content;
      return [
        `${entry.owner ?? 'Nobody has it yet'}${dueAt === null ? '' : `, due ${dateAndTime(dueAt)}`}`,
        ...(outcome === null ? [] : [`Outcome: ${outcome}`]),
      ];
    }
    case 'visit': {
      const { plannedAt, outcome } = entry.content;
      return [
        ...(plannedAt === null ? [] : [`Planned for ${dateAndTime(plannedAt)}`]),
        ...(outcome === null ? [] : [`Outcome: ${outcome}`]),
      ];
    }
  }
}

/** How an entry stands: "Under way", "Done". */
export function stateOf({ kind, content }: CareEntry): string {
  const among = CARE_FIELDS[kind].find(({ id }) => id === 'state')?.among ?? {};
  return among[content.state] ?? content.state;
}

/** Whether an open task is past its time. */
export const isOverdue = (entry: CareEntry, now: number): boolean =>
  entry.kind === 'task' && entry.content.state === 'open' && entry.content.dueAt !== null && entry.content.dueAt <= now;
