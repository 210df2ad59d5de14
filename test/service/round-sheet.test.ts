import type { CareHomeList, Problem, RoundSheet, SignedIn, SourceList, StoredReading } from '#contracts';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { openStack, until, type TestStack } from '../harness/index.ts';
import { aReadingSet, keyOf, signedIn, wardOf } from '../ward/people.ts';

let stack: TestStack;
let staff: string;

beforeAll(async () => {
  stack = await openStack();
  staff = await signedIn(stack, 'care-home');
});

const HOME = '/v1/homes/durlston-house/round-sheet';
const WINIFRED = '999 022 3408';
const ADA_OF_ANOTHER_PLACE = '999 010 0071';

const HEADINGS = 'NHS No,Name,Date,Time,Resps,Sats,O2,BP,Pulse,ACVPU,Temp';
const sheetOf = (...rows: string[]): string => [HEADINGS, ...rows, ''].join('\r\n');
const measured = (time: string, pulse = 84): string =>
  `${WINIFRED},Winifred Cerne,${today()},${time},18,95,air,128/74,${pulse},A,36.9`;

/** The day in the homes, as they write it. */
function today(): string {
  return new Date(Date.now() - 24 * 3_600_000).toLocaleDateString('en-GB', { timeZone: 'Europe/London' });
}

interface Sending {
  path?: string;
  confirm?: string;
  headers?: Record<string, string>;
}

function send(sheet: string | Uint8Array, { path = HOME, confirm, headers = { cookie: staff } }: Sending = {}) {
  return fetch(`${stack.url}${path}${confirm === undefined ? '' : `?confirm=${confirm}`}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv', ...headers },
    body: sheet as BodyInit,
  });
}

async function previewOf(sheet: string | Uint8Array, sending: Sending = {}): Promise<RoundSheet> {
  const answer = await send(sheet, sending);
  expect(answer.status).toBe(200);
  return (await answer.json()) as RoundSheet;
}

const storedRows = () =>
  stack.database.query<{ nhs_number: string | null; pulse: number; details: Record<string, unknown>; source: string }>(
    `SELECT p.nhs_number, o.pulse, o.details, s.name AS source FROM observation o
     JOIN source s ON s.id = o.source_id LEFT JOIN patient p ON p.id = o.patient_id
     WHERE s.round_sheets_of IS NOT NULL ORDER BY o.effective_at, o.id`,
  );

describe('a round sheet of a home', () => {
  it('is shown first, and stores nothing until it is confirmed; then exactly that, once', async () => {
    const sheet = sheetOf(
      measured('09:30'),
      `${WINIFRED},Winifred Cerne,${today()},10:30,18,9 7,air,128/74,84,A,36.9`,
      `${ADA_OF_ANOTHER_PLACE},Ada Purbeck,${today()},09:30,18,95,air,128/74,84,A,36.9`,
      `${WINIFRED},Ada Purbeck,${today()},11:30,18,95,air,128/74,84,A,36.9`,
      measured('09:30', 99),
      `${WINIFRED},Winifred Cerne,,,,,,,,,`,
      `${WINIFRED},Winifred Cerne,${today()},12:30,18,95,,128/74,840,A,36.9`,
    );
    const preview = await previewOf(sheet);
    expect(preview.confirmed).toBe(false);
    expect(preview.rows.map(({ row, outcome, name }) => [row, outcome, name])).toEqual([
      [2, 'ready', 'Winifred Cerne'],
      [3, 'not-stored', 'Winifred Cerne'],
      // Another home's, or none's: nobody's name is shown.
      [4, 'not-stored', null],
      [5, 'not-stored', 'Winifred Cerne'],
      [6, 'not-stored', 'Winifred Cerne'],
      [7, 'nothing-measured', 'Winifred Cerne'],
      [8, 'ready', 'Winifred Cerne'],
    ]);
    const detail = (row: number) => {
      const { problems = [], remarks = [] } = preview.rows.find((one) => one.row === row) ?? {};
      return [...problems, ...remarks].map((one) => one.detail).join(' ');
    };
    expect(detail(3)).toBe('Sats: “9 7” is not a number. Write the saturation in %, such as 97.');
    expect(detail(4)).toMatch(/999 010 0071 is not the NHS number of a resident of Durlston House/);
    expect(detail(5)).toMatch(/is the NHS number of Winifred Cerne, and the row says Ada Purbeck/);
    expect(detail(6)).toBe('Row 2 is of the same person at the same time. Leave one of them out.');
    expect(detail(8)).toMatch(/840 is not plausible.*kept but not scored/);
    const news2 = (row: number) => preview.rows.find((one) => one.row === row)?.news2;
    expect(news2(2)).toEqual({ total: 1, least: 1, most: 1, band: 'low', missing: [] });
    // What is not plausible is as good as missing.
    expect(news2(8)).toEqual({ total: null, least: 1, most: 6, band: 'low', missing: ['O2', 'Pulse'] });
    expect(news2(3)).toBeNull();
    expect(preview.columns.find(({ heading }) => heading === 'Temp')).toEqual({
      heading: 'Temp',
      readAs: 'Temperature',
      unit: '°C',
    });
    expect(await storedRows()).toEqual([]);

    const confirmed = await send(sheet, { confirm: preview.confirm });
    expect(confirmed.status).toBe(201);
    const told = (await confirmed.json()) as RoundSheet;
    expect(told.rows.map(({ outcome }) => outcome)).toEqual([
      'stored',
      'not-stored',
      'not-stored',
      'not-stored',
      'not-stored',
      'nothing-measured',
      'stored',
    ]);
    const stored = await storedRows();
    expect(stored).toHaveLength(2);
    expect(stored[0]).toMatchObject({
      nhs_number: '9990223408',
      pulse: 84,
      details: { method: 'staff', recordedBy: 'Marisol Shapwick' },
      source: 'Round sheets of Durlston House (durlston-house)',
    });

    // The list of sources tells what came of it, as of any other source.
    const lead = await signedIn(stack, 'lead');
    await until(
      async () => {
        const answer = await fetch(`${stack.url}/api/sources`, { headers: { cookie: lead } });
        const { sources } = (await answer.json()) as SourceList;
        const source = sources.find(({ name }) => name.startsWith('Round sheets of Durlston House'));
        expect(source).toMatchObject({ lastStoredAt: expect.any(Number), lastDay: { stored: 2, refused: 4 } });
        return true;
      },
      { within: '10s', what: 'What was refused of the sheet among the counts of its source' },
    );

    // The answer was lost: the same is sent again.
    const again = await send(sheet, { confirm: preview.confirm });
    expect(again.status).toBe(200);
    expect(((await again.json()) as RoundSheet).rows.filter(({ outcome }) => outcome === 'stored-before')).toHaveLength(
      2,
    );
    expect((await previewOf(sheet)).rows.map(({ outcome }) => outcome)).not.toContain('ready');
    expect(await storedRows()).toHaveLength(2);
  });

  it('may be sent for the homes that are listed: one’s own, or those of one’s wards', async () => {
    await stack.database.query(`INSERT INTO ward (id, name, capacity) VALUES ('further', 'Further', 1)`);
    await stack.database.query(`INSERT INTO care_home (id, name, ward_id) VALUES ('far', 'Far House', 'further')`);
    const homes = async (cookie: string) => {
      const answer = await fetch(`${stack.url}/api/homes`, { headers: { cookie } });
      return ((await answer.json()) as CareHomeList).homes;
    };
    const own = await homes(staff);
    expect(own).toEqual([
      {
        id: 'durlston-house',
        name: 'Durlston House',
        ward: { id: wardOf(stack), name: expect.any(String) },
        hubOpen: expect.any(Boolean),
        hubChangesAt: expect.any(Number),
      },
    ]);
    expect((await homes(await signedIn(stack, 'hub-clinician'))).map(({ name }) => name)).toEqual([
      'Chesil Lodge',
      'Durlston House',
    ]);
  });

  it('is not stored when it is not what was shown', async () => {
    const shown = await previewOf(sheetOf(measured('13:00')));
    const before = await storedRows();
    const answers = [
      await send(sheetOf(measured('13:00', 85)), { confirm: shown.confirm }),
      await send(sheetOf(measured('13:00'), ''), { confirm: `${shown.confirm.slice(0, -1)}_` }),
      await send(sheetOf(measured('13:00')), {
        confirm: shown.confirm,
        // Somebody else's name would stand as who took it.
        headers: { cookie: await signedIn(stack, 'lead') },
      }),
    ];
    expect(answers.map((answer) => answer.status)).toEqual([409, 409, 409]);
    const [first] = (await Promise.all(answers.map((answer) => answer.json()))) as Problem[];
    expect(first?.detail).toMatch(/no longer what you were shown.*Nothing was stored/);
    expect(await storedRows()).toHaveLength(before.length);
  });

  it('stored by two at once is stored once', async () => {
    const sheet = sheetOf(...Array.from({ length: 40 }, (_, i) => measured(`14:${String(i).padStart(2, '0')}`)));
    const before = (await storedRows()).length;
    const { confirm } = await previewOf(sheet);
    const answers = await Promise.all([1, 2, 3].map(() => send(sheet, { confirm })));
    const outcomes = (await Promise.all(answers.map((answer) => answer.json() as Promise<RoundSheet>))).flatMap(
      (told) => told.rows.map(({ outcome }) => outcome),
    );
    expect(outcomes.filter((outcome) => outcome === 'stored')).toHaveLength(40);
    expect(await storedRows()).toHaveLength(before + 40);
  });

  it('does not quietly drop a correction of what is stored', async () => {
    const { confirm } = await previewOf(sheetOf(measured('15:00', 84)));
    await send(sheetOf(measured('15:00', 84)), { confirm });
    const [row] = (await previewOf(sheetOf(measured('15:00', 48)))).rows;
    expect(row?.outcome).toBe('stored-before');
    expect(row?.remarks.map((remark) => remark.detail).join()).toMatch(
      /was stored before, and it is not the same: Pulse/,
    );
  });

  it('is taken from a Windows program with semicolons and decimal commas', async () => {
    const sheet = Buffer.from(
      `NHS-Nr;Datum\nNHS number;Date;Time;Temp (°C);Notes\n${WINIFRED};${today()};16:00;37,4;“naïve”\n`.replaceAll(
        /[“”]/g,
        '"',
      ),
      'latin1',
    );
    const [row] = (await previewOf(sheet)).rows;
    expect(row).toMatchObject({ outcome: 'ready', reading: { temperature: 37.4 }, note: 'naïve' });
  });

  it('refuses a reading that has not been yet, in the home’s own time', async () => {
    const tomorrow = new Date(Date.now() + 24 * 3_600_000).toLocaleDateString('en-GB', { timeZone: 'Europe/London' });
    const [row] = (await previewOf(sheetOf(measured('09:30').replace(today(), tomorrow)))).rows;
    expect(row?.outcome).toBe('not-stored');
    expect(row?.problems[0]?.detail).toMatch(/at 09:30 has not been yet: it is now/);
  });

  it.each<[string, () => Promise<Response>, number, RegExp]>([
    ['no CSV', async () => send('{}', { headers: { cookie: staff, 'content-type': 'application/json' } }), 415, /as text\/csv/],
    ['a workbook', async () => send(new Uint8Array([0x50, 0x4b, 3, 4, 1])), 422, /Excel workbook/],
    ['no headings', async () => send('1,2,3\n'), 422, /No headings were found/],
    ['half a megabyte', async () => send('x'.repeat(500_000)), 413, /larger than is accepted/],
    ['a confirmation of nothing', async () => send(sheetOf(measured('09:30')), { confirm: 'no' }), 422, /confirm/],
    ['a sheet where readings go', async () => send(sheetOf(measured('09:30')), { path: '/v1/observations', headers: { authorization: `Bearer ${keyOf(stack)}` } }), 415, /observations\/csv/],
  ])('%s: is refused in words', async (_, ask, status, words) => {
    const answer = await ask();
    const told = (await answer.json()) as Problem;
    expect([answer.status, told.detail]).toEqual([status, expect.stringMatching(words)]);
  }); // prettier-ignore

  it('can be switched off at the ward', async () => {
    await stack.database.query(`UPDATE source SET disabled_at = now() WHERE round_sheets_of = 'durlston-house'`);
    const answer = await send(sheetOf(measured('09:30')));
    expect([answer.status, ((await answer.json()) as Problem).detail]).toEqual([
      403,
      expect.stringMatching(/switched off/),
    ]);
    await stack.database.query(`UPDATE source SET disabled_at = NULL WHERE round_sheets_of = 'durlston-house'`);
  });
});

describe('whose sheet it is', () => {
  it('is the home’s own staff, or the hub of its ward', async () => {
    await stack.database.query(`INSERT INTO ward (id, name, capacity) VALUES ('elsewhere', 'Elsewhere', 5)`);
    await stack.database.query(
      `INSERT INTO care_home (id, ward_id, name) VALUES ('far-away', 'elsewhere', 'Far Away')`,
    );
    const statuses = async (role: string) => {
      const headers = { cookie: await signedIn(stack, role) };
      const homes = ['durlston-house', 'chesil-lodge', 'far-away', 'no-such-home'];
      const answers = homes.map((home) =>
        send(sheetOf(measured('09:30')), { path: `/v1/homes/${home}/round-sheet`, headers }),
      );
      return (await Promise.all(answers)).map((answer) => answer.status);
    };
    expect(await statuses('care-home')).toEqual([200, 404, 404, 404]);
    expect(await statuses('coordinator')).toEqual([200, 200, 404, 404]);
    expect(await statuses('administrator')).toEqual([403, 403, 403, 403]);
  });

  it('is nobody’s who comes from another site', async () => {
    const answer = await send(sheetOf(measured('09:30')), {
      headers: { cookie: staff, origin: 'https://evil.example' },
    });
    expect(answer.status).toBe(403);
  });

  it('has a template with the home’s residents, which is read back', async () => {
    const answer = await fetch(`${stack.url}${HOME}/template`, { headers: { cookie: staff } });
    expect(answer.headers.get('content-type')).toMatch(/text\/csv/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const sheet = Buffer.from(await answer.arrayBuffer());
    const { rows, columns } = await previewOf(sheet);
    expect(columns.every(({ readAs }) => readAs !== null)).toBe(true);
    const [home] = await stack.database.query<{ n: string }>(
      `SELECT count(*) AS n FROM admission WHERE care_home_id = 'durlston-house' AND status = 'active'`,
    );
    expect(rows).toHaveLength(Number(home?.n));
    expect(rows.every(({ outcome, name }) => outcome === 'nothing-measured' && name !== null)).toBe(true);
  });
});

describe('a sheet of a source with a key', () => {
  const sending = () => ({ path: '/v1/observations/csv', headers: { authorization: `Bearer ${keyOf(stack)}` } });

  it('is shown and confirmed in the same way, and names nobody', async () => {
    const unknown = `999 000 0018,Nobody Here,${today()},09:30,18,95,air,128/74,84,A,36.9`;
    const sheet = sheetOf(measured('18:00'), unknown);
    const preview = await previewOf(sheet, sending());
    expect(preview.rows.map(({ outcome, name }) => [outcome, name])).toEqual([
      ['ready', null],
      ['ready', null],
    ]);
    expect(preview.rows[1]?.remarks[0]?.detail).toMatch(/kept for the hub to match/);
    const confirmed = await send(sheet, { ...sending(), confirm: preview.confirm });
    expect(confirmed.status).toBe(201);
    const [parked] = await stack.database.query<{ stated_display_name: string }>(
      `SELECT stated_display_name FROM unmatched_reading WHERE nhs_number = '9990000018'`,
    );
    expect(parked?.stated_display_name).toBe('Nobody Here');
    expect((await send(sheet, { ...sending(), confirm: preview.confirm })).status).toBe(200);
  });
});

describe('a resident’s reading that a person took', () => {
  const HOMES = '/v1/homes/durlston-house/observations';
  const give = (set: object, { path = HOMES, cookie = staff } = {}) =>
    fetch(`${stack.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify(set),
    });
  const taken = (ref: string) =>
    stack.database.query<{ method: string; by: string; matched: boolean }>(
      `SELECT o.details ->> 'method' AS method, o.details ->> 'recordedBy' AS by, o.admission_id IS NOT NULL AS matched
       FROM observation o JOIN source s ON s.id = o.source_id WHERE s.round_sheets_of = 'durlston-house' AND o.source_ref = $1`,
      [ref],
    );

  it('is stored once, in the name of who is signed in, whatever is sent of it', async () => {
    const set = { ...aReadingSet(WINIFRED), method: 'device', recordedBy: 'Somebody else' };
    const [first, again] = [await give(set), await give(set)];
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(((await first.json()) as StoredReading).id).toBe(((await again.json()) as StoredReading).id);
    const who = (await (await fetch(`${stack.url}/api/session`, { headers: { cookie: staff } })).json()) as SignedIn;
    expect(await taken(set.sourceRef)).toEqual([{ method: 'staff', by: who.displayName, matched: true }]);
  });

  it('by the hub is one by telephone', async () => {
    const set = aReadingSet(WINIFRED);
    expect((await give(set, { cookie: await signedIn(stack, 'hub-clinician') })).status).toBe(201);
    expect(await taken(set.sourceRef)).toMatchObject([{ method: 'telephone', matched: true }]);
  });

  it('of somebody who is no resident is kept for the hub to match, and shows nothing of them', async () => {
    const set = aReadingSet(ADA_OF_ANOTHER_PLACE);
    const answer = await give(set);
    expect(await answer.json()).toEqual({ id: expect.any(String), outcome: 'stored', matched: false });
    expect(await taken(set.sourceRef)).toMatchObject([{ matched: false }]);
  });

  it.each<[string, object, number, RegExp]>([
    ['a number that is none', { pulse: 'fast' }, 422, /pulse/],
    ['a field that there is not', { puls: 70 }, 422, /puls is not a field/],
  ])('with %s is refused by name', async (_, change, status, words) => {
    const answer = await give({ ...aReadingSet(WINIFRED), ...change });
    expect(answer.status).toBe(status);
    expect(((await answer.json()) as Problem).detail).toMatch(words);
  });

  it('is taken in nobody else’s home', async () => {
    const elsewhere = await give(aReadingSet(WINIFRED), { path: '/v1/homes/nowhere/observations' });
    expect(elsewhere.status).toBe(404);
  });
});
