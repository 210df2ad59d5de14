import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser, openStack, until, type TestStack } from '../harness/index.ts';
import { aReadingSet, patientOf, post, wardOf } from '../ward/people.ts';
import { WardScreen } from './ward-screen.ts';

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

/** Stands far down the board. */
const PATIENT = 17;
const measured = async (hoursAgo: number, different: Parameters<typeof aReadingSet>[1] = {}): Promise<void> => {
  const effectiveAt = new Date(Date.now() - hoursAgo * 3_600_000).toISOString();
  const answer = await post(stack, aReadingSet(patientOf(stack, PATIENT).nhsNumber, { effectiveAt, ...different }));
  expect(answer.status).toBe(201);
};

const MEASURED_ALL_NIGHT = 6;
/** 700 readings a minute apart, about the middle of the last fourteen days. */
const EVERY_MINUTE_OF_A_NIGHT = `
  INSERT INTO observation (id, received_at, effective_at, source_id, source_ref, patient_id, admission_id, respiration, spo2, on_oxygen,
    systolic, pulse, consciousness, temperature)
  SELECT gen_random_uuid(), at, at, 1, 'minute ' || n, a.patient_id, a.id, 16, 97 - n % 4, false, 120, 70 + n % 9, 'A', 36.8
  FROM generate_series(0, 699) AS n
  CROSS JOIN LATERAL (SELECT now() - interval '7 days' + (n - 350) * interval '1 minute' AS at) AS measured
  JOIN patient p ON p.nhs_number = $1 JOIN admission a ON a.patient_id = p.id AND a.status = 'active'`;

describe('a patient’s page', () => {
  it('is opened and left by keys alone, shows the chart, and goes on with a new reading where the reader is', async () => {
    const { name } = patientOf(stack, PATIENT);
    await measured(9);
    await measured(5, { respiration: 22, answers: { breathlessWorse: true, chestPain: false } });
    await measured(1, { systolic: null });
    const screen = await WardScreen.open(browser, stack, 'desk');
    screens.push(screen);
    // By bed: nothing that comes in moves the beds.
    await screen.signIn('hub-clinician', `/wards/${wardOf(stack)}?order=bed`);
    await screen.isLive('10s');
    const { page } = screen;
    // A low window, in which the board is longer than what is seen.
    await page.setViewportSize({ width: 1366, height: 480 });
    const board = page.url();
    const tile = page.getByRole('button', { name, exact: true });
    await tile.evaluate((button) => {
      window.scrollTo(0, 120);
      button.focus({ preventScroll: true });
    });
    const scrolled = await page.evaluate(() => window.scrollY);
    expect(scrolled).toBeGreaterThan(0);
    await page.keyboard.press('o');

    await page.getByRole('heading', { level: 1, name }).waitFor();
    const chart = page.getByRole('region', { name: 'NEWS2 observation chart' });
    const columns = chart.getByRole('button', { name: /^\d\d:\d\d on / });
    await columns.filter({ hasText: /NEWS2 2, Low; respirations 22 scores 2/ }).waitFor();
    await columns.filter({ hasText: 'incomplete: 6 of 7, between 0 and 3, no NEWS2' }).waitFor();
    await page.getByText('More breathless than usual? Yes').waitFor();
    await page.locator('.vitals__plot canvas').first().waitFor();
    expect(await screen.barriers()).toEqual([]);

    await page.keyboard.press('?');
    const keys = page.getByRole('dialog', { name: 'Keys' });
    await keys.getByText('Zoom in, zoom out').waitFor();
    await page.keyboard.press('Escape');
    await keys.waitFor({ state: 'detached' });

    // A part of the time, and the column before the newest.
    await page.getByRole('button', { name: 'Zoom in' }).focus();
    await page.keyboard.press('+');
    const span = page.locator('.vitals__span').filter({ hasText: / to / });
    const zoomed = await span.innerText();
    const before = await columns.count();
    await columns.last().focus();
    await page.keyboard.press('ArrowLeft');
    const reader = await page.locator(':focus').textContent();
    expect(reader).toMatch(/NEWS2 2, Low/);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 3, name: /NEWS2 2, Low/ }).waitFor();

    await measured(0, { spo2: 90 });
    await columns.filter({ hasText: /NEWS2 3, Low-medium; .*spo2 scale 1 90 scores 3/ }).waitFor({ timeout: 40_000 });
    await page.locator('.patient-head').filter({ hasText: 'NEWS2 3, band Low-medium' }).waitFor();
    expect(await columns.count()).toBe(before + 1);
    expect(await span.innerText()).toBe(zoomed);
    expect(await page.locator(':focus').textContent()).toBe(reader);
    await page.getByRole('heading', { level: 3, name: /NEWS2 2, Low/ }).waitFor();

    await page.keyboard.press('Escape');
    await page.getByRole('heading', { level: 3, name: /NEWS2 2, Low/ }).waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await tile.waitFor();
    expect(page.url()).toBe(board);
    await until(() => tile.evaluate((button) => button === document.activeElement), { within: '5s' });
    expect(await page.evaluate(() => window.scrollY)).toBe(scrolled);
  });

  it('shows more of fourteen days of very many readings where they are zoomed into, by keys and by the pointer', async () => {
    const { name } = patientOf(stack, MEASURED_ALL_NIGHT);
    await stack.database.query(EVERY_MINUTE_OF_A_NIGHT, [patientOf(stack, MEASURED_ALL_NIGHT).nhsNumber]);
    const screen = await WardScreen.open(browser, stack, 'desk');
    screens.push(screen);
    const { page } = screen;
    await screen.signIn('hub-clinician', `/wards/${wardOf(stack)}`);
    await page.getByRole('button', { name, exact: true }).focus();
    await page.keyboard.press('o');
    await page.getByText('700 readings are too many to show').waitFor();
    const vitals = page.getByRole('region', { name: 'Vitals' });
    await vitals.locator('.vitals__plot canvas').first().waitFor();
    await vitals.getByText('The vitals as a table').click();
    const rows = vitals.locator('tbody tr');
    const thinned = await rows.count();

    // They lie in the middle of the fourteen days.
    await vitals.getByRole('button', { name: 'Zoom in' }).focus();
    for (let i = 0; i < 5; i++) await page.keyboard.press('+');
    const span = vitals.locator('.vitals__span');
    await span.filter({ hasText: 'the lowest and the highest of every 30 min' }).waitFor();
    const closer = await rows.count();
    expect(closer).toBeGreaterThan(thinned);
    for (let i = 0; i < 2; i++) await page.keyboard.press('+');
    await span.filter({ hasText: 'every reading' }).waitFor();
    expect(await rows.count()).toBeGreaterThan(closer);
    const seen = await span.innerText();
    await page.keyboard.press('ArrowLeft');
    await span.filter({ hasText: 'every reading' }).waitFor();
    expect(await span.innerText()).not.toBe(seen);
    await page.keyboard.press('0');
    await span.filter({ hasText: 'Drag across' }).waitFor();
    expect(await rows.count()).toBe(thinned);

    const plot = vitals.locator('.u-over').first();
    const { x, y, width, height } = (await plot.boundingBox())!;
    await page.mouse.move(x + width * 0.48, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width * 0.52, y + height / 2, { steps: 4 });
    await page.mouse.up();
    await span.filter({ hasText: 'the lowest and the highest of every' }).waitFor();
    await plot.dblclick();
    await span.filter({ hasText: 'Drag across' }).waitFor();
  });
});
