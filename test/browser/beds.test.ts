import { afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser, openStack, type TestStack } from '../harness/index.ts';
import { wardOf } from '../ward/people.ts';
import { WardScreen } from './ward-screen.ts';

let stack: TestStack;
let browser: Browser;
const screens: WardScreen[] = [];

beforeAll(async () => {
  [stack, browser] = await Promise.all([openStack(), openBrowser()]);
}, 300_000);

afterEach(async () => {
  const complaints = screens.flatMap((screen) => screen.complaints);
  await Promise.all(screens.splice(0).map((screen) => screen.close()));
  expect(complaints).toEqual([]);
});

async function bedsOf(role: string): Promise<WardScreen> {
  const screen = await WardScreen.open(browser, stack);
  screens.push(screen);
  await screen.signIn(role, `/wards/${wardOf(stack)}/beds`);
  await screen.page.getByRole('heading', { name: 'Beds and referrals' }).waitFor();
  return screen;
}

const SHEET = [
  'nhsNumber,givenName,familyName,birthDate,route,pathway,reason,referredBy,clinician,language,digitalAccess,consents,news2,trajectory,spo2,clinicalFrailtyScale',
  '9434765919,Maud,Corfe,1941-02-03,early-supported-discharge,frailty,"A fall, not eating",Ward 22,Dr Priya Shah,English,telephone,yes,2,stable,96,6',
  '9434765870,Ivor,Langton,1941-02-30,community,frailty,A fall,Ward 22,Dr Priya Shah,English,telephone,yes,2,stable,96,6',
  '4505577104,Edwin,Tyneham,1939-07-11,community,frailty,Off his feet,Ward 22,Dr Priya Shah,English,telephone,yes,1,stable,96,6',
].join('\r\n');

it('a file is looked through first; of two coordinators who admit to the last bed one does, and the other reads who', async () => {
  const first = await bedsOf('coordinator');
  const { page } = first;
  await page.getByRole('button', { name: 'Referrals from a file' }).click();
  await page
    .getByLabel('A CSV file')
    .setInputFiles({ name: 'referrals.csv', mimeType: 'text/csv', buffer: Buffer.from(SHEET) });
  await page.getByText('3 rows: 2 can be taken down, 0 known already, 1 refused.').waitFor();
  await page
    .getByRole('row')
    .filter({ hasText: 'Ivor' })
    .getByText(/birthDate: /)
    .waitFor();
  expect(await first.barriers()).toEqual([]);
  await page.getByText('No referral waits for a decision.').waitFor();
  await page.getByRole('button', { name: 'Take down 2 referrals' }).click();
  for (const name of ['Maud Corfe', 'Edwin Tyneham']) {
    const card = page.getByRole('listitem', { name });
    await card.getByRole('button', { name: 'Accept' }).click();
    await card.getByRole('button', { name: `Accept ${name}` }).click();
    await card.getByText('Waits for a bed. Need').waitFor();
  }
  await page.getByRole('button', { name: 'Close' }).click();

  await stack.database.query(
    `DELETE FROM bed b WHERE ward_id = $1 AND number <> (SELECT min(number) FROM bed f WHERE f.ward_id = $1
       AND NOT EXISTS (SELECT FROM admission a WHERE a.ward_id = $1 AND a.bed = f.number))
     AND NOT EXISTS (SELECT FROM admission a WHERE a.ward_id = $1 AND a.bed = b.number)`,
    [wardOf(stack)],
  );
  await page.reload();
  const second = await bedsOf('lead');
  const hands = [
    { page, name: 'Maud Corfe', others: 'Saoirse Holworth' },
    { page: second.page, name: 'Edwin Tyneham', others: 'Tunde Ringstead' },
  ];
  for (const { page: desk, name } of hands) {
    await desk.getByRole('listitem', { name }).getByRole('button', { name: 'Admit' }).click();
  }
  await Promise.all(hands.map(({ page: desk, name }) => desk.getByRole('button', { name: `Admit ${name}` }).click()));
  const outcomes = await Promise.all(
    hands.map(async ({ page: desk, name, others }) => {
      const got = desk.getByText(new RegExp(`^${name} is in bed`));
      const told = desk.getByRole('alert').filter({ hasText: others });
      await got.or(told).first().waitFor();
      return (await got.count()) > 0;
    }),
  );
  expect(outcomes.filter(Boolean)).toHaveLength(1);
  expect([await first.barriers(), await second.barriers()]).toEqual([[], []]);
  const [kept] = await stack.database.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM admission a JOIN patient p ON p.id = a.patient_id WHERE p.family_name IN ('Corfe', 'Tyneham')`,
  );
  expect(kept?.n).toBe(1);
}, 300_000);
