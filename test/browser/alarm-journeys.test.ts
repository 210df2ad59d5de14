import type { Finding } from '#clinical';
import { Database, raiseSystemAlert } from '#records';
import { afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { openBrowser, openStack, stopAtTheEnd, until, type TestStack } from '../harness/index.ts';
import { aReadingSet, post, wardOf } from '../ward/people.ts';
import { WardScreen } from './ward-screen.ts';

/* What becomes of an alarm on two screens: the clinician's and the lead's. */

let stack: TestStack;
let clinician: WardScreen;
let lead: WardScreen;

const CLINICIAN = 'Morwenna Encombe';
const LEAD = 'Saoirse Holworth';

beforeAll(async () => {
  const [opened, browser] = await Promise.all([openStack(), openBrowser()]);
  stack = opened;
  [clinician, lead] = (await Promise.all(
    ['hub-clinician', 'lead'].map(async (role) => {
      const screen = await WardScreen.open(browser, stack);
      await screen.signIn(role);
      await screen.isLive('20s');
      return screen;
    }),
  )) as [WardScreen, WardScreen];
});

afterEach(() => expect([...clinician.complaints, ...lead.complaints]).toEqual([]));

/** NEWS2 5: urgent. */
const ILL = { respiration: 22, pulse: 114, temperature: 38.4 };
/** NEWS2 12, and a saturation that is an emergency by itself. */
const VERY_ILL = { respiration: 26, spo2: 88, onOxygen: true, oxygenFlow: 2, pulse: 114, temperature: 38.4 };

/** A patient of this pathway whom no other journey is about. */
function somebody(pathway: string, index: number): { nhsNumber: string; name: string } {
  const patient = stack.demo.patients.filter((one) => one.pathway === pathway)[index];
  if (!patient) throw new Error(`the demo has no ${pathway} patient ${index}`);
  return patient;
}

async function falls(patient: { nhsNumber: string; name: string }, vitals: object): Promise<string> {
  expect((await post(stack, aReadingSet(patient.nhsNumber, vitals))).status).toBe(201);
  return patient.name;
}

const within = 40_000;

/** Until something on the screen reads so. */
const reads = (where: Locator, words: RegExp | string): Promise<void> =>
  where.filter({ hasText: words }).first().waitFor({ timeout: within });

/** The buttons of a new alert take a press after half a second: it may have been meant for what stood there before. */
async function accept(screen: WardScreen, name: string): Promise<void> {
  const has = screen.bed(name).locator('.alert--accepted');
  await until(
    async () => {
      if (await has.count()) return true;
      await screen
        .bed(name)
        .getByRole('button', { name: /^Accept(?!ing)/ })
        .click({ timeout: 500 });
      return false;
    },
    { within, what: `${name}’s alert accepted` },
  );
}

async function open(screen: WardScreen, name: string): Promise<Locator> {
  await screen.bed(name).getByRole('button', { name }).first().click();
  return screen.page.getByRole('dialog');
}

it('turned down, it goes to who is next, and every board says to whom', async () => {
  const name = await falls(somebody('cardiac', 0), ILL);
  const dialog = await open(clinician, name);
  await dialog.getByRole('button', { name: /^Turn down/ }).click();
  await dialog.getByText('It goes to the clinical lead at once.').waitFor();
  const send = dialog.getByRole('button', { name: 'Turn down', exact: true });
  await send.click();
  await dialog.getByText('Say why somebody else has to take it').waitFor();
  expect(await clinician.barriers()).toEqual([]);
  await dialog.getByLabel('Why can you not take it?').fill('I am with another emergency.');
  await send.click();
  await reads(dialog.locator('.alert__where'), /^Step 2: lead since/);
  await reads(lead.bed(name).locator('.alert__where'), /^Step 2: lead since .*; everybody at/);
  await dialog.getByRole('button', { name: /^History/ }).click();
  await reads(dialog.locator('.history__event'), `Turned down by ${CLINICIAN}`);
  await dialog.getByText('Now asked: the clinical lead.').waitFor();
  await dialog.getByRole('button', { name: 'Close' }).click();
});

it('paused, it counts down on every board and calls again when the pause is over', async () => {
  const name = await falls(somebody('cardiac', 1), VERY_ILL);
  const dialog = await open(clinician, name);
  await dialog.getByRole('button', { name: /^Pause/ }).click();
  await dialog.getByLabel('10 minutes').check();
  await dialog.getByRole('button', { name: 'Pause', exact: true }).click();
  await reads(lead.bed(name).locator('.alert__paused'), /Paused until \d\d:\d\d \((9 min \d+|10 min 0) s\)/);
  expect(await lead.bed(name).getAttribute('class')).not.toContain('tile--calling');
  await reads(lead.bed(name).locator('.alert__who'), /^Not accepted/);
  expect(await lead.barriers()).toEqual([]);

  await stack.database.query(
    `UPDATE alert SET paused_until = now() - interval '1 s', next_step_at = now() - interval '1 s' WHERE paused_until IS NOT NULL`,
  );
  await lead.bed(name).locator('.alert__paused').waitFor({ state: 'detached', timeout: 40_000 });
  expect(await lead.bed(name).getAttribute('class')).toContain('tile--calling-emergency');
  await dialog.getByRole('button', { name: 'Close' }).click();
});

it('handed over, it is the colleague’s when they say so; then it is taken over', async () => {
  const name = await falls(somebody('frailty', 1), ILL);
  await accept(clinician, name);
  const dialog = await open(clinician, name);
  await dialog.getByRole('button', { name: /^Hand over/ }).click();
  await dialog.getByLabel('To whom?').selectOption({ label: `${LEAD} (clinical lead)` });
  await dialog.getByRole('button', { name: 'Hand over', exact: true }).click();
  await reads(lead.bed(name).locator('.alert__who'), `${LEAD} is to confirm`);
  await reads(lead.bed(name).locator('.alert__where'), new RegExp(`back to ${CLINICIAN} at`));
  await accept(lead, name);
  await reads(dialog.locator('.alert__who'), `${LEAD} has it`);
  await dialog.getByRole('button', { name: /^Take over/ }).click();
  await reads(lead.bed(name).locator('.alert__who'), `${CLINICIAN} has it`);
  await dialog.getByRole('button', { name: 'Close' }).click();
});

it('of what one reading brought, one answer is the answer: found, accepted and ended by keys alone', async () => {
  const patient = somebody('respiratory', 0);
  const name = await falls(patient, VERY_ILL);
  const bed = clinician.bed(name);
  const keys = clinician.page.keyboard;
  await reads(bed.locator('.alert__more'), /^and \d more/);
  const found = await alertsOf(patient.nhsNumber);
  expect(found.length).toBeGreaterThan(1);
  expect(await bed.getByRole('button', { name: /^Accept/ }).count()).toBe(1);

  // From the top of the page to the bed, as somebody without a mouse goes.
  await clinician.page.locator('.nhsuk-skip-link').focus();
  await keys.press('Enter');
  const focused = () => clinician.page.evaluate(() => document.activeElement?.textContent ?? '');
  await keys.press('Tab');
  await until(async () => (await focused()) === name || (await keys.press('ArrowRight'), false), {
    within,
    what: `the focus on ${name}`,
  });
  await until(async () => (await bed.locator('.alert--accepted').count()) > 0 || (await keys.press('a'), false), {
    within,
  });
  await reads(lead.bed(name).locator('.alert__who'), `${CLINICIAN} has it`);
  expect((await alertsOf(patient.nhsNumber)).map(({ status }) => status)).toEqual(found.map(() => 'accepted'));

  await keys.press('e');
  const dialog = clinician.page.getByRole('dialog');
  await dialog.getByLabel('How did it end?').waitFor();
  await keys.type('Visit');
  await keys.press('Tab');
  await keys.type('Saw her at home.');
  await keys.press('Tab');
  await keys.press('Enter');
  await dialog.getByText('No open alerts').waitFor({ timeout: within });
  await keys.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(await alertsOf(patient.nhsNumber)).toEqual([]);
  await lead.bed(name).locator('.alert').waitFor({ state: 'detached', timeout: within });
});

it('about the ward itself, it stands above the beds, quietly, and is answered like any other', async () => {
  const database = await Database.open({ url: stack.database.url, poolSize: 1, applicationName: 'test' });
  stopAtTheEnd(() => database.close());
  const finding: Finding = {
    ruleId: 'feed-lost',
    ruleVersion: 1,
    ruleSetVersion: '1',
    priority: 'technical',
    sentence: 'The feed North gateway has been down for 12 min.',
    at: Date.now(),
    evidence: { readingIds: [], values: {}, thresholds: {} },
    source: { title: 'test' },
  };
  await raiseSystemAlert(database, { about: { wardId: wardOf(stack), subject: 'source: North gateway' }, finding });
  const strip = clinician.page.getByRole('region', { name: 'Alerts about the ward itself' });
  await reads(strip, /North gateway has been down for 12 min\.Not accepted/);
  expect(await clinician.barriers()).toEqual([]);
  // A board that shows it says so.
  await until(
    async () => {
      const [row] = await stack.database.query<{ delivered_at: Date | null }>(
        'SELECT delivered_at FROM alert WHERE admission_id IS NULL',
      );
      return row?.delivered_at !== null;
    },
    { within },
  );
  await strip.getByRole('button', { name: /^Open/ }).click();
  const dialog = clinician.page.getByRole('dialog');
  await until(
    async () => {
      if (await dialog.locator('.alert--accepted').count()) return true;
      await dialog.getByRole('button', { name: /^Accept(?!ing)/ }).click({ timeout: 500 });
      return false;
    },
    { within },
  );
  const there = lead.page.getByRole('region', { name: 'Alerts about the ward itself' });
  await reads(there, `${CLINICIAN} has it`);
  await dialog.getByRole('button', { name: /^Resolve/ }).click();
  await dialog.getByLabel('How did it end?').selectOption('no-action');
  await dialog.getByRole('button', { name: 'Resolve alert' }).click();
  await dialog.getByText('No open alerts').waitFor();
  await there.waitFor({ state: 'detached', timeout: within });
});

const alertsOf = (nhsNumber: string): Promise<{ status: string }[]> =>
  stack.database.query(
    `SELECT al.status FROM alert al JOIN admission a ON a.id = al.admission_id JOIN patient p ON p.id = a.patient_id
     WHERE p.nhs_number = $1 AND al.status IN ('raised', 'accepted') ORDER BY al.id`,
    [nhsNumber],
  );
