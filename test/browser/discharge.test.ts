import { afterEach, beforeAll, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { BundleReceiver } from '../channels/bundle-receiver.ts';
import { openBrowser, openStack, type TestStack } from '../harness/index.ts';
import { aReadingSet, boardOf, patientOf, post, signedIn, wardOf } from '../ward/people.ts';
import { everythingIsEvaluated } from '../ward/promises.ts';
import { WardScreen } from './ward-screen.ts';

let stack: TestStack;
let browser: Browser;
let receiver: BundleReceiver;
const screens: WardScreen[] = [];

beforeAll(async () => {
  [stack, browser, receiver] = await Promise.all([
    openStack({
      env: {
        WEBHOOK_KEY: randomBytes(32).toString('base64'),
        PUBLIC_URL: 'https://ward.example',
        ALLOW_PRIVATE_ADDRESSES: 'true',
      },
    }),
    openBrowser(),
    BundleReceiver.open(),
  ]);
});

afterEach(async () => {
  const complaints = screens.flatMap((screen) => screen.complaints);
  await Promise.all(screens.splice(0).map((screen) => screen.close()));
  expect(complaints).toEqual([]);
});

async function screenOf(role: string, path: string): Promise<WardScreen> {
  const screen = await WardScreen.open(browser, stack);
  screens.push(screen);
  await screen.signIn(role, path);
  return screen;
}

/** The stay of one of the demo's patients, and their name. */
async function stayOf(index: number): Promise<{ admissionId: string; name: string }> {
  const { nhsNumber } = patientOf(stack, index);
  const { tiles } = await boardOf(stack, await signedIn(stack, 'hub-clinician'));
  const { admissionId, patient } = tiles.find((tile) => tile.patient.nhsNumber === nhsNumber)!;
  return { admissionId, name: patient.name };
}

it('somebody goes home: the summary is written, the bundle goes to the GP’s system, and its receipt is seen', async () => {
  const { admissionId, name } = await stayOf(4);
  const ward = `/wards/${wardOf(stack)}`;
  const lead = await screenOf('lead', `${ward}/channels`);
  await lead.page.getByRole('button', { name: 'Set up an endpoint' }).click();
  await lead.page.getByLabel('Name of the other system').fill('Dorset GP systems');
  await lead.page.getByLabel('Its address').fill(receiver.url);
  await lead.page.getByRole('button', { name: 'Send bundles there' }).click();
  receiver.secret = (await lead.page.locator('.webhook__secret').first().textContent()) ?? '';
  expect(receiver.secret).toMatch(/^whsec_/);
  expect(await lead.barriers()).toEqual([]);

  // The coordinator cannot send them home before a clinician has written.
  const coordinator = await screenOf('coordinator', `${ward}/beds`);
  await coordinator.page.getByRole('button', { name: new RegExp(`End the stay\\s+of ${name}`) }).click();
  await coordinator.page.getByLabel('Why, and who looks after the person now').fill('Well again, GP from now on.');
  const ends = coordinator.page.getByRole('button', { name: `End the stay of ${name}`, exact: true });
  await ends.click();
  await coordinator.page.getByRole('alert').filter({ hasText: 'no discharge summary is written' }).waitFor();

  const clinician = await screenOf('hub-clinician', `${ward}/patients/${admissionId}`);
  await clinician.page.getByRole('link', { name: 'Discharge', exact: true }).click();
  await clinician.page.getByRole('button', { name: 'Write the summary' }).click();
  const keeps = clinician.page.getByRole('button', { name: 'Confirm and keep the summary' });
  await keeps.click();
  const wrong = clinician.page.getByRole('alert');
  for (const said of [
    'Say whether any medicine was changed',
    'Say whether anything is to follow',
    'Write the diagnoses',
  ])
    await wrong.getByText(said).waitFor();
  await clinician.page.getByLabel('Reason for admission').fill('Exacerbation of COPD.');
  await clinician.page.getByLabel('Diagnoses and outcome').fill('Infective exacerbation of COPD, resolved.');
  await clinician.page.getByLabel('Some were').check();
  await clinician.page.getByLabel('Medicine', { exact: true }).fill('Tiotropium inhaler');
  await clinician.page.getByLabel('Dose from now on').fill('2 puffs each morning');
  await clinician.page.getByLabel('Why', { exact: true }).fill('To keep the chest clear.');
  await clinician.page.getByLabel('This is to be done').check();
  await clinician.page.getByLabel('What', { exact: true }).fill('Review of inhalers');
  await clinician.page.getByLabel('Who', { exact: true }).fill('Practice nurse');
  await clinician.page.getByLabel('By', { exact: true }).fill('2026-12-07');
  expect(await clinician.barriers()).toEqual([]);
  await keeps.click();
  await clinician.page.getByText('The summary is kept.').waitFor();
  for (const [letter, file] of [
    ['Letter to the GP as PDF', 'discharge-letter-gp.pdf'],
    ['Letter to the person as PDF', 'discharge-letter-person.pdf'],
  ] as const) {
    const [download] = await Promise.all([
      clinician.page.waitForEvent('download'),
      clinician.page.getByRole('link', { name: letter }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(file);
  }

  await ends.click();
  await coordinator.page.getByText(`The stay of ${name} ended.`).waitFor();

  const receipt = clinician.page.getByText('Received, to Dorset GP systems.');
  await receipt.waitFor({ timeout: 40_000 });
  await clinician.page.getByText('Receipts').click();
  await clinician.page.getByText('It answered 201.').first().waitFor();
  expect(await clinician.barriers()).toEqual([]);
  expect(receiver.refused).toEqual([]);
  expect(receiver.received).toHaveLength(1);
  await clinician.page.getByRole('button', { name: 'Send again' }).click();
  await clinician.page.getByText('The bundle is on its way.').waitFor();
  await clinician.page.getByText('Asked for once more').waitFor({ timeout: 40_000 });
});

it('somebody is handed on: what whoever takes over needs is on one page, on the screen and on paper', async () => {
  const { admissionId, name } = await stayOf(5);
  const { nhsNumber } = patientOf(stack, 5);
  await post(stack, aReadingSet(nhsNumber, { respiration: 26, spo2: 90, pulse: 115 }));
  await everythingIsEvaluated(stack, '20s');
  const screen = await screenOf('hub-clinician', `/wards/${wardOf(stack)}/patients/${admissionId}?view=alerts`);
  const { page } = screen;
  await page.getByText('To 999, urgent response, same day care or a ward').click();
  await page.getByLabel('999 ambulance').check();
  await page
    .getByLabel('Why now, and what you ask of them')
    .fill('Breathless at rest since noon. Please take to hospital.');
  await page.getByLabel('Where they are, and how to get in').fill('1 Quay Street, Poole: the side door is open.');
  await page.getByLabel('What was done so far').fill('Sat up. Oxygen at 2 L/min since 13:50.');
  expect(await screen.barriers()).toEqual([]);
  await page.getByRole('button', { name: 'Hand on' }).click();
  await page.getByRole('link', { name: /^Transfer summary/ }).click();
  await page.getByRole('heading', { name: 'Transfer to: 999 ambulance' }).waitFor();
  await page.getByText(name).first().waitFor();
  for (const said of ['1 Quay Street, Poole: the side door is open.', 'Not known here.', 'after the first alert'])
    await page.getByText(said).first().waitFor();
  await page.getByRole('img', { name: /^Respiration: .* last 26/ }).waitFor();
  expect(await screen.barriers()).toEqual([]);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'The same as a PDF' }).click(),
  ]);
  expect(file.suggestedFilename()).toBe('transfer-summary.pdf');
});
