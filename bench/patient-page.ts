import { news2, type Vitals } from '#clinical';
import type { StayReadings } from '#contracts';
import pg from 'pg';
import { openBrowser } from '../test/harness/browser.ts';
import { openStack } from '../test/harness/stack.ts';
import { stopEverything } from '../test/harness/started.ts';
import { benchOptions, milliseconds, percentile, publish, type Row } from './report.ts';
import { sessionCookie } from './sign-in.ts';

/*
 * How long a patient's page takes to open with fourteen days of readings, every four hours and every minute: what the hub
 * takes to answer beside one bare statement that reads the same rows, and what a browser takes from the key that is pressed
 * on the board until the chart is drawn, beside the same for a patient who was never measured.
 */
const DAYS = 14;
const MINUTE_MS = 60_000;
/** ms. */
const OPENS_WITHIN = 300;
const ASKED = 40;
const OPENED = 9;

const options = benchOptions(10);

/** A person who wanders: breath, saturation and pulse go up and down over hours, with a dip now and then. */
function vitalsAt(n: number): Vitals {
  return {
    respiration: Math.round(17 + 3 * Math.sin(n / 97) + (n % 5 === 0 ? 1 : 0) + (n % 977 === 0 ? 8 : 0)),
    spo2: Math.round(96 + 1.6 * Math.sin(n / 211) - (n % 613 === 0 ? 8 : 0)),
    onOxygen: false,
    systolic: Math.round(128 + 12 * Math.sin(n / 331) + (n % 7)),
    pulse: Math.round(78 + 9 * Math.sin(n / 151) + (n % 4)),
    consciousness: 'A',
    temperature: Math.round((36.9 + 0.5 * Math.sin(n / 500)) * 10) / 10,
  };
}

const STORE = `
  WITH said AS (
    SELECT gen_random_uuid() AS id, r.* FROM json_to_recordset($2) AS r(at timestamptz, respiration float8, spo2 float8, systolic float8,
      pulse float8, temperature float8, total smallint, sub_scores jsonb)
  ), stored AS (
    INSERT INTO observation (id, received_at, effective_at, source_id, source_ref, patient_id, admission_id, respiration, spo2,
      on_oxygen, systolic, diastolic, pulse, consciousness, temperature, details)
    SELECT said.id, at + interval '1 second', at, 1, 'bench ' || said.id, a.patient_id, a.id, said.respiration, said.spo2, false, said.systolic,
      said.systolic - 50, said.pulse, 'A', said.temperature, '{"method": "device", "device": {"model": "Patch", "serial": "17"}}'
    FROM said JOIN admission a ON a.id = $1
  )
  INSERT INTO news2_score (admission_id, at, complete, least, most, scale, sub_scores, reading_ids, rule_set_version)
  SELECT $1, at, true, total, total, 1, sub_scores, ARRAY[id], '1' FROM said`;

/** The same rows by one statement, with nothing made of them. */
const BARE = `
  SELECT o.effective_at, o.respiration, o.spo2, o.systolic, o.diastolic, o.pulse, o.temperature, n.least
  FROM observation o JOIN news2_score n ON n.admission_id = o.admission_id AND n.at = o.effective_at
  WHERE o.admission_id = $1 AND o.effective_at >= $2`;

async function fill(client: pg.Client, admissionId: string, everyMinutes: number): Promise<number> {
  const now = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
  const count = (DAYS * 24 * 60) / everyMinutes;
  const rows = Array.from({ length: count }, (_, i) => {
    const n = (count - i) * everyMinutes;
    const vitals = vitalsAt(n);
    const score = news2(vitals, 1);
    if (score.kind !== 'complete') throw new Error('a whole set has a NEWS2');
    return { at: new Date(now - n * MINUTE_MS), ...vitals, total: score.total, sub_scores: score.subScores };
  });
  await client.query(STORE, [admissionId, JSON.stringify(rows)]);
  await client.query(
    `UPDATE admission SET admitted_at = now() - interval '15 days', last_reading_at = now() WHERE id = $1`,
    [admissionId],
  );
  return count;
}

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const began = performance.now();
  const result = await work();
  return { ms: performance.now() - began, result };
}

const inOrder = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b);

try {
  const stack = await openStack();
  const account = stack.demo.accounts.find(({ role }) => role === 'hub-clinician');
  const ward = stack.demo.wards[0];
  if (!account || !ward) throw new Error('the demo has no clinician or no ward');
  const cookie = await sessionCookie(stack.hub.url, account);
  const client = new pg.Client({ connectionString: stack.database.url });
  await client.connect();
  await client.query('SET enable_seqscan = off');
  const board = (await (
    await fetch(`${stack.hub.url}/api/wards/${ward.id}/board`, { headers: { cookie } })
  ).json()) as {
    tiles: { admissionId: string; patient: { name: string } }[];
  };
  const [never, fourHourly, everyMinute] = board.tiles.slice(0, 3);
  if (!never || !fourHourly || !everyMinute) throw new Error('the demo has too few patients');
  await client.query('DELETE FROM news2_score WHERE admission_id = $1', [never.admissionId]);
  await client.query('DELETE FROM observation WHERE admission_id = $1', [never.admissionId]);
  const people = [
    { who: never, what: 'never measured', sets: 0 },
    { who: fourHourly, what: 'every 4 hours', sets: await fill(client, fourHourly.admissionId, 240) },
    { who: everyMinute, what: 'every minute', sets: await fill(client, everyMinute.admissionId, 1) },
  ];
  await client.query('ANALYZE observation; ANALYZE news2_score');

  const from = new Date(Date.now() - DAYS * 86_400_000).toISOString();
  const rows: Row[] = [];
  for (const { who, what, sets } of people.slice(1)) {
    const [asked, bare]: [number[], number[]] = [[], []];
    let shown = 0;
    for (let i = 0; i < ASKED + 3; i++) {
      const { ms, result } = await timed(async () => {
        const answer = await fetch(`${stack.hub.url}/api/admissions/${who.admissionId}/readings?from=${from}`, {
          headers: { cookie },
        });
        return (await answer.json()) as StayReadings;
      });
      shown = result.sets.length;
      const limit = await timed(() => client.query(BARE, [who.admissionId, from]));
      if (i < 3) continue;
      asked.push(ms);
      bare.push(limit.ms);
    }
    const [ordered, limits] = [inOrder(asked), inOrder(bare)];
    rows.push({
      what: `the hub's answer, ${what}: ${sets} sets, ${shown} shown`,
      value: milliseconds(percentile(ordered, 0.5)),
      unit: 'ms',
      limit: { what: 'the same rows read bare', value: milliseconds(percentile(limits, 0.5)) },
      p50: milliseconds(percentile(ordered, 0.5)),
      p99: milliseconds(percentile(ordered, 0.99)),
    });
  }

  const browser = await openBrowser();
  const page = await (
    await browser.newContext({ viewport: { width: 1366, height: 768 }, baseURL: stack.url })
  ).newPage();
  await page.goto('/');
  await page.getByLabel('Username').fill(account.username);
  await page.getByLabel('Password', { exact: true }).fill(account.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.locator('.live--on').waitFor();
  const opens = new Map<string, number[]>();
  for (let i = 0; i <= OPENED; i++) {
    for (const { who, what } of people) {
      await page.getByRole('button', { name: who.patient.name, exact: true }).focus();
      // From the key until the frame in which the chart (or that there is none) stands, by the page's own clock.
      const ms = await page.evaluate(
        () =>
          new Promise<number>((done) => {
            const began = performance.now();
            const seen = new MutationObserver(() => {
              if (!document.querySelector('.chart__drawing .chart-dot, .observations__none')) return;
              seen.disconnect();
              requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
            });
            seen.observe(document.body, { childList: true, subtree: true });
            document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'o', bubbles: true }));
          }),
      );
      // The first time fetches the page's own code.
      if (i > 0) opens.set(what, [...(opens.get(what) ?? []), ms]);
      await page.keyboard.press('Escape');
      await page.locator('.beds').waitFor();
    }
  }
  const bareOpen = percentile(inOrder(opens.get('never measured') ?? []), 0.5);
  for (const { what, sets } of people.slice(1)) {
    const ordered = inOrder(opens.get(what) ?? []);
    rows.push({
      what: `from the key to the chart, ${what}: ${sets} sets`,
      value: milliseconds(percentile(ordered, 0.5)),
      unit: 'ms',
      budget: { atMost: OPENS_WITHIN },
      p50: milliseconds(percentile(ordered, 0.5)),
      p99: milliseconds(percentile(ordered, 0.99)),
    });
  }
  rows.push({ what: 'from the key to a page without readings', value: milliseconds(bareOpen), unit: 'ms' });
  await client.end();
  await publish('patient-page', rows, options, { days: DAYS });
} finally {
  await stopEverything();
}
