import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser, openStack, until, type TestStack } from '../harness/index.ts';
import { aReadingSet, patientOf, post, wardOf } from '../ward/people.ts';
import { WardScreen, type Size } from './ward-screen.ts';

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

async function screenOf(role: string, size?: Size, path?: string): Promise<WardScreen> {
  const screen = await WardScreen.open(browser, stack, size);
  screens.push(screen);
  await screen.signIn(role, path);
  return screen;
}

const send = async (patient: number, different: Parameters<typeof aReadingSet>[1] = {}): Promise<string> => {
  const { nhsNumber, name } = patientOf(stack, patient);
  const answer = await post(stack, aReadingSet(nhsNumber, different));
  expect(answer.status).toBe(201);
  return name;
};

/** A button that has just come takes no press for half a second: it may have been meant for its predecessor. */
const NEW_BUTTON_MS = 600;

/** How long a line is away: as long as a router takes to start again, where there is time for it. */
const OUTAGE_MS = process.env['CI'] === 'true' ? 180_000 : 5_000;

/** NEWS2 9: an emergency. */
const VERY_ILL = { respiration: 26, spo2: 92, onOxygen: true, oxygenFlow: 2, pulse: 112 };
/** NEWS2 5: urgent. */
const ILL = { respiration: 22, pulse: 114, temperature: 38.4 };

/** How often the audit trail says that somebody saw a board, however they came by it. */
async function boardsTold(): Promise<number> {
  const rows = await stack.database.query<{ act: string }>(`SELECT content::jsonb->>'act' AS act FROM audit_entry`);
  return rows.filter(({ act }) => act === 'viewed-board' || act === 'began-watching-board').length;
}

describe('signing in', () => {
  it('leads straight to the board of the only ward, live', async () => {
    const screen = await screenOf('hub-clinician');
    await screen.isLive('10s');
    expect(new URL(screen.page.url()).pathname).toBe(`/wards/${wardOf(stack)}`);
    expect(await screen.page.locator('.beds > li').count()).toBe(20);
  });

  it('and a board opened by its address is told to the audit trail once', async () => {
    const screen = await screenOf('lead');
    await screen.isLive('10s');
    const before = await boardsTold();
    await screen.page.reload();
    await screen.isLive('10s');
    expect(await screen.page.locator('.beds > li').count()).toBe(20);
    expect(await boardsTold()).toBe(before + 1);
  });

  it('says what is missing and what is wrong, and never which of the two', async () => {
    const screen = await WardScreen.open(browser, stack);
    screens.push(screen);
    await screen.page.goto('/');
    await screen.page.getByRole('button', { name: 'Sign in' }).click();
    await screen.page.getByRole('alert').filter({ hasText: 'Enter your password' }).waitFor();
    expect(await screen.barriers()).toEqual([]);

    await screen.page.getByLabel('Username').fill('nobody');
    await screen.page.getByLabel('Password', { exact: true }).fill('wrong');
    await screen.page.getByRole('button', { name: 'Sign in' }).click();
    await screen.page.getByRole('alert').filter({ hasText: 'The username or the password is not right' }).waitFor();
  });

  it('is asked for again, with a sentence, when the session ends while the board is open', async () => {
    const screen = await screenOf('lead');
    await screen.isLive('10s');
    await stack.database.query('DELETE FROM session');
    await stack.hub.kill();
    await stack.hub.start();
    await screen.page.getByText('Your session has ended').waitFor({ timeout: 40_000 });
    const address = screen.page.url();
    await screen.signIn('lead', address);
    await screen.isLive('10s');
  });
});

describe('a reading goes in', () => {
  it('and the tile moves, to the front when it is the worst', async () => {
    const screen = await screenOf('hub-clinician');
    await screen.isLive('10s');
    const name = await send(4, VERY_ILL);
    await screen.shows(name, { news2: 9, band: 'High', says: /respiration 26/, within: '5s' });
    await until(async () => (await screen.order())[0] === name, { within: '5s', what: 'The worst at the front' });
    expect(await screen.page.title()).toMatch(/^\(1\) emergency not accepted/);
    expect(await screen.page.locator('[role=alert]').allTextContents()).toContainEqual(
      expect.stringContaining(`New emergency: bed ${patientOf(stack, 4).bed}, ${name}`),
    );
  });

  it('and an incomplete set stands beside the last NEWS2, never in its place', async () => {
    const screen = await screenOf('hub-clinician');
    await screen.isLive('10s');
    const hourAgo = new Date(Date.now() - 3_600_000).toISOString();
    const name = await send(5, { effectiveAt: hourAgo, temperature: 38.4 });
    await screen.shows(name, { news2: 1, within: '2s' });
    await send(5, { respiration: 22, systolic: null, diastolic: null, temperature: null });
    await screen.shows(name, { news2: 1, says: /Incomplete: 5 of 7, at least 2/, within: '2s' });
  });
});

describe('two clinicians', () => {
  it('see who has an alert, and the second is told who was quicker', async () => {
    const [first, second] = await Promise.all([screenOf('hub-clinician'), screenOf('lead')]);
    await Promise.all([first.isLive('10s'), second.isLive('10s')]);
    const name = await send(6, ILL);
    const accept = (screen: WardScreen) => screen.bed(name).getByRole('button', { name: /^Accept/ });
    await Promise.all([accept(first).waitFor(), accept(second).waitFor()]);
    await first.page.waitForTimeout(NEW_BUTTON_MS);
    // The second presses at the same moment, on a slower line.
    const quicker = first.page.waitForResponse(/acceptance$/);
    await second.page.route(/acceptance$/, async (route) => {
      await quicker;
      await route.continue();
    });

    await accept(second).click();
    await accept(first).click();

    const told = second.bed(name).getByRole('alert');
    await told.waitFor({ timeout: 40_000 });
    expect(await told.innerText()).toMatch(/^Not accepted\. .* has accepted this alert since you looked\./);
    await second.bed(name).getByRole('button', { name }).first().click();
    await second.page
      .getByRole('dialog')
      .locator('.alert__who')
      .getByText(/ has it \(\d\d:\d\d\)/)
      .waitFor();
  });

  it('close alerts with an outcome, and they leave every board', async () => {
    const [first, second] = await Promise.all([screenOf('hub-clinician'), screenOf('lead')]);
    await Promise.all([first.isLive('10s'), second.isLive('10s')]);
    const name = await send(12, ILL);
    await first.bed(name).locator('.alert').waitFor();
    await first.bed(name).getByRole('button', { name }).first().click();
    const dialog = first.page.getByRole('dialog');
    await dialog.getByRole('button', { name: /^Resolve this alert/ }).click();
    const finish = dialog.getByRole('button', { name: /^Resolve (alert|\d alerts)$/ });
    await finish.click();
    await dialog.getByText('Choose how it ended').waitFor();
    expect(await first.barriers()).toEqual([]);
    await dialog.getByLabel('How did it end?').selectOption('advice');
    await dialog.getByLabel('Note (optional)').fill('Spoke to his daughter.');
    await finish.click();
    await dialog.getByText('No open alerts').waitFor();
    await until(async () => (await second.bed(name).locator('.alert').count()) === 0, { within: '3s' });
  });

  it('a coordinator sees alerts, without the buttons', async () => {
    const screen = await screenOf('coordinator');
    await screen.isLive('10s');
    const name = await send(8, ILL);
    await screen.shows(name, { says: /Not accepted/, within: '2s' });
    expect(await screen.page.getByRole('button', { name: /^(Accept|Resolve)/ }).count()).toBe(0);
  });
});

describe('the sound of an emergency', () => {
  /** Every tone that a page of this browser begins is counted. */
  const counting = (): void => {
    // oxlint-disable-next-line typescript/unbound-method -- it is called with its own `this`
    const { start } = AudioScheduledSourceNode.prototype;
    AudioScheduledSourceNode.prototype.start = function counted(when) {
      localStorage.setItem('tones', String(Number(localStorage.getItem('tones')) + 1));
      start.call(this, when);
    };
  };

  it('comes from one tab however many are open, on whatever page; paused on one, it is on the other', async () => {
    const screen = await screenOf('hub-clinician');
    await screen.isLive('10s');
    const { page, context } = screen;
    await context.addInitScript(counting);
    await page.reload();
    const patient = await context.newPage();
    const [stay] = await stack.database.query<{ id: string }>(
      `SELECT a.id FROM admission a JOIN patient p ON p.id = a.patient_id WHERE p.nhs_number = $1`,
      [patientOf(stack, 12).nhsNumber.replaceAll(' ', '')],
    );
    await patient.goto(`/wards/${wardOf(stack)}/patients/${stay?.id}`);
    const tabs = [page, patient];
    for (const tab of tabs) {
      await tab.bringToFront();
      // The first thing that a person does lets the browser make a sound.
      await tab.getByRole('heading', { level: 1 }).click();
      await tab.getByRole('button', { name: /^Sound on/ }).waitFor();
    }
    const tones = async (): Promise<number> => {
      for (const tab of tabs) await tab.evaluate(() => navigator.locks.request('homeward:sounded', () => undefined));
      return page.evaluate(() => Number(localStorage.getItem('tones')));
    };

    const before = await tones();
    const name = await send(11, VERY_ILL);
    for (const tab of tabs) {
      await tab.bringToFront();
      await tab.getByRole('alert').filter({ hasText: name }).first().waitFor({ state: 'attached' });
    }
    await until(async () => (await tones()) > before, { within: '60s', what: 'The sound of an emergency' });
    // A sound has four tones.
    expect((await tones()) - before).toBe(4);

    await page.keyboard.press('s');
    await patient.getByRole('button', { name: /Sound is paused: turn it on/ }).waitFor();
    await patient.bringToFront();
    await patient.keyboard.press('s');
    await page.getByRole('button', { name: /^Sound on/ }).waitFor();
  });
});

describe('when the hub dies', () => {
  it('the board says NOT LIVE within 10 s, recovers by itself, and has missed nothing', async () => {
    const screen = await screenOf('hub-clinician');
    await screen.isLive('10s');
    const before = await screen.page.locator('.beds > li').count();

    const died = performance.now();
    await stack.hub.kill();
    const banner = await screen.saysNotLive('10s');
    expect(performance.now() - died).toBeLessThan(10_000);
    expect(banner).toMatch(/Last heard from the ward at \d\d:\d\d:\d\d/);
    expect(await screen.page.title()).toMatch(/^NOT LIVE/);
    expect(await screen.page.locator('.beds > li').count()).toBe(before);
    expect(await screen.barriers()).toEqual([]);

    const name = await send(9, VERY_ILL);
    await stack.hub.start();
    await screen.isLive('15s');
    await screen.shows(name, { news2: 9, within: '2s' });
  });

  it(
    'a line that is cut without a word is found out as well, and the place on the board is kept over three minutes of it',
    async () => {
      const screen = await screenOf('hub-clinician');
      await screen.isLive('10s');
      await screen.page.locator('.tile__name').last().focus();
      const place = () =>
        screen.page.evaluate(() => ({ scrolled: scrollY, focused: document.activeElement?.outerHTML }));
      const before = await place();
      await screen.context.setOffline(true);
      await screen.saysNotLive('10s');
      const first = await send(10, ILL);
      await pause(OUTAGE_MS);
      const second = await send(12, ILL);
      await screen.saysNotLive('1s');
      await screen.context.setOffline(false);
      await screen.isLive('15s');
      await screen.shows(first, { news2: 5, within: '2s' });
      await screen.shows(second, { news2: 5, within: '2s' });
      const after = await place();
      expect(after.focused).toBe(before.focused);
      // A line more or less on a tile above moves the page, and what was looked at stays where it was seen.
      expect(Math.abs(after.scrolled - before.scrolled)).toBeLessThan(50);
    },
    OUTAGE_MS + 60_000,
  );
});

describe('a care home', () => {
  it('sees its own residents, as of when, and no one else', async () => {
    const screen = await screenOf('care-home');
    await screen.page.getByText(/^As of/).waitFor();
    const names = await screen.page.locator('.resident__name').allTextContents();
    expect(names.length).toBeGreaterThan(0);
    expect(names.length).toBeLessThan(stack.demo.patients.length);
    expect(await screen.barriers()).toEqual([]);
  });
});

describe('every size', () => {
  it.each(['wall', 'desk', 'phone'] as const)('%s: no barrier, nothing cut off sideways', async (size) => {
    const screen = await screenOf('hub-clinician', size);
    await screen.isLive('10s');
    expect(await screen.barriers()).toEqual([]);
    const [width, height] = await screen.page.evaluate(() => {
      const { scrollWidth, scrollHeight } = document.documentElement;
      return [scrollWidth, scrollHeight];
    });
    expect(width).toBeLessThanOrEqual(screen.page.viewportSize()?.width ?? 0);
    if (size === 'wall') expect(height).toBeLessThanOrEqual(1080);
  });

  it('small targets are large enough for a finger', async () => {
    const screen = await screenOf('hub-clinician', 'phone');
    await screen.isLive('10s');
    const small = await screen.page.locator('button, a, select, input').evaluateAll((targets) =>
      targets
        .filter((target) => target.checkVisibility() && !target.classList.contains('nhsuk-skip-link'))
        .map((target) => ({ text: target.textContent, ...target.getBoundingClientRect().toJSON() }))
        .filter(({ width, height }) => width < 24 || height < 24),
    );
    expect(small).toEqual([]);
  });
});
