import { describe, expect, it } from '@jest/globals';
import { patientSummaryPdf, type PatientSummary } from './patient-summary.ts';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 22, 13, 30);

const NOTHING_SCORES = { respiration: 0, spo2: 0, oxygen: 0, systolic: 0, pulse: 0, consciousness: 0, temperature: 0 };

const aSummary = (different: Partial<PatientSummary> = {}): PatientSummary => ({
  asOf: NOW,
  from: NOW - 48 * HOUR,
  to: NOW,
  ward: 'Dorset East Hub',
  zone: 'Europe/London',
  by: 'Morwenna Encombe',
  name: 'Bartłomiej Żółkiewski',
  nhsNumber: '999 010 0071',
  birthDate: '1942-05-17',
  stay: [['Bed', '1']],
  escalation: null,
  plan: [],
  scores: [],
  worstOfHours: false,
  vitals: [],
  openAlerts: [],
  closedAlerts: [],
  notes: [],
  ...different,
});

const objectsOf = async (summary: PatientSummary): Promise<string> =>
  (await patientSummaryPdf(summary)).toString('latin1');
const countOf = (pdf: string, what: RegExp): number => pdf.match(what)?.length ?? 0;

describe('the summary as a PDF', () => {
  it('says what it is to those who listen: title, language, and a tag on every block', async () => {
    const pdf = await objectsOf(aSummary());
    expect(pdf.startsWith('%PDF-1.7')).toBe(true);
    for (const mark of ['/Lang (en-GB)', '/StructTreeRoot', '/DisplayDocTitle true', '/Marked true', 'pdfuaid'])
      expect(pdf).toContain(mark);
    expect(countOf(pdf, /\/S \/H1\b/g)).toBe(1);
    expect(countOf(pdf, /\/S \/H2\b/g)).toBe(7);
    // What a summary has nothing of, it says so.
    expect(countOf(pdf, /\/S \/Figure\b/g)).toBe(0);
  });

  it('draws vitals with what they show in words, and scores in a table with heads, over as many pages as it takes', async () => {
    const points = Array.from({ length: 12 }, (_, n) => ({
      at: NOW - n * 4 * HOUR,
      least: 90 + (n % 3),
      most: 91 + (n % 4),
    })).toReversed();
    const spo2 = { name: 'SpO2', unit: '%', points, usual: 93, low: 88, high: null, least: 8 };
    const scores = Array.from({ length: 90 }, (_, n) => ({
      at: NOW - n * HOUR,
      total: n % 9,
      band: 'low' as const,
      scale: 1 as const,
      subScores: { ...NOTHING_SCORES, pulse: n % 4 },
    }));
    const pdf = await objectsOf(aSummary({ vitals: [spo2, { ...spo2, name: 'Nothing', points: [] }], scores }));
    expect(countOf(pdf, /\/S \/Figure\b/g)).toBe(1);
    expect(pdf).toContain('SpO2: between 90 and 94 %');
    expect(countOf(pdf, /\/S \/TR\b/g)).toBe(1 + 1 + scores.length);
    expect(countOf(pdf, /\/Type \/Page\b/g)).toBeGreaterThan(2);
  });

  it('writes a long note, and one that was struck, without losing the end of either', async () => {
    const note = { at: NOW, by: 'Sam Okafor', text: 'word '.repeat(400).trim(), struckBy: null };
    const pdf = await patientSummaryPdf(aSummary({ notes: [note, { ...note, struckBy: 'Mina Patel' }] }));
    expect(pdf.subarray(-7).toString('latin1')).toContain('%%EOF');
  });
});
