import type { CareHome, RoundSheet, SheetRow } from '#contracts';
import { HOUR } from '#clinical';
import { STORY_NOW } from './fixtures.ts';

export const DURLSTON: CareHome = {
  id: 'durlston-house',
  name: 'Durlston House',
  ward: { id: 'dorset-east', name: 'Dorset East Hub' },
  hubOpen: true,
  hubChangesAt: STORY_NOW + 5 * HOUR,
};

export const CLOSED: CareHome = { ...DURLSTON, hubOpen: false, hubChangesAt: STORY_NOW + 11 * HOUR };

const aRow = (row: number, more: Partial<SheetRow>): SheetRow => ({
  row,
  outcome: 'ready',
  nhsNumber: '9990223408',
  name: 'Winifred Cerne',
  effectiveAt: STORY_NOW - HOUR,
  reading: {
    respiration: 22,
    spo2: 95,
    onOxygen: false,
    systolic: 128,
    diastolic: 74,
    pulse: 84,
    consciousness: 'A',
    temperature: 36.9,
  },
  news2: { total: 3, least: 3, most: 3, band: 'low', missing: [] },
  note: null,
  recordedBy: null,
  problems: [],
  remarks: [],
  ...more,
});

const COLUMNS = ['NHS No', 'Name', 'Date', 'Time', 'Resps', 'Sats', 'O2', 'BP', 'Pulse', 'ACVPU', 'Temp'];

export const SHEET: RoundSheet = {
  confirmed: false,
  confirm: 'a-confirmation-of-a-story',
  columns: [
    ...COLUMNS.map((heading) => ({ heading, readAs: heading, unit: null })),
    { heading: 'Mood', readAs: null, unit: null },
  ],
  rows: [
    aRow(2, { note: 'Ate well.' }),
    aRow(3, {
      outcome: 'not-stored',
      news2: null,
      problems: [
        { heading: 'Sats', sent: '9 7', detail: 'Sats: “9 7” is not a number. Write the saturation in %, such as 97.' },
      ],
    }),
    aRow(4, {
      reading: {
        respiration: 25,
        spo2: 93,
        systolic: 128,
        diastolic: 74,
        pulse: 840,
        consciousness: 'A',
        temperature: 36.9,
      },
      news2: { total: null, least: 5, most: 10, band: 'medium', missing: ['O2', 'Pulse'] },
      remarks: [
        {
          heading: 'Pulse',
          sent: '840',
          detail:
            'pulse 840 is not plausible (20 to 250 beats a minute): it is kept but not scored; please repeat the reading',
        },
      ],
    }),
    aRow(5, {
      outcome: 'not-stored',
      name: null,
      nhsNumber: '9990100071',
      news2: null,
      problems: [
        {
          heading: 'NHS No',
          sent: '999 010 0071',
          detail: '999 010 0071 is not the NHS number of a resident of Durlston House who is on the virtual ward.',
        },
      ],
    }),
    aRow(6, { outcome: 'nothing-measured', reading: {}, news2: null, effectiveAt: null }),
  ],
};

export const STORED_SHEET: RoundSheet = {
  ...SHEET,
  confirmed: true,
  rows: SHEET.rows.map((row) => (row.outcome === 'ready' ? { ...row, outcome: 'stored' } : row)),
};
