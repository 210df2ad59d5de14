import { hashPassword } from '#access';
import { RESTRICTED_NAME } from '#contracts';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser, openStack, type TestStack } from '../harness/index.ts';
import { aPatientToOpen, patientOf, signedIn, wardOf } from '../ward/people.ts';
import { WardScreen, type Size } from './ward-screen.ts';

/* Who sees whom, as they find it on the page: a screen on the wall, a patient of another ward, a restricted record. */

let stack: TestStack;
let browser: Browser;
const screens: WardScreen[] = [];
const PASSWORD = 'kettle ferry walnut';
const within = 20_000;

beforeAll(async () => {
  [stack, browser] = await Promise.all([openStack(), openBrowser()]);
});

afterEach(async () => {
  const complaints = screens.flatMap((screen) => screen.complaints);
  await Promise.all(screens.splice(0).map((screen) => screen.close()));
  expect(complaints).toEqual([]);
});

async function screenOf(role: string, path: string, size?: Size): Promise<WardScreen> {
  const screen = await WardScreen.open(browser, stack, size);
  screens.push(screen);
  await screen.signIn(role, path);
  return screen;
}

const initials = (name: string): string =>
  name
    .split(/[\s-]+/)
    .map(([letter = '']) => letter)
    .join('');

describe('a wall screen', () => {
  it('is opened by a lead, shows the board with initials and leads nowhere else, and ends from where its opener sees it', async () => {
    const wall = await screenOf('lead', `/wards/${wardOf(stack)}/wall-screens`, 'wall');
    const { page } = wall;
    await page.getByLabel('Where it hangs').fill('Corridor by the hub');
    await page.getByRole('button', { name: 'Open a wall screen here' }).click();
    await page.locator('.wall-bed').first().waitFor({ timeout: within });
    await page.getByRole('heading', { level: 1, name: stack.demo.wards[0]?.name ?? '' }).waitFor();
    const shown = await page.locator('body').innerText();
    for (const { name, nhsNumber } of stack.demo.patients) {
      expect(shown).not.toContain(name);
      expect(shown.replaceAll(' ', '')).not.toContain(nhsNumber.replaceAll(' ', ''));
    }
    expect(shown.replaceAll(/[\s.]/g, '')).toContain(initials(patientOf(stack, 0).name));
    expect(await wall.barriers()).toEqual([]);

    // Nothing to press or follow; whatever address is typed shows the same screen; what is asked for behind it is refused.
    expect(await page.getByRole('link').count()).toBe(0);
    expect(await page.getByRole('button').count()).toBe(0);
    const { admissionId } = await aPatientToOpen(stack, 0);
    for (const path of ['/accounts', '/account/sign-in', `/wards/${wardOf(stack)}/patients/${admissionId}`]) {
      await page.goto(path);
      await page.locator('.wall-bed').first().waitFor({ timeout: within });
      expect(await page.getByRole('link').count()).toBe(0);
    }
    const asked = await page.evaluate(
      (paths) => Promise.all(paths.map(async (path) => (await fetch(path)).status)),
      [`/api/admissions/${admissionId}`, `/api/wards/${wardOf(stack)}/board`, '/api/accounts', '/api/account/sessions'],
    );
    expect(asked.filter((status) => ![401, 403, 404].includes(status))).toEqual([]);

    const own = await screenOf('lead', '/account/sign-in');
    const listed = own.page.getByRole('listitem').filter({ hasText: /the wall screen of .*Corridor by the hub/ });
    await listed.waitFor({ timeout: within });
    await listed.getByRole('button', { name: /^End/ }).click();
    await own.page.getByText('That session has ended.').waitFor({ timeout: within });
    await page.getByLabel('Username').waitFor({ timeout: within });
    expect(await page.locator('.wall-bed').count()).toBe(0);
  });
});

describe('a patient of another ward', () => {
  it('is opened by who they are and a reason, until the time that is said; the lead sees what was looked at and says whether it was right', async () => {
    await stack.database.query(`INSERT INTO ward (id, name, capacity) VALUES ('far-away', 'Far away', 5)`);
    await stack.database.query(
      `INSERT INTO account (id, username, display_name, role, password_hash, ward_ids)
       VALUES (gen_random_uuid(), 'ophelia', 'Ophelia Outsider', 'hub-clinician', $1, '{far-away}')`,
      [await hashPassword(PASSWORD)],
    );
    const { name } = patientOf(stack, 1);
    const { admissionId, nhsNumber, birthDate } = await aPatientToOpen(stack, 1);
    const clinician = await WardScreen.open(browser, stack);
    screens.push(clinician);
    const { page } = clinician;
    await page.goto('/break-glass');
    await page.getByLabel('Username').fill('ophelia');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1, name: 'Break the glass' }).waitFor({ timeout: within });

    // Nothing is told of whoever is not known by both.
    await page.getByLabel('NHS number').fill(nhsNumber);
    await page.getByLabel('Date of birth').fill('1901-01-01');
    await page.getByLabel('An emergency: they may come to harm').check();
    await page.getByLabel('In your own words').fill('Rang 111, and their ward does not answer');
    await page.getByRole('button', { name: 'Open this patient' }).click();
    await page.getByRole('alert').first().waitFor({ timeout: within });
    expect(await page.locator('body').innerText()).not.toContain(name);
    await page.getByLabel('Date of birth').fill(birthDate);
    await page.getByRole('button', { name: 'Open this patient' }).click();

    const banner = page.getByRole('region', { name: 'Opened by breaking the glass' });
    await banner.waitFor({ timeout: within });
    expect(await banner.innerText()).toMatch(/open to you until \d\d:\d\d\. .* reviewed by .*This page is not live/s);
    await page.getByRole('heading', { level: 1, name }).waitFor();
    expect(new URL(page.url()).pathname).toContain(admissionId);
    expect(await clinician.barriers()).toEqual([]);
    // One patient of that ward, and not the ward.
    await page.goto(`/wards/${wardOf(stack)}`);
    await page.getByText(name).waitFor({ state: 'detached', timeout: within });

    const lead = await screenOf('lead', '/glass-reviews');
    const review = lead.page.getByRole('listitem').filter({ hasText: 'Ophelia Outsider, Hub clinician' });
    await review.waitFor({ timeout: within });
    const said = await review.innerText();
    expect(said).toContain('“Rang 111, and their ward does not answer”');
    expect(said).toMatch(/What they did meanwhile: .*viewed patient/);
    await review.getByRole('button', { name: /^Review/ }).click();
    await review.getByLabel('It was right', { exact: true }).check();
    await review.getByLabel(/^Note/).fill('She was right to.');
    await review.getByRole('button', { name: 'Say so' }).click();
    await review.getByText(/It was right, said .*“She was right to\.”/).waitFor({ timeout: within });
    expect(await lead.barriers()).toEqual([]);
  });
});

describe('a restricted record', () => {
  it('is whole to who is named, and a bed with a score to who is not', async () => {
    const { name } = patientOf(stack, 2);
    const { admissionId } = await aPatientToOpen(stack, 2);
    const who = await fetch(`${stack.url}/api/session`, { headers: { cookie: await signedIn(stack, 'coordinator') } });
    const { id: named } = (await who.json()) as { id: string };
    const answer = await fetch(`${stack.url}/api/admissions/${admissionId}/restriction`, {
      method: 'PUT',
      headers: { cookie: await signedIn(stack, 'lead'), 'content-type': 'application/json' },
      body: JSON.stringify({ restricted: true, reason: 'Works on this ward', named: [named], after: null }),
    });
    expect(answer.status).toBe(204);

    const [seeing, closed] = [
      await screenOf('coordinator', `/wards/${wardOf(stack)}`),
      await screenOf('hub-clinician', `/wards/${wardOf(stack)}`),
    ];
    await seeing.shows(name, { says: /Restricted/, within: '20s' });
    await closed.shows(RESTRICTED_NAME, { within: '20s' });
    expect(await closed.page.locator('body').innerText()).not.toContain(name);

    const page = `/wards/${wardOf(stack)}/patients/${admissionId}`;
    await seeing.page.goto(page);
    await seeing.page.getByRole('heading', { level: 1, name }).waitFor({ timeout: within });
    await closed.page.goto(page);
    await closed.page.getByRole('heading', { level: 1, name: /restricted record/ }).waitFor({ timeout: within });
    await closed.page.getByText('You are not named for this patient’s record.').waitFor();
    expect(await closed.page.locator('body').innerText()).not.toContain(name);
    expect(await closed.barriers()).toEqual([]);
  });
});
