import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser, openStack, type TestStack } from '../harness/index.ts';
import { WardScreen, type Size } from './ward-screen.ts';

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

async function screenOf(role: string, path: string, size?: Size): Promise<WardScreen> {
  const screen = await WardScreen.open(browser, stack, size);
  screens.push(screen);
  await screen.signIn(role, path);
  return screen;
}

/** Nothing is wider than the screen: what is, scrolls by itself. */
const isNoWiderThanTheScreen = (screen: WardScreen): Promise<boolean> =>
  screen.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);

describe('readings by telephone', () => {
  it('are written down by keyboard alone: who, what is happening, the readings; read back, said what to do, stored', async () => {
    const screen = await screenOf('coordinator', '/telephone');
    const { page } = screen;
    const keys = page.keyboard;
    const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.id ?? '');
    await page.getByLabel('Who is it about?').waitFor();
    await keys.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'Type a part of the name' }).waitFor();
    expect(await screen.barriers()).toEqual([]);
    await keys.type('portis');
    await page.getByText('One person fits.').waitFor();
    await keys.press('Enter');
    await page.getByRole('heading', { name: /Hyacinth Portisham.*born 19 August 1944, NHS 999 047 0065/ }).waitFor();
    await keys.press('Tab');
    await keys.press('Space');
    await page.getByLabel('Breaths').focus();
    await keys.type('2690');
    await keys.press('a');
    await keys.type('9560120');
    await keys.press('a');
    expect(await focused()).toBe('telephone-temperature');
    await page.getByText(/NEWS2 so far: at least 10\. Missing: temperature/).waitFor();
    await keys.type('38,5');
    await page
      .getByRole('alert')
      .filter({ hasText: /EMERGENCY: say now.*Call 999 now, and then stay by the phone/s })
      .waitFor();
    await page.getByText('26 breaths a minute; oxygen level 90 percent; on air; blood pressure 95 over 60;').waitFor();
    await keys.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'Read it back to the caller' }).waitFor();
    expect(await screen.barriers()).toEqual([]);
    expect(await isNoWiderThanTheScreen(screen)).toBe(true);
    await page.getByLabel('I read this back, and it is right').press('Space');
    await keys.press('Enter');
    await page.getByText(/Stored at .*, as taken on the telephone by you/).waitFor();
    expect(await screen.barriers()).toEqual([]);
    await page.getByRole('button', { name: 'Next call' }).press('Enter');
    await page.getByLabel('Who is it about?').waitFor();
    expect(
      await stack.database.query(
        `SELECT respiration, temperature, details -> 'answers' AS answers, details ->> 'method' AS method, details ->> 'note' AS note
         FROM observation WHERE respiration = 26`,
      ),
    ).toEqual([
      // What was not asked is not a no.
      { respiration: 26, temperature: 38.5, answers: null, method: 'telephone', note: 'Read out by the patient.' },
    ]);
  }, 300_000);
});
