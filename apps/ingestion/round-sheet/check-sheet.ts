import { DAY, HISTORY_AFTER, news2, whyNoNews2, type Instant, type Parameter, type Vitals } from '#clinical';
import {
  explainIssues,
  FUTURE_TOLERANCE_MINUTES,
  readingSet,
  RESTRICTED_NAME,
  showNhsNumber,
  type RoundSheet,
  type SheetNews2,
  type SheetRemark,
  type SheetRow,
} from '#contracts';
import { keptBefore, whoIsMeant, type Database, type KeptReading, type PersonMeant, type Sender } from '#records';
import { Refusal } from '#runtime';
import { createHash } from 'node:crypto';
import { admitReading, type Admitted } from '../observations/admit-reading.ts';
import { described, type Column } from './columns.ts';
import { headingProblems, readRows, type RowRead } from './read-rows.ts';
import { sheetTable, type SheetTable } from './sheet-table.ts';
import { sheetText } from './sheet-text.ts';
import { inHomeTime } from './wall-time.ts';

/** Who sends a sheet. With a home, it is about that home's residents and nobody else. */
export interface SheetTerms {
  readonly sender: Sender;
  readonly home: { readonly id: string; readonly name: string } | null;
  /** Who took the readings where the sheet does not say. */
  readonly sentBy: string | null;
  readonly now: Instant;
  /** Stays whose record is closed to whoever sends it. */
  readonly hidden: ReadonlySet<string>;
}

/** A sheet as it would be stored. Nothing is, until `ready` goes into the intake. */
export interface CheckedSheet {
  readonly preview: RoundSheet;
  /** What would be stored, by its place among the rows. */
  readonly ready: ReadonlyMap<number, Admitted>;
  /** The stays of those whose names are shown. */
  readonly seen: readonly string[];
}

/** Reads a sheet and says of each row what would become of it. Refuses one that cannot be read as a whole. */
export async function checkSheet(database: Database, bytes: Uint8Array, terms: SheetTerms): Promise<CheckedSheet> {
  const table = tableOf(bytes);
  const rows = readRows(table);
  const asked = rows.flatMap(({ nhsNumber, stated }) => (nhsNumber === null ? [] : [{ nhsNumber, ...stated }]));
  const meant = (await whoIsMeant(database, terms.sender.reach, asked)).values();
  const people = rows.map(({ nhsNumber }) => (nhsNumber === null ? null : unnamed(meant.next().value ?? null, terms)));

  const taken = new Map<string, number>();
  const judged = rows.map((row, i) => judge(row, people[i] ?? null, table.columns, taken, terms));
  const admitted = judged.flatMap(({ admitted: one }) => (one === null ? [] : [one]));
  const before = (
    await keptBefore(
      database,
      admitted.map((one) => one.reading),
    )
  ).values();

  const ready = new Map<number, Admitted>();
  const shown = judged.map(({ shown: row, admitted: one }, i): SheetRow => {
    if (one === null) return row;
    const kept = before.next().value ?? null;
    if (kept !== null) return storedBefore(row, kept, table.columns);
    ready.set(i, one);
    return row;
  });
  const preview = {
    confirmed: false,
    confirm: confirmationOf(bytes, terms, judged),
    columns: table.columns.map(described),
    rows: shown,
  };
  const seen = terms.home === null ? [] : people.flatMap((person) => (person === null ? [] : [person.admissionId]));
  return { preview, ready, seen: [...new Set(seen)] };
}

/** The sheet says whose the readings are; the record does not say it to somebody to whom it is closed. */
const unnamed = (person: PersonMeant | null, { hidden }: SheetTerms): PersonMeant | null =>
  person && hidden.has(person.admissionId) ? { ...person, name: RESTRICTED_NAME } : person;

function tableOf(bytes: Uint8Array): SheetTable {
  const text = sheetText(bytes);
  if (typeof text !== 'string') throw unreadable([{ detail: text.unreadable }]);
  const table = sheetTable(text);
  if ('unreadable' in table) throw unreadable([{ detail: table.unreadable }]);
  const problems = headingProblems(table.columns);
  if (problems.length > 0) throw unreadable(problems);
  return table;
}

function unreadable(problems: readonly SheetRemark[]): Refusal {
  return new Refusal('invalid-document', problems.map((problem) => problem.detail).join(' '), {
    errors: problems.map(({ heading, detail }) => ({ pointer: '', field: heading ?? 'sheet', detail })),
  });
}

interface Judged {
  readonly shown: SheetRow;
  /** Null for what cannot or need not be stored. */
  readonly admitted: Admitted | null;
}

function judge(
  row: RowRead,
  person: PersonMeant | null,
  columns: readonly Column[],
  taken: Map<string, number>,
  terms: SheetTerms,
): Judged {
  const { nhsNumber, effectiveAt, reading, note } = row;
  const recordedBy = row.recordedBy ?? terms.sentBy;
  const shown = {
    row: row.row,
    nhsNumber,
    name: terms.home === null ? null : (person?.name ?? null),
    effectiveAt,
    reading,
    news2: null,
    note,
    recordedBy: row.recordedBy,
    remarks: [],
  };
  const measured = Object.keys(reading).length > 0;
  if (!measured && note === null && row.problems.length === 0) {
    return { shown: { ...shown, outcome: 'nothing-measured', problems: [] }, admitted: null };
  }
  const refuse = (...problems: SheetRemark[]): Judged => ({
    shown: { ...shown, outcome: 'not-stored', problems: [...row.problems, ...problems] },
    admitted: null,
  });
  const problems = [
    ...(measured || row.problems.length > 0
      ? []
      : [{ detail: 'A note without a reading cannot be stored. Ring the hub.' }]),
    ...personProblems(row, person, columns, terms),
    ...timeProblems(row, columns, terms.now),
  ];
  if (problems.length > 0 || row.problems.length > 0 || nhsNumber === null || effectiveAt === null) {
    return refuse(...problems);
  }
  const identity = `${nhsNumber} ${effectiveAt}`;
  const earlier = taken.get(identity);
  if (earlier !== undefined) {
    return refuse({ detail: `Row ${earlier} is of the same person at the same time. Leave one of them out.` });
  }
  taken.set(identity, row.row);
  const set = readingSet.safeParse({
    patient: { nhsNumber },
    sourceRef: referenceOf(nhsNumber, effectiveAt, terms),
    effectiveAt: new Date(effectiveAt).toISOString(),
    ...reading,
    method: 'staff',
    ...(recordedBy === null ? {} : { recordedBy }),
    ...(note === null ? {} : { note }),
  });
  if (!set.success) return refuse(...explainIssues(set.error.issues, {}).map(({ detail }) => ({ detail })));
  const admitted = admitReading(set.data, { source: terms.sender, now: terms.now });
  if ('refused' in admitted) return refuse(...admitted.refused.map(({ detail }) => ({ detail })));
  return {
    shown: {
      ...shown,
      outcome: 'ready',
      news2: terms.home === null || person === null ? null : scoreOf(admitted.reading.vitals, person, columns),
      problems: [],
      remarks: remarksOf(admitted, row, person, columns, terms),
    },
    admitted: {
      ...admitted,
      reading: { ...admitted.reading, ...(Object.keys(row.stated).length === 0 ? {} : { stated: row.stated }) },
    },
  };
}

const headingOf = (columns: readonly Column[], ...meanings: readonly (string | null)[]): { heading?: string } => {
  const column = columns.find(({ meaning }) => meanings.includes(meaning));
  return column ? { heading: column.heading } : {};
};

/** The person has to be one of the home's own, and whatever else the row says of them has to be true of them. */
function personProblems(
  { nhsNumber, stated, problems }: RowRead,
  person: PersonMeant | null,
  columns: readonly Column[],
  { home }: SheetTerms,
): SheetRemark[] {
  const of = headingOf(columns, 'nhsNumber');
  if (nhsNumber === null) {
    const told = problems.some((problem) => problem.heading === of.heading);
    return told ? [] : [{ ...of, detail: 'There is no NHS number in this row.' }];
  }
  if (home === null) return [];
  const sent = showNhsNumber(nhsNumber);
  if (person === null) {
    return [
      {
        ...of,
        sent,
        detail: `${sent} is not the NHS number of a resident of ${home.name} who is on the virtual ward.`,
      },
    ];
  }
  if (person.agrees) return [];
  const says = [stated.displayName, stated.familyName, stated.birthDate && `born ${stated.birthDate}`].filter(Boolean);
  return [
    {
      ...headingOf(columns, 'name', 'familyName', 'birthDate'),
      sent: says.join(', '),
      detail: `${sent} is the NHS number of ${person.name}, and the row says ${says.join(', ')}. Find out whose reading it is.`,
    },
  ];
}

function timeProblems({ effectiveAt, problems }: RowRead, columns: readonly Column[], now: Instant): SheetRemark[] {
  const when = ['date', 'time', 'dateAndTime'] as const;
  if (effectiveAt === null) {
    const told = problems.some(({ heading }) =>
      columns.some((c) => c.heading === heading && when.includes(c.meaning as 'date')),
    );
    return told
      ? []
      : [{ ...headingOf(columns, ...when), detail: 'The row does not say when: fill in the date and the time.' }];
  }
  if (effectiveAt <= now + FUTURE_TOLERANCE_MINUTES * 60_000) return [];
  return [
    {
      ...headingOf(columns, ...when),
      detail: `${inHomeTime(effectiveAt)} has not been yet: it is now ${inHomeTime(now)}. Check the date and the time.`,
    },
  ];
}

function remarksOf(
  { pleaseRepeat }: Admitted,
  { effectiveAt, reading }: RowRead,
  person: PersonMeant | null,
  columns: readonly Column[],
  { home, now }: SheetTerms,
): SheetRemark[] {
  return [
    ...pleaseRepeat.map(({ field, sent, detail }) => ({ heading: named(field, columns), sent: String(sent), detail })),
    // Where a home is known, the score itself is shown.
    ...(home === null ? scoreRemark(reading, columns) : []),
    ...(effectiveAt !== null && now - effectiveAt > HISTORY_AFTER
      ? [{ detail: `It is more than ${HISTORY_AFTER / DAY} days old: it is kept as history and alerts nobody.` }]
      : []),
    ...(home === null && !person?.agrees
      ? [
          {
            detail:
              'Nobody on a ward within your key’s reach is known to be this person: it is kept for the hub to match.',
          },
        ]
      : []),
  ];
}

/** What can be said of the score from this row alone, with the scale that was ordered for this person. */
function scoreOf(vitals: Vitals, person: PersonMeant, columns: readonly Column[]): SheetNews2 | null {
  const none = whyNoNews2(person);
  if (none !== null) return { notApplicable: none.reason };
  const score = news2(vitals, person.spo2Scale);
  if (score.kind === 'complete') {
    return { total: score.total, least: score.total, most: score.total, band: score.band, missing: [] };
  }
  if (Object.keys(score.subScores).length === 0) return null;
  const { least, most, band } = score;
  return { total: null, least, most, band, missing: score.missing.map((one) => named(FIELD_OF[one], columns)) };
}

/** What has to be measured for each parameter of the score. */
const FIELD_OF: Readonly<Record<Parameter, (typeof SCORED)[number]>> = {
  respiration: 'respiration',
  spo2: 'spo2',
  oxygen: 'onOxygen',
  systolic: 'systolic',
  pulse: 'pulse',
  consciousness: 'consciousness',
  temperature: 'temperature',
};

const SCORED = ['respiration', 'spo2', 'onOxygen', 'systolic', 'pulse', 'consciousness', 'temperature'] as const;
/** From here on it is a set of which something was forgotten, and not one measurement by itself. */
const NEARLY_A_SET = 3;

/** Missing is not normal: whoever forgot a value hears that there will be no score, while they can still take it. */
function scoreRemark(reading: RowRead['reading'], columns: readonly Column[]): SheetRemark[] {
  const missing = SCORED.filter((field) => reading[field] === undefined);
  if (missing.length === 0 || missing.length > SCORED.length - NEARLY_A_SET) return [];
  const words = listed.format(missing.map((field) => named(field, columns)));
  return [
    { detail: `There will be no NEWS2 from this row alone: ${words} ${missing.length === 1 ? 'is' : 'are'} missing.` },
  ];
}

/** Known by home, person and time, so that a sheet that is sent again stores nothing again. Says who it is to nobody. */
function referenceOf(nhsNumber: string, effectiveAt: Instant, { home }: SheetTerms): string {
  const identity = JSON.stringify([home?.id ?? null, nhsNumber, effectiveAt]);
  return `round-sheet:${createHash('sha256').update(identity).digest('base64url')}`;
}

/** A field of the contract, in the words of the sheet where it has them. */
function named(field: string, columns: readonly Column[]): string {
  const meanings: Readonly<Record<string, readonly string[]>> = {
    onOxygen: ['oxygen'],
    oxygenFlow: ['oxygen'],
    systolic: ['systolic', 'bloodPressure'],
    diastolic: ['diastolic', 'bloodPressure'],
  };
  return headingOf(columns, ...(meanings[field] ?? [field])).heading ?? FIELD_WORDS[field] ?? field;
}

const FIELD_WORDS: Readonly<Record<string, string>> = {
  onOxygen: 'O2',
  oxygenFlow: 'O2',
  spo2: 'sats',
  statedNews2: 'NEWS2',
  systolic: 'blood pressure',
  diastolic: 'blood pressure',
  consciousness: 'ACVPU',
};

const listed = new Intl.ListFormat('en-GB');

function storedBefore(row: SheetRow, { id, differs = [] }: KeptReading, columns: readonly Column[]): SheetRow {
  // A colleague who sends the same sheet again sends nothing new.
  const other = differs.filter((field) => field !== 'recordedBy');
  const fields = [...new Set(other.map((field) => named(field, columns)))];
  return {
    ...row,
    outcome: 'stored-before',
    id,
    remarks:
      other.length === 0
        ? []
        : [
            {
              detail:
                `A reading of this person at this time was stored before, and it is not the same: ${listed.format(fields)}. What is stored is ` +
                'never changed. If the sheet is right, tell the hub.',
            },
          ],
  };
}

/** Stands for exactly what would be stored of these bytes for this sender: confirming anything else is refused. */
function confirmationOf(bytes: Uint8Array, { sender }: SheetTerms, judged: readonly Judged[]): string {
  const content = judged.map(({ shown, admitted }) => {
    if (admitted === null) return [shown.row, shown.outcome];
    const { sourceRef, nhsNumber, effectiveAt, vitals, statedNews2, details, stated } = admitted.reading;
    return [shown.row, shown.outcome, sourceRef, nhsNumber, effectiveAt, vitals, statedNews2, details, stated];
  });
  return createHash('sha256')
    .update(bytes)
    .update(JSON.stringify([sender.sourceId, content]))
    .digest('base64url');
}
