import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, openStack, type TestStack } from '../harness/index.ts';
import { boardOf, signedIn, wardOf } from '../ward/people.ts';
import { WardScreen } from './ward-screen.ts';

let stack: TestStack;
let browser: Browser;
let path: string;
let name: string;
const screens: WardScreen[] = [];

beforeAll(async () => {
  [stack, browser] = await Promise.all([openStack(), openBrowser()]);
  // A second coordinator, who signs in as the first does.
  await stack.database.query(
    `INSERT INTO account (id, username, display_name, role, password_hash, ward_ids)
     SELECT gen_random_uuid(), 'second', 'Asha Second', role, password_hash, ward_ids FROM account WHERE role = 'coordinator' LIMIT 1`,
  );
  const { tiles } = await boardOf(stack, await signedIn(stack, 'hub-clinician'));
  const [tile] = tiles;
  name = tile!.patient.name;
  path = `/wards/${wardOf(stack)}/patients/${tile!.admissionId}`;
});

afterEach(async () => {
  const complaints = screens.flatMap((screen) => screen.complaints);
  await Promise.all(screens.splice(0).map((screen) => screen.close()));
  expect(complaints).toEqual([]);
});

async function screenOf(username: string | null, address: string): Promise<WardScreen> {
  const screen = await WardScreen.open(browser, stack);
  screens.push(screen);
  const account = stack.demo.accounts.find(({ role }) => role === 'coordinator')!;
  await screen.page.goto(address);
  await screen.page.getByLabel('Username').fill(username ?? account.username);
  await screen.page.getByLabel('Password', { exact: true }).fill(account.password);
  await screen.page.getByRole('button', { name: 'Sign in' }).click();
  return screen;
}

/** Reaches a button and presses it with keys alone. */
async function press(page: Page, button: string | RegExp): Promise<void> {
  const found = page.getByRole('button', { name: button });
  await found.waitFor();
  await found.focus();
  await page.keyboard.press('Enter');
}

describe('the people around a stay', () => {
  it('are written down by two coordinators at once: the second sees what the first changed, and loses nothing', async () => {
    const [first, second] = await Promise.all([
      screenOf(null, `${path}?view=people`),
      screenOf('second', `${path}?view=people`),
    ]);
    // The form opens on its first field: it is typed without reaching for it.
    await press(first.page, 'Add a task');
    await first.page.getByRole('form', { name: 'New task' }).waitFor();
    await first.page.keyboard.type('Ring the pharmacy');
    await first.page.keyboard.press('Enter');
    await first.page.getByText('Ring the pharmacy', { exact: true }).waitFor();
    expect(await first.barriers()).toEqual([]);

    // The other's page hears of it by itself.
    await second.page.getByText('Ring the pharmacy', { exact: true }).waitFor();
    await press(second.page, /Change the task: Ring the pharmacy/);
    const mine = second.page.getByRole('form', { name: 'Change task' });
    await mine.getByLabel(/^What came of it/).fill('They deliver today.');
    await mine.getByLabel('State').selectOption('Done');

    await press(first.page, /Change the task: Ring the pharmacy/);
    const theirs = first.page.getByRole('form', { name: 'Change task' });
    await theirs.getByLabel(/^Who does it/).selectOption('Asha Second');
    await theirs.getByRole('button', { name: 'Save' }).press('Enter');
    await first.page.getByText('Asha Second', { exact: false }).first().waitFor();

    const meanwhile = second.page.getByRole('alert').filter({ hasText: 'changed this at' });
    await meanwhile.getByRole('row', { name: /Who does it nothing Asha Second nothing/ }).waitFor();
    expect(await second.barriers()).toEqual([]);
    // Nothing is sent over what was not looked at.
    await mine.getByRole('button', { name: 'Save' }).press('Enter');
    await mine.getByRole('button', { name: 'Save mine over it' }).waitFor();
    await meanwhile.getByRole('button', { name: /Use theirs/ }).press('Enter');
    await mine.getByRole('button', { name: 'Save mine over it' }).press('Enter');
    await mine.waitFor({ state: 'detached' });
    const [kept] = await stack.database.query<{ content: object; version: number }>(
      `SELECT e.content, e.version FROM care_entry e WHERE e.kind = 'task'`,
    );
    expect(kept).toMatchObject({ version: 3, content: { outcome: 'They deliver today.', state: 'done' } });
    expect((kept!.content as { ownerId: string | null }).ownerId).not.toBeNull();
    await first.page.getByText('1 before: task').waitFor();
  });

  it('have their tasks in a list of the ward, and the carer’s break stands on the board while it lasts', async () => {
    const screen = await screenOf('second', `${path}?view=people`);
    const { page } = screen;
    await press(page, 'Add a carer’s break');
    const form = page.getByRole('form', { name: 'New carer’s break' });
    await form.getByLabel('Who is away').fill('Ann Marlowe');
    await form.getByLabel('From').fill('2020-01-01T09:00');
    await form.getByLabel('Until').fill('2019-01-01T09:00');
    await form.getByLabel('Who covers').fill('Her brother Tom');
    await form.getByRole('button', { name: 'Save' }).press('Enter');
    await form.getByRole('alert').getByText(/until/).waitFor();
    await form.getByLabel('Until').fill('2090-01-01T09:00');
    await form.getByRole('button', { name: 'Save' }).press('Enter');
    await page.getByText('Carer away').first().waitFor();
    await press(page, 'Add a task');
    await page.getByRole('form', { name: 'New task' }).getByLabel(/^Task/).fill('Order a frame');
    await page
      .getByRole('form', { name: 'New task' })
      .getByLabel(/^Who does it/)
      .selectOption('Asha Second');
    await page.getByRole('form', { name: 'New task' }).getByLabel(/^Due/).fill('2020-01-01T09:00');
    await page.keyboard.press('Enter');
    await page.getByText(/Overdue by/).waitFor();

    await page.goto(`/wards/${wardOf(stack)}/tasks`);
    await press(page, /Mine \(1\)/);
    await page.getByText('1 is overdue.').waitFor();
    expect(await screen.barriers()).toEqual([]);
    await page.getByRole('link', { name }).press('Enter');
    await page.getByText('Order a frame', { exact: true }).waitFor();

    await page.goto(`/wards/${wardOf(stack)}`);
    await screen
      .bed(name)
      .filter({ hasText: /Carer away.*Ann Marlowe.*Her brother Tom covers/s })
      .waitFor();
  });

  it('stand in the stay’s days, which are gone through with the arrow keys', async () => {
    await stack.database.query(`UPDATE admission SET admitted_at = now() - interval '3 days'`);
    const screen = await screenOf(null, `${path}/days`);
    const { page } = screen;
    await page.getByText('Task: Order a frame', { exact: false }).waitFor();
    expect(await screen.barriers()).toEqual([]);
    const today = await page.getByLabel('Day', { exact: true }).inputValue();
    await page.keyboard.press('ArrowLeft');
    await page.getByText('the end of the day', { exact: false }).waitFor();
    await page.getByText('Task: Order a frame').waitFor({ state: 'detached' });
    expect((await page.getByLabel('Day', { exact: true }).inputValue()) < today).toBe(true);
    await page.keyboard.press('Home');
    await page.getByText('Admitted', { exact: false }).first().waitFor();
    await page.keyboard.press('End');
    await page.getByText('Task: Order a frame', { exact: false }).waitFor();
    await page.keyboard.press('Escape');
    await page.waitForURL((url) => url.pathname === path);
  });
});
