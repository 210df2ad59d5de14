import { DAY } from '#clinical';
import { LONGEST_SUMMARY_DAYS } from '#contracts';
import type { SummaryDrawer } from '#pdf';
import { dischargeRecordOf, summaryOf, type Queryable } from '#records';
import { dischargeBundle } from './discharge-bundle.ts';
import { drawnLetters } from './drawn-letters.ts';
import { summaryInWords } from './summary-words.ts';

/**
 * The whole stay as one FHIR document, with the summary of it and both letters as PDFs; null when there is no such stay. `by`: in whose
 * name the summary is made. `at`: as of when, epoch ms.
 */
export async function documentOfStay(
  database: Queryable,
  drawer: SummaryDrawer,
  wish: {
    admissionId: string;
    wardIds: readonly string[];
    base: string;
    by: string;
    at: number;
    identifier?: { readonly system: string; readonly value: string };
  },
): Promise<{ document: string; wardId: string; readings: number } | null> {
  const { admissionId, wardIds, base, by, at, identifier } = wish;
  const of = { admissionId, wardIds };
  const record = await dischargeRecordOf(database, of);
  if (!record) return null;
  const to = record.endedAt ?? at;
  const from = Math.min(Math.max(record.admittedAt, to - LONGEST_SUMMARY_DAYS * DAY), to - 1);
  const told = await summaryOf(database, { ...of, from: new Date(from), to: new Date(to) });
  if (!told) return null;
  const summary = summaryInWords(told, { from: Math.max(from, Math.min(told.admittedAt, to)), to, asOf: at, by });
  const pdf = await drawer.draw({ kind: 'stay', summary });
  const letters = await drawnLetters(database, drawer, of);
  const bundle = dischargeBundle(record, { base, pdf, at, letters, ...(identifier && { identifier }) });
  return { document: JSON.stringify(bundle), wardId: record.ward.id, readings: record.readings.length };
}
