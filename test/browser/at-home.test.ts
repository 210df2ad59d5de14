import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { en } from '../../apps/web/my/en.ts';
import { openBrowser, openStack, type TestStack } from '../harness/index.ts';
import { wardOf } from '../ward/people.ts';
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

describe('a concern of the community', () => {
  it('is told on a doorstep with a code that the hub gave, and seen to by the hub', async () => {
    const office = await screenOf('lead', '/partner-codes');
    await office.page.getByRole('button', { name: 'Give the code' }).click();
    await office.page.getByRole('alert').filter({ hasText: 'Name the organisation' }).waitFor();
    expect(await office.barriers()).toEqual([]);
    await office.page.getByLabel('Organisation').fill('Dorset Police, Purbeck');
    await office.page.getByRole('button', { name: 'Give the code' }).click();
    const code = await office.page.locator('.partner-code__text').innerText();
    expect(await office.barriers()).toEqual([]);

    const doorstep = await WardScreen.open(browser, stack, 'phone');
    screens.push(doorstep);
    const { page } = doorstep;
    await page.goto('/concern#WRNG-WRNG-WRNG-WRNG');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('alert').filter({ hasText: 'Say who it is, or which address' }).waitFor();
    expect(await doorstep.barriers()).toEqual([]);
    await page.getByLabel('Who is it?').fill('Winnie Cerne');
    await page.getByLabel('Has fallen, or is on the floor').check();
    await page.getByRole('alert').filter({ hasText: 'CALL 999 FIRST' }).waitFor();
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('alert').filter({ hasText: 'Check the code' }).waitFor();
    await page.getByLabel('Your organisation’s code').fill(code.toLowerCase());
    expect(await isNoWiderThanTheScreen(doorstep)).toBe(true);
    expect(await doorstep.barriers()).toEqual([]);
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('heading', { name: 'Thank you. The virtual ward has it' }).waitFor();
    expect(await doorstep.barriers()).toEqual([]);

    const desk = await screenOf('hub-clinician', '/concerns');
    const concern = desk.page.getByRole('listitem').filter({ hasText: 'Winnie Cerne' }).first();
    await concern.getByText('Nobody has taken it.').waitFor();
    expect(await desk.barriers()).toEqual([]);
    await concern.getByRole('button', { name: 'I take it' }).click();
    await concern.getByText('Morwenna Encombe has it').waitFor();
    await concern.getByRole('button', { name: 'Say whom it is about' }).click();
    await concern.getByLabel('A part of the name').fill('cerne');
    await concern.getByLabel(/Winifred Cerne, born/).check();
    expect(await desk.barriers()).toEqual([]);
    await concern.getByRole('button', { name: 'This is whom it is about' }).click();
    await concern.getByText('About Winifred Cerne, at intensive level').waitFor();
    await concern.getByRole('button', { name: 'Record the outcome' }).click();
    await concern.getByRole('button', { name: 'Close the concern' }).click();
    await concern.getByRole('alert').filter({ hasText: 'Choose what came of it' }).waitFor();
    await concern.getByLabel('999 was called').check();
    await concern.getByRole('button', { name: 'Close the concern' }).click();
    await desk.page.getByText('No concern is open.').waitFor();
    await desk.page.getByText('999 was called.').waitFor();
    expect(await desk.barriers()).toEqual([]);
    expect(await isNoWiderThanTheScreen(desk)).toBe(true);
  }, 300_000);
});

describe('the pilot', () => {
  it('is opened small, refuses in words, and grows by approval', async () => {
    const screen = await screenOf('lead', '/pilot');
    const { page } = screen;
    await page.getByText('No area is open yet.').waitFor();
    await page.getByRole('button', { name: 'Open the area' }).click();
    await page.getByRole('alert').filter({ hasText: 'Choose its homes' }).waitFor();
    await page.getByLabel('Name', { exact: true }).fill('Purbeck');
    await page.getByLabel('Durlston House').check();
    await page.getByLabel('Approved by').fill('Dr Ines Wareham, medical director');
    await page.getByLabel('Why').fill('The first resident.');
    expect(await screen.barriers()).toEqual([]);
    await page.getByRole('button', { name: 'Open the area' }).click();
    await page.getByText('0 of 1').waitFor();
    for (const name of ['Winifred Cerne', 'Olwen Tarrant']) {
      await page.getByLabel(`${name}, Durlston House`).selectOption({ label: 'Admission avoidance' });
      await page.getByRole('button', { name: `Save for ${name}` }).click();
      if (name === 'Winifred Cerne') await page.getByText('1 of 1').waitFor();
    }
    await page.getByRole('alert').filter({ hasText: 'Purbeck has its 1 resident' }).waitFor();
    expect(await screen.barriers()).toEqual([]);
    expect(await isNoWiderThanTheScreen(screen)).toBe(true);
    await page.getByRole('button', { name: 'Record a growth of Purbeck' }).click();
    const area = page.getByRole('region', { name: 'Purbeck' });
    await area.getByLabel('Residents, at most').fill('4');
    await area.getByLabel('Approved by').fill('Dr Ines Wareham, medical director');
    await area.getByLabel('Why').fill('Four quiet weeks.');
    await page.getByRole('button', { name: 'Record the growth' }).click();
    await page.getByText('1 of 4').waitFor();
    expect(await screen.barriers()).toEqual([]);
  }, 300_000);
});

describe('beds and referrals', () => {
  it('somebody is referred, accepted although not all is known, offered a bed, admitted onto the board, and goes home', async () => {
    const screen = await screenOf('coordinator', `/wards/${wardOf(stack)}/beds`);
    const { page } = screen;
    await page.getByText('Nobody waits for a bed.').waitFor();
    await page.getByRole('button', { name: 'New referral' }).click();
    await page.getByRole('button', { name: 'Take down the referral' }).click();
    await page.getByRole('alert').filter({ hasText: 'Write the NHS number' }).waitFor();
    expect(await screen.barriers()).toEqual([]);
    expect(await isNoWiderThanTheScreen(screen)).toBe(true);
    for (const [label, text] of [
      ['NHS number', '943 476 5919'],
      ['Given name', 'Harriet'],
      ['Family name', 'Winfrith'],
      ['Date of birth', '1947-08-30'],
      ['Referred by', 'Dr Ines Wareham, Purbeck Surgery'],
      ['Named clinician', 'Dr Priya Shah'],
      ['Reason', 'A fall, and not eating.'],
      ['NEWS2', '2'],
      ['Clinical Frailty Scale', '6'],
    ] as const)
      await page.getByLabel(label).fill(text);
    await page.getByLabel('Wants to be looked after at home').selectOption({ label: 'Yes' });
    await page.getByRole('button', { name: 'Take down the referral' }).click();
    const card = page.getByRole('listitem', { name: 'Harriet Winfrith' });
    await card.getByText('Not decided yet').waitFor();
    await card.getByText('Stable or improving: Not known').waitFor();
    await card.getByRole('button', { name: 'Accept' }).click();
    await card.getByRole('button', { name: 'Accept Harriet Winfrith' }).click();
    await card.getByRole('alert').filter({ hasText: 'not every criterion is met' }).waitFor();
    await card.getByLabel('Reason').fill('Rang the surgery: no worse since yesterday.');
    await card.getByRole('button', { name: 'Accept Harriet Winfrith' }).click();
    await card.getByText('Waits for a bed. Need: steady').waitFor();
    await card.getByRole('button', { name: 'Offer a bed' }).click();
    await card.getByRole('button', { name: 'Offer a bed to Harriet Winfrith' }).click();
    await card.getByText(/^A bed is kept until/).waitFor();
    expect(await screen.barriers()).toEqual([]);
    await card.getByRole('button', { name: 'Admit' }).click();
    await card.getByRole('button', { name: 'Admit Harriet Winfrith' }).click();
    await page.getByText(/^Harriet Winfrith is in bed \d+\. The first set is due/).waitFor();
    const bed = page
      .getByRole('region', { name: 'Beds' })
      .getByRole('listitem')
      .filter({ hasText: 'Harriet Winfrith' });
    await bed.getByRole('link', { name: 'Harriet Winfrith' }).waitFor();

    const board = await screenOf('hub-clinician', '/');
    await board.page.getByText('Harriet Winfrith').first().waitFor();
    await bed.getByRole('button', { name: 'End the stay' }).click();
    await bed.getByLabel('Why, and who looks after').fill('Eats again. Back to Dr Wareham.');
    expect(await screen.barriers()).toEqual([]);
    const end = bed.getByRole('button', { name: 'End the stay of Harriet Winfrith' });
    await end.click();
    // Nobody goes home without a summary or why it comes later.
    await bed
      .getByRole('alert')
      .filter({ hasText: /discharge summary/ })
      .waitFor();
    await bed.getByLabel(/why it comes later$/).fill('Dr Shah dictates it this evening.');
    await end.click();
    await page.getByText('The stay of Harriet Winfrith ended.').waitFor();
    await board.page.getByText('Harriet Winfrith').first().waitFor({ state: 'detached' });
  }, 300_000);
});

/** What is English and no Polish word. */
const ENGLISH =
  /\b(the|and|you|your|is|are|was|with|please|of|this|that|not|now|readings?|pressure|blood|hub|ring|send|sent|back|next|message|minute)\b/i;
const englishOf = Object.entries(en).flatMap(([key, text]) =>
  key === 'language.name' ? [] : text.split(/\{\{\w+\}\}/).filter((part) => part.trim().length > 7),
);

/** All that can be read or heard of a page of a patient is Polish, and 999 and when to call it are in reach of a thumb. */
async function isPolish(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Zadzwoń na 999' }).waitFor();
  const told = await page.evaluate(() => {
    const heard = [...document.querySelectorAll('[aria-label], [alt], [title], [placeholder]')].flatMap((element) =>
      ['aria-label', 'alt', 'title', 'placeholder'].map((name) => element.getAttribute(name) ?? ''),
    );
    const inEnglish = [...document.querySelectorAll<HTMLElement>('[lang=en]')].map((element) => element.innerText);
    const text = inEnglish.reduce((all, one) => all.replace(one, ''), document.body.innerText);
    return [document.title, text, ...heard].join('\n');
  });
  expect(told.match(ENGLISH)?.[0] ?? null).toBeNull();
  expect(englishOf.filter((part) => told.includes(part.trim()))).toEqual([]);
}

describe('a patient at home', () => {
  it('signs in by a code, takes readings in Polish without a network, is told what to do, reads a message, and is out', async () => {
    const desk = await screenOf('lead', '/');
    await desk.page.getByRole('button', { name: 'Sign out' }).waitFor();
    const [{ id } = { id: '' }] = await stack.database.query<{ id: string }>(
      `SELECT a.id FROM admission a JOIN patient p ON p.id = a.patient_id WHERE p.family_name = 'Purbeck'`,
    );
    await desk.page.goto(`/wards/dorset-east/patients/${id}/at-home`);
    await desk.page.getByRole('button', { name: 'Give a code' }).click();
    const code = await desk.page.locator('.partner-code__text').innerText();
    expect(await desk.barriers()).toEqual([]);

    const home = await WardScreen.open(browser, stack, 'phone');
    screens.push(home);
    const { page, context } = home;
    await page.goto('/my#WRNG-WRNG-WRNG');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').filter({ hasText: 'This code does not work' }).waitFor();
    expect(await home.barriers()).toEqual([]);
    await page.getByLabel('Language').selectOption('pl');
    await page.getByRole('alert').filter({ hasText: 'Ten kod nie działa' }).waitFor();
    await isPolish(page);
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('pl-PL');
    await page.getByLabel('Twój kod').fill(code);
    await page.getByRole('button', { name: 'Zaloguj się' }).click();
    await page.getByRole('heading', { name: 'Dzień dobry, Ada Purbeck' }).waitFor();
    expect(page.url()).not.toContain(code);
    expect(await home.barriers()).toEqual([]);
    expect(await isNoWiderThanTheScreen(home)).toBe(true);

    await isPolish(page);
    const press = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
    const pad = async (keys: string): Promise<void> => {
      for (const key of keys) await press(key === '.' ? 'przecinek' : key);
    };
    await press('Zrób pomiary');
    await isPolish(page);
    await press('Gotowe');
    await context.setOffline(true);
    await isPolish(page);
    await pad('7090');
    await press('Dalej');
    await page.getByRole('alert').filter({ hasText: 'Górna liczba musi być większa' }).waitFor();
    await isPolish(page);
    expect(await home.barriers()).toEqual([]);
    await page.getByLabel('Górna liczba').fill('132');
    await page.getByLabel('Dolna liczba').fill('78');
    await press('Dalej');
    await page.getByRole('heading', { name: 'Poczekaj minutę' }).waitFor();
    await isPolish(page);
    await press('Zmierz teraz jeszcze raz');
    await pad('12874');
    await press('Dalej');
    await page.getByText('Średnio 130 na 76.').waitFor();
    await isPolish(page);
    await pad('84');
    await press('Dalej');
    await pad('96');
    await press('Dalej');
    await isPolish(page);
    await press('Nie');
    await isPolish(page);
    await pad('37.5');
    await press('Dalej');
    await press('Tego nie mogę zmierzyć');
    await page.getByRole('heading', { name: 'Czy tak jest w tej chwili?' }).waitFor();
    await press('Boli mnie w klatce piersiowej');
    await page.getByRole('alert').filter({ hasText: 'Zadzwoń na 999. Nie czekaj.' }).waitFor();
    await isPolish(page);
    expect(await home.barriers()).toEqual([]);
    await press('To wszystko');
    await isPolish(page);
    await press('Nic z tego');
    await page.getByText('Temperatura: 37,5').waitFor();
    await isPolish(page);
    expect(await home.barriers()).toEqual([]);
    expect(await isNoWiderThanTheScreen(home)).toBe(true);
    await press('Wyślij do nas');
    await page.getByText('Jeszcze nie wysłane').waitFor();
    await isPolish(page);
    await context.setOffline(false);
    await page.getByText('Mamy Twoje pomiary.').waitFor({ timeout: 60_000 });
    await isPolish(page);
    // It opens without a network as well, and knows whose it is.
    await press('Na moją stronę');
    await page.getByText('Ta strona otwiera się też bez internetu.').waitFor();
    await isPolish(page);
    await context.setOffline(true);
    await page.goto('about:blank');
    await page.goto('/my');
    await page.getByRole('heading', { name: 'Dzień dobry, Ada Purbeck' }).waitFor();
    await press('Zrób pomiary');
    await page.getByRole('button', { name: 'Gotowe', exact: true }).waitFor();
    await context.setOffline(false);
    await page.reload();
    await page.getByRole('heading', { name: 'Dzień dobry, Ada Purbeck' }).waitFor();
    const [stored] = await stack.database.query<{
      systolic: number;
      details: { bloodPressures: unknown; method: string };
    }>(`SELECT systolic, details FROM observation WHERE admission_id = $1 AND details ->> 'method' = 'patient'`, [id]);
    expect(stored).toMatchObject({
      systolic: 130,
      details: {
        method: 'patient',
        bloodPressures: [
          { systolic: 132, diastolic: 78 },
          { systolic: 128, diastolic: 74 },
        ],
        answers: { chestPain: true, softPain: false },
      },
    });

    await desk.page.getByRole('button', { name: 'They have it: put it away' }).click();
    await desk.page.getByLabel('Message', { exact: true }).fill('Zadzwonimy o 10.');
    await desk.page.getByRole('button', { name: 'Send the message' }).click();
    await desk.page.getByText('Not seen yet.').waitFor();
    expect(await desk.barriers()).toEqual([]);
    await page.reload();
    await page.getByRole('button', { name: /1 nowa wiadomość/ }).click();
    await page.getByText('Zadzwonimy o 10.').waitFor();
    await isPolish(page);
    await press('Wróć');
    await page.getByRole('button', { name: 'Jak mi idzie' }).click();
    await page.getByText('Ciśnienie krwi: 130 na 76.').waitFor();
    await isPolish(page);
    expect(await home.barriers()).toEqual([]);
    await press('Kiedy dzwonić na 999?');
    await page.getByText('Mocno krwawię').waitFor();
    await isPolish(page);
    expect(await home.barriers()).toEqual([]);
    await press('Kiedy dzwonić na 999?');

    // A carer comes by the link, whose code no address and no history keeps.
    await desk.page.getByRole('radio', { name: 'A carer' }).check();
    await desk.page.getByLabel('The carer’s name').fill('Jo Purbeck');
    await desk.page.getByRole('button', { name: 'Give a code' }).click();
    const second = await desk.page.locator('.partner-code__text').innerText();
    const carer = await WardScreen.open(browser, stack, 'phone');
    screens.push(carer);
    await carer.page.goto(`/my#${second}`);
    await carer.page.getByRole('button', { name: 'Sign in' }).click();
    await carer.page.getByRole('heading', { name: 'You help Ada Purbeck' }).waitFor();
    expect(carer.page.url()).toBe(`${stack.url}/my`);
    await carer.page.getByRole('link', { name: 'Call 999' }).waitFor();
    await desk.page.getByRole('button', { name: 'They have it: put it away' }).click();

    await desk.page
      .getByRole('listitem')
      .filter({ hasText: 'Ada Purbeck (patient)' })
      .getByRole('button', { name: /Take it back/ })
      .click();
    await desk.page.getByText(/Taken back/).waitFor();
    await page.getByRole('button', { name: 'Wróć' }).click();
    await page.getByRole('alert').filter({ hasText: 'Logowanie się skończyło' }).waitFor({ timeout: 60_000 });
  }, 300_000);
});
