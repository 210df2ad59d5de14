import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, openStack, type TestStack } from '../harness/index.ts';
import { aReadingSet, boardOf, patientOf, post, signedIn, wardOf } from '../ward/people.ts';
import { everythingIsEvaluated } from '../ward/promises.ts';
import { WardScreen } from './ward-screen.ts';

let stack: TestStack;
let browser: Browser;
let path: string;
const screens: WardScreen[] = [];

beforeAll(async () => {
  [stack, browser] = await Promise.all([openStack(), openBrowser()]);
  const { nhsNumber } = patientOf(stack, 0);
  await post(stack, aReadingSet(nhsNumber, { respiration: 26, spo2: 90, pulse: 115 }));
  await everythingIsEvaluated(stack, '20s');
  const { tiles } = await boardOf(stack, await signedIn(stack, 'hub-clinician'));
  const { admissionId } = tiles.find(({ patient }) => patient.nhsNumber === nhsNumber)!;
  path = `/wards/${wardOf(stack)}/patients/${admissionId}`;
});

afterEach(async () => {
  const complaints = screens.flatMap((screen) => screen.complaints);
  await Promise.all(screens.splice(0).map((screen) => screen.close()));
  expect(complaints).toEqual([]);
});

async function screenOf(role: string, view: string): Promise<WardScreen> {
  const screen = await WardScreen.open(browser, stack);
  screens.push(screen);
  await screen.signIn(role, `${path}?view=${view}`);
  return screen;
}

const change = async (page: Page): Promise<void> => page.getByRole('button', { name: 'Change the plan' }).click();
const usual = (page: Page, vital: string) =>
  page.getByRole('group', { name: 'Usual for this person when well' }).getByLabel(vital);
const save = (page: Page) => page.getByRole('button', { name: /in force/ }).click();

describe('the plan of a patient', () => {
  it('is changed by two clinicians at once: the second sees what the first changed, and loses nothing', async () => {
    const [first, second] = await Promise.all([screenOf('hub-clinician', 'plan'), screenOf('lead', 'plan')]);
    await Promise.all([change(first.page), change(second.page)]);
    await usual(second.page, 'Pulse').fill('66');
    await usual(second.page, 'Temperature').fill('36.1');
    await second.page.getByLabel('Reason for the change').fill('What the GP has written');
    expect(await second.barriers()).toEqual([]);

    await usual(first.page, 'Pulse').fill('68');
    await first.page.getByLabel(/^What is to be done/).fill('Hospital if worse.');
    await save(first.page);
    await first.page.getByRole('alert').filter({ hasText: 'Give the reason' }).waitFor();
    await first.page.getByLabel('Reason for the change').fill('Spoke with the daughter');
    await save(first.page);
    await first.page.getByText('The plan is in force.').waitFor();
    await first.page.getByText(/Spoke with the daughter$/).waitFor();

    await save(second.page);
    const meanwhile = second.page.getByRole('alert').filter({ hasText: 'This changed while you were writing' });
    await meanwhile.getByText(/Spoke with the daughter/).waitFor();
    await meanwhile.getByRole('row', { name: /Usual pulse .* 68 .min 66 .min/ }).waitFor();
    await meanwhile.getByRole('row', { name: /Escalation plan .* Hospital if worse\. as theirs/ }).waitFor();
    expect(await usual(second.page, 'Temperature').inputValue()).toBe('36.1');
    expect(await second.barriers()).toEqual([]);
    await meanwhile.getByRole('button', { name: 'Use theirs for Usual pulse' }).click();
    expect(await usual(second.page, 'Pulse').inputValue()).toBe('68');
    await save(second.page);
    await second.page.getByText('The plan is in force.').waitFor();
    await second.page.getByText(/What the GP has written$/).waitFor();
    const [file] = await Promise.all([
      second.page.waitForEvent('download'),
      second.page.getByRole('link', { name: 'Summary as a PDF' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('summary-of-stay.pdf');
    expect((await readFile(await file.path())).subarray(0, 8).toString('latin1')).toBe('%PDF-1.7');
    // The other's page hears of it by itself.
    await first.page.getByText(/What the GP has written$/).waitFor();
  });

  it('names the bound of what is outside one; a scale is ordered by who may and is confirmed', async () => {
    const screen = await screenOf('lead', 'plan');
    const { page } = screen;
    const template = page.getByRole('region', { name: 'Template of the pathway' });
    await template.waitFor();
    await change(page);
    await template.getByRole('button', { name: /^Take its times/ }).click();
    expect(await page.getByLabel('Times of day, on the ward’s clocks').inputValue()).toMatch(/^\d\d:\d\d, /);
    await page.getByLabel(/points above usual, routine/).fill('9');
    await page.getByLabel('Reason for the change').fill('A try');
    await save(page);
    await page.getByRole('alert').filter({ hasText: 'above its hard bound of 4' }).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Order a SpO2 scale' }).click();
    await page.getByLabel('Who decided').fill('Dr Ines Wareham');
    await page.getByLabel('In which role').fill('respiratory consultant');
    await page.getByLabel('Reason').fill('Blood gas of this morning');
    await page.getByRole('button', { name: 'Order scale 2' }).click();
    await page
      .getByRole('alert')
      .filter({ hasText: 'Confirm that hypercapnic respiratory failure is documented' })
      .waitFor();
    await page.getByLabel(/^Hypercapnic respiratory failure is confirmed/).check();
    expect(await screen.barriers()).toEqual([]);
    await page.getByRole('button', { name: 'Order scale 2' }).click();
    await page.getByText('Scale 2 is in force.').waitFor();
    expect(await screen.barriers()).toEqual([]);

    const coordinator = await screenOf('coordinator', 'plan');
    await coordinator.page.getByRole('heading', { name: 'Thresholds' }).waitFor();
    expect(await coordinator.page.getByRole('button', { name: 'Change the plan' }).count()).toBe(0);
  });
});

describe('what happened to a patient', () => {
  it('is written, put right and told in one list, of the kinds in the address', async () => {
    const screen = await screenOf('hub-clinician', 'timeline');
    const { page } = screen;
    await page.getByLabel('A note').fill('Rang: sounds well.');
    await page.getByRole('button', { name: 'Write the note' }).click();
    const told = page.getByRole('listitem').filter({ hasText: 'Rang: sounds well.' });
    await told.filter({ has: page.getByText('Note', { exact: true }) }).waitFor();
    await page.getByRole('button', { name: /^Put right/ }).click();
    await page.getByLabel(/^In the place of/).fill('Rang the daughter: sounds well.');
    await page.getByRole('button', { name: 'Strike it and write this' }).click();
    await page
      .getByText(/^Struck by/)
      .first()
      .waitFor();
    await page.getByText('Raised: NEWS2 in the high band').waitFor();
    expect(await screen.barriers()).toEqual([]);
    await page.getByRole('button', { name: 'Notes', exact: true }).click();
    await page.waitForURL(/kinds=notes/);
    await page.getByText('Raised: NEWS2 in the high band').waitFor({ state: 'detached' });
    await page.reload();
    await page.getByText('Note, in the place of another').waitFor();
    expect(await page.getByText('Raised: NEWS2 in the high band').count()).toBe(0);

    await page.getByRole('navigation', { name: 'Views of this patient' }).getByRole('link', { name: 'Alerts' }).click();
    const alert = page.getByRole('article', { name: /^NEWS2 8 \(high\)/ });
    await alert.getByRole('link', { name: /^Royal College of Physicians/ }).waitFor();
    await alert.getByRole('button', { name: /^Who did what/ }).click();
    await alert.getByText('Raised', { exact: true }).waitFor();
    expect(await screen.barriers()).toEqual([]);
  });
});
