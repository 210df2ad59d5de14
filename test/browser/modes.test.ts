import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser, openStack, until, type TestStack } from '../harness/index.ts';
import { aReadingSet, patientOf, post, signedIn, wardOf } from '../ward/people.ts';
import { aReferral } from '../ward/referrals.ts';
import { WardScreen, type Size } from './ward-screen.ts';

/* The ward as it is looked at otherwise than on the board: on a wall, at a handover, on a round, at night, with other wards. */

let stack: TestStack;
let browser: Browser;
const screens: WardScreen[] = [];

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

const wardPath = (page = '', search = ''): string => `/wards/${wardOf(stack)}${page}${search}`;
const within = 40_000;
const HOUR = 3_600_000;

/** NEWS2 9: an emergency. */
const VERY_ILL = { respiration: 26, spo2: 92, onOxygen: true, oxygenFlow: 2, pulse: 112 };

async function measured(patient: number, hoursAgo: number, vitals: object = {}): Promise<string> {
  const { nhsNumber, name } = patientOf(stack, patient);
  const effectiveAt = new Date(Date.now() - hoursAgo * HOUR).toISOString();
  expect((await post(stack, aReadingSet(nhsNumber, { effectiveAt, ...vitals }))).status).toBe(201);
  return name;
}

/** The name of a patient's stay in addresses. */
async function stayOf(patient: number): Promise<string> {
  const [stay] = await stack.database.query<{ id: string }>(
    'SELECT a.id FROM admission a JOIN patient p ON p.id = a.patient_id WHERE p.nhs_number = $1',
    [patientOf(stack, patient).nhsNumber.replaceAll(' ', '')],
  );
  if (!stay) throw new Error(`patient ${patient} has no stay`);
  return stay.id;
}

const overflows = ({ page }: WardScreen): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);

describe('a night', () => {
  it('in which somebody gets worse is drawn as it was, and what was missing is a gap', async () => {
    const screen = await screenOf('hub-clinician', wardPath('', '?light=night'));
    await screen.isLive('20s');
    for (const [hoursAgo, vitals] of [
      [23, {}],
      [11, { temperature: 38.4 }],
      [6, { temperature: 38.4, pulse: 114 }],
      [2, { temperature: null, pulse: 114 }],
    ] as const) {
      await measured(1, hoursAgo, vitals);
    }
    const name = await measured(1, 0, VERY_ILL);
    await screen.shows(name, { news2: 9, band: 'High', says: /Emergency/, within: '10s' });
    const day = screen.bed(name).locator('.spark');
    await day
      .getByText(/Last 24 hours: 4 NEWS2, from 0 to 9; 1 set incomplete, at least 2\./)
      .waitFor({ timeout: within });
    // Dark, with NEWS2 in its own colours, and every contrast as it has to be.
    const colours = await screen.page.evaluate(
      (bed) => {
        const score = document
          .querySelector(`#${CSS.escape(bed)}`)
          ?.closest('.tile')
          ?.querySelector('.score');
        return [document.documentElement.dataset['light'], score && getComputedStyle(score).backgroundColor];
      },
      (await screen.bed(name).getAttribute('aria-labelledby')) ?? '',
    );
    expect(colours).toEqual(['night', 'rgb(196, 22, 28)']);
    expect(await screen.barriers()).toEqual([]);
    await screen.page.goto(wardPath());
    expect(await screen.page.evaluate(() => document.documentElement.dataset['light'])).toBe('night');
  });
});

describe('a line that is cut', () => {
  it('leaves a person where they were; a wall says NOT LIVE across itself and comes back', async () => {
    const path = wardPath('', '?order=bed&pathway=frailty');
    const screen = await screenOf('hub-clinician', path, 'phone');
    await screen.isLive('20s');
    const { page, context } = screen;
    const wall = await context.newPage();
    await wall.setViewportSize({ width: 1920, height: 1080 });
    await wall.goto(wardPath('/wall'));
    await wall.locator('.wall__live').waitFor({ timeout: within });
    await page.bringToFront();

    const name = page.locator('.tile__name').last();
    await name.click();
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    const [scrolled, who] = [await page.evaluate(() => scrollY), await dialog.getByRole('heading').first().innerText()];
    expect(scrolled).toBeGreaterThan(0);

    // And at a third screen somebody is writing.
    const lastPatient = stack.demo.patients.findIndex((one) => who.includes(one.name));
    const note = await context.newPage();
    await note.goto(wardPath(`/patients/${await stayOf(lastPatient)}`, '?view=timeline'));
    await note.getByLabel('A note').fill('Rang, and nobody');
    await page.bringToFront();

    await context.setOffline(true);
    await page.locator('.live--off').waitFor({ timeout: 40_000 });
    await wall.getByRole('alert').filter({ hasText: 'NOT LIVE' }).waitFor({ timeout: within });
    await measured(lastPatient, 0, VERY_ILL);
    await context.setOffline(false);
    await screen.isLive('20s');
    // What happened meanwhile has come, to where each screen stood.
    await dialog
      .getByText(/^NEWS2 9 \(high\)/)
      .first()
      .waitFor({ timeout: within });
    await wall.getByRole('region', { name: 'Emergencies that nobody has accepted' }).waitFor({ timeout: within });
    await note.locator('.patient-head').filter({ hasText: 'NEWS2 9, band High' }).waitFor({ timeout: within });
    expect(await note.getByLabel('A note').inputValue()).toBe('Rang, and nobody');
    await wall.locator('.wall__live').waitFor({ timeout: 40_000 });

    expect(await dialog.getByRole('heading').first().innerText()).toBe(who);
    expect(await page.evaluate(() => scrollY)).toBe(scrolled);
    expect(new URL(page.url()).search).toBe('?order=bed&pathway=frailty');
    await page.keyboard.press('Escape');
    expect(await name.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it('a computer with a wrong clock is told so, and shows the ward’s time', async () => {
    const screen = await WardScreen.open(browser, stack);
    screens.push(screen);
    await screen.page.addInitScript(() => {
      const right = Date.now;
      Date.now = () => right() + 7.5 * 60_000;
    });
    await screen.signIn('hub-clinician', wardPath());
    await screen.isLive('20s');
    await screen.page.getByText(/This computer’s clock is 7 min ahead of the ward’s\./).waitFor({ timeout: within });
    const shown = await screen.page.locator('.live__clock').innerText();
    const inDorset = (at: number): string => new Date(at).toLocaleTimeString('en-GB', { timeZone: 'Europe/London' });
    const near = Array.from({ length: 61 }, (_, i) => inDorset(Date.now() + (i - 30) * 1_000));
    expect(near).toContain(shown);
  });
});

describe('a wall', () => {
  it('has no names on it unless it is asked to, and an emergency takes it', async () => {
    const screen = await screenOf('coordinator', wardPath('/wall'), 'wall');
    const { page } = screen;
    await page.locator('.wall__live').waitFor({ timeout: 40_000 });
    const name = await measured(7, 0, VERY_ILL);
    const stage = page.getByRole('region', { name: 'Emergencies that nobody has accepted' });
    await stage.getByText(`Bed ${patientOf(stack, 7).bed}`).waitFor({ timeout: within });
    expect(await page.locator('main').innerText()).not.toContain(name);
    expect(await page.locator('button, a, input').count()).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(1080);
    expect(await overflows(screen)).toBe(false);
    expect(await screen.barriers()).toEqual([]);
    // Everything that is to be read from five metres.
    const sizes = await page
      .locator('.staged__head, .staged__waits, .wall-bed__number, .wall-score__total, .wall__ward, .wall__live')
      .evaluateAll((read) => read.map((element) => Number.parseFloat(getComputedStyle(element).fontSize)));
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(52);

    await page.goto(wardPath('/wall', '?names=full'));
    await stage.getByText(name).waitFor({ timeout: within });
    await page.keyboard.press('Escape');
    await screen.isLive('20s');
  });
});

describe('a handover', () => {
  it('is made of the record, copied as text, printed on paper, and begins next time where it ended', async () => {
    const screen = await screenOf('hub-clinician', wardPath('/handover'));
    const { page, context } = screen;
    await screen.isLive('20s');
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: stack.url });
    const name = await measured(9, 0, VERY_ILL);
    const patient = page.getByRole('article', { name: new RegExp(name) });
    await patient.getByText(/^NEWS2 9 \(High\)/).waitFor({ timeout: within });
    await patient.getByText(/^Since /).waitFor({ timeout: within });
    expect(await screen.barriers()).toEqual([]);
    await page.getByRole('button', { name: 'Copy as text' }).click();
    await page.getByText('Copied.').waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toMatch(new RegExp(`Bed ${patientOf(stack, 9).bed}: ${name}[^]*S: NEWS2 9[^]*B: [^]*A: [^]*R: `));
    await page.emulateMedia({ media: 'print' });
    await page.getByText(/confidential waste/).waitFor();
    expect(await page.getByRole('button', { name: 'Print' }).isVisible()).toBe(false);
    await page.emulateMedia({ media: 'screen' });

    await page.goto(wardPath('/handover'));
    const since = page.getByLabel('Changes since');
    const now = (): string =>
      new Date().toLocaleString('sv-SE', { timeZone: 'Europe/London' }).replace(' ', 'T').slice(0, 16);
    await until(async () => Math.abs(Date.parse(await since.inputValue()) - Date.parse(now())) < 3 * 60_000, {
      within: '10s',
    });
  });
});

describe('a board round', () => {
  it('goes from patient to patient by keys alone, and keeps what was decided', async () => {
    const screen = await screenOf('lead', wardPath('/round'));
    const { page } = screen;
    const keys = page.keyboard;
    await screen.isLive('20s');
    expect(await screen.barriers()).toEqual([]);
    await page.getByRole('button', { name: 'Begin the round' }).press('Enter');
    await page.getByText('Patient 1 of').waitFor();
    const first = await page.getByRole('heading', { level: 2 }).innerText();
    await keys.press('Enter');
    await page.getByText('Choose a decision').waitFor();
    expect(await screen.barriers()).toEqual([]);
    await keys.press('5');
    await keys.press('n');
    await keys.type('Chest is worse.');
    await keys.press('Enter');
    await page.getByText('Patient 2 of').waitFor({ timeout: within });
    await page.getByText(/^1 of \d+ decided/).waitFor({ timeout: within });
    await keys.press('ArrowLeft');
    await page.getByText(/visit today\. Chest is worse\. \(this round\)/).waitFor({ timeout: within });
    await keys.press('ArrowRight');
    await page.reload();
    await page.getByText('Patient 2 of').waitFor({ timeout: within });
    await page.goto(`${page.url().replace(/&at=.*$/, '')}&at=end`);
    await page.getByRole('heading', { name: /patients have no decision yet/ }).waitFor({ timeout: within });
    await page.getByRole('listitem').filter({ hasText: first }).filter({ hasText: 'Chest is worse.' }).waitFor();
    expect(await screen.barriers()).toEqual([]);
    const kept = await stack.database.query<{ decision: string; note: string; by: string }>(
      `SELECT d.decision, d.note, acc.role AS by FROM round_decision d JOIN account acc ON acc.id = d.decided_by`,
    );
    expect(kept).toEqual([{ decision: 'visit', note: 'Chest is worse.', by: 'lead' }]);
  });
});

describe('a person with two wards', () => {
  it('sees everybody on one page, each with their ward, and each ward’s own liveness', async () => {
    await stack.database.query(`INSERT INTO ward (id, name, capacity) VALUES ('quay', 'Quay Ward', 5)`);
    await stack.database.query(`UPDATE account SET ward_ids = ward_ids || '{quay}' WHERE role = 'coordinator'`);
    const screen = await screenOf('coordinator', '/');
    const { page } = screen;
    await page.getByRole('link', { name: /^All wards/ }).click();
    const card = (ward: string) =>
      page.getByRole('list', { name: 'Wards' }).getByRole('listitem').filter({ hasText: ward });
    await card('Quay Ward').getByText('LIVE', { exact: true }).waitFor({ timeout: 40_000 });
    await card('Quay Ward').getByText('0 beds taken, 5 empty').waitFor();
    const patients = page.getByRole('list', { name: /^Patients of all wards/ }).getByRole('listitem');
    expect(await patients.count()).toBe(stack.demo.patients.length);
    const name = await measured(11, 0, VERY_ILL);
    await patients.filter({ hasText: name }).getByText('Emergency').waitFor({ timeout: within });
    expect(await screen.barriers()).toEqual([]);
    expect(await overflows(screen)).toBe(false);

    // What one ward is not any more says nothing of the other.
    await stack.database.query(
      `UPDATE account SET ward_ids = array_remove(ward_ids, 'quay') WHERE role = 'coordinator'`,
    );
    await card('Quay Ward')
      .getByText(/no longer one of yours|not one of yours/)
      .waitFor({ timeout: 40_000 });
    const [own] = stack.demo.wards;
    await card(own?.name ?? '')
      .getByText('LIVE', { exact: true })
      .waitFor();
    await page.getByRole('link', { name }).click();
    await page.getByRole('dialog').getByText(name).first().waitFor({ timeout: within });
  });
});

describe('words that somebody wrote', () => {
  /** Markup in every way that a browser might take it up, with the name of the field that it stands in. */
  const evil = (field: string): string => `<img src=x onerror="alert('${field}')"><script>alert(1)</script>`;
  const REFERRED = ['reason', 'referred-by', 'clinician', 'escalation', 'carer', 'gp'];
  const FOUND = /onerror="alert\('([a-z-]+)'\)/g;

  it('stay words on every page, and nothing in them runs', async () => {
    const name = await measured(2, 0, VERY_ILL);
    const ill = await stayOf(2);
    const [lead] = stack.demo.accounts.filter(({ role }) => role === 'lead');
    const cookie = await signedIn(stack, 'lead');
    const send = async (path: string, body: object): Promise<void> => {
      const answer = await fetch(new URL(`/api/${path}`, stack.url), {
        method: 'POST',
        headers: { cookie, origin: stack.url, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      expect([path, answer.ok]).toEqual([path, true]);
    };
    const alertOf = () =>
      stack.database.query<{ id: string }>(`SELECT id FROM alert WHERE admission_id = $1 ORDER BY raised_at LIMIT 1`, [
        ill,
      ]);
    await until(async () => (await alertOf()).length === 1, { within: '60s', what: `An alert of ${name}` });
    const [alert] = await alertOf();
    await send(`admissions/${ill}/notes`, { text: evil('note') });
    await send(`alerts/${alert?.id}/comments`, { text: evil('comment') });
    const [reason, referredBy, clinician, escalation, carer, gp] = REFERRED.map(evil) as [
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    await send(`wards/${wardOf(stack)}/referrals`, aReferral({ reason, referredBy, clinician, escalation, carer, gp }));
    const somebody = { nhsNumber: patientOf(stack, 5).nhsNumber, familyName: evil('stated-name') };
    expect((await post(stack, { ...aReadingSet(somebody.nhsNumber), patient: somebody })).status).toBe(201);
    // Where no route takes it: as an operator, a system beside ours or an older Homeward may have stored it.
    const { database } = stack;
    await database.query(`UPDATE patient SET given_name = $1`, [evil('given-name')]);
    await database.query(`UPDATE ward SET name = $1`, [evil('ward')]);
    await database.query(`UPDATE care_home SET name = $1`, [evil('home')]);
    await database.query(`UPDATE source SET name = $1 || name`, [evil('source')]);
    await database.query(`UPDATE account SET display_name = $1 WHERE username <> $2`, [
      evil('account'),
      lead?.username,
    ]);

    const found = new Set<string>();
    const ran: string[] = [];
    const walk = async (role: string, paths: readonly string[]): Promise<void> => {
      const screen = await screenOf(role, '/');
      const { page } = screen;
      page.on('dialog', (dialog) => {
        ran.push(`${role} ${page.url()}: ${dialog.message()}`);
        void dialog.dismiss();
      });
      await page.getByRole('button', { name: 'Sign out' }).waitFor({ timeout: within });
      for (const path of paths) {
        await page.goto(path);
        await page.waitForLoadState('networkidle');
        const words = await page.evaluate(() => {
          for (const details of document.querySelectorAll('details')) details.open = true;
          return document.body.innerText;
        });
        for (const [, field = ''] of words.matchAll(FOUND)) found.add(field);
        if ((await page.locator('img[src="x"]').count()) > 0) ran.push(`${role} ${path}: the words are markup`);
      }
    };
    const patient = wardPath(`/patients/${ill}`);
    const ward = [
      '',
      '/wall?names=full',
      '/handover',
      '/round',
      '/beds',
      '/step-down',
      '/wall-screens',
      '/alarm-burden',
      '/who-is-told',
      '/channels',
    ];
    await walk('lead', [
      ...ward.map((page) => wardPath(page)),
      ...['', '?view=alerts', '?view=plan', '?view=timeline'].map((view) => `${patient}${view}`),
      `${patient}/at-home`,
      '/all-wards',
      '/telephone',
      '/concerns',
      '/partner-codes',
      '/pilot',
      '/unmatched',
      '/round-sheets',
      '/carers',
      '/glass-reviews',
      '/sources',
      '/account/sign-in',
    ]);
    await walk('care-home', ['/', '/round-sheets', '/carers']);
    await walk('administrator', ['/accounts', '/sources', wardPath('/who-is-told')]);
    await walk('auditor', ['/audit', '/glass-reviews', '/retention']);
    expect(ran).toEqual([]);
    // Each of them was there to be taken up.
    const written = ['note', 'comment', 'stated-name', 'given-name', 'ward', 'home', 'source', 'account', ...REFERRED];
    expect(written.filter((field) => !found.has(field))).toEqual([]);
  });
});
