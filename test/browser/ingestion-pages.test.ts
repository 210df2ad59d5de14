import type { SourceList } from '#contracts';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import {
  openBrowser,
  openStack,
  openTablet,
  stopAtTheEnd,
  temporaryFolder,
  until,
  type TestStack,
} from '../harness/index.ts';
import { aReadingSet, patientOf, post, signedIn } from '../ward/people.ts';
import { NewerApp } from './newer-app.ts';
import { SIZES, WardScreen, type Size } from './ward-screen.ts';
import { WeakLine } from './weak-line.ts';

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

/** Nothing is wider than the screen: what is, scrolls by itself. */
const isNoWiderThanTheScreen = (screen: WardScreen): Promise<boolean> =>
  screen.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);

const yesterday = new Date(Date.now() - 24 * 3_600_000).toLocaleDateString('en-GB', { timeZone: 'Europe/London' });
const sheetOf = (...rows: string[]): string =>
  ['NHS No,Name,Date,Time,Resps,Sats,O2,BP,Pulse,ACVPU,Temp', ...rows, ''].join('\r\n');
const WINIFRED = `999 022 3408,Winifred Cerne,${yesterday}`;

describe('a round sheet', () => {
  it('is shown row by row on a phone, stored as shown, and by keyboard alone', async () => {
    const { page, ...screen } = await openedOn('phone');
    const sheet = sheetOf(
      `${WINIFRED},09:30,22,95,air,128/74,84,A,36.9`,
      `${WINIFRED},10:30,18,9 7,air,128/74,84,A,36.9`,
      `${WINIFRED},11:30,18,95,,128/74,84,A,36.9`,
    );
    await page
      .getByLabel('The sheet')
      .setInputFiles({ name: 'sheet.csv', mimeType: 'text/csv', buffer: Buffer.from(sheet) });
    await page.getByRole('button', { name: 'Show what would be stored' }).press('Enter');

    const heading = page.getByRole('heading', { name: 'Durlston House: 2 readings to store' });
    await heading.waitFor();
    // Whoever listens is told at once.
    expect(await heading.evaluate((element) => element === document.activeElement)).toBe(true);
    const row = (number: number) =>
      page
        .getByRole('listitem')
        .filter({ hasText: `Row ${number}` })
        .first();
    expect(await row(2).innerText()).toMatch(
      /Winifred Cerne[^]*resps 22, sats 95 %, on air, BP 128\/74[^]*NEWS2 3, low/,
    );
    expect(await row(3).innerText()).toMatch(/“9 7” is not a number\. Write the saturation in %, such as 97\./);
    expect(await row(4).innerText()).toMatch(/No NEWS2 from this row: O2 missing\. At least 1/);
    expect(await screen.barriers()).toEqual([]);
    expect(await screen.fits()).toBe(true);

    await page.getByRole('button', { name: 'Store 2 readings' }).press('Enter');
    await page.getByRole('heading', { name: 'Durlston House: 2 readings stored' }).waitFor();
    await page.getByText('One row was not stored. The hub does not see them.').waitFor();
    expect(await screen.barriers()).toEqual([]);
    const stored = await stack.database.query(
      'SELECT 1 FROM observation o JOIN source s ON s.id = o.source_id WHERE s.round_sheets_of IS NOT NULL',
    );
    expect(stored).toHaveLength(2);
  });

  it('may be pasted by the hub for a home of its own; what cannot be read is said in words', async () => {
    const { page, ...screen } = await openedOn('desk', 'hub-clinician');
    await page.getByRole('button', { name: 'Show what would be stored' }).click();
    await page.getByRole('alert').filter({ hasText: 'Choose the care home' }).waitFor();
    await page.getByLabel('Care home').selectOption({ label: 'Durlston House' });
    await page.getByText('Paste the rows instead').click();
    await page.getByLabel('The rows, with their headings').fill('a,b\n1,2\n');
    await page.getByRole('button', { name: 'Show what would be stored' }).click();
    await page.getByRole('alert').filter({ hasText: 'No headings were found.' }).waitFor();
    expect(await screen.barriers()).toEqual([]);

    await page
      .getByLabel('The rows, with their headings')
      .fill(sheetOf(`${WINIFRED},09:30,22,95,air,128/74,84,A,36.9`));
    await page.getByRole('button', { name: 'Show what would be stored' }).click();
    await page.getByRole('heading', { name: /nothing of this sheet can be stored/ }).waitFor();
    await page.getByRole('heading', { name: 'Stored before, and not again (1)' }).waitFor();

    await page.getByRole('button', { name: 'Choose another sheet' }).click();
    const template = page.getByRole('link', { name: 'Download a sheet with your residents in it' });
    const [download] = await Promise.all([page.waitForEvent('download'), template.click()]);
    expect(download.suggestedFilename()).toBe('round-sheet.csv');
  });

  async function openedOn(size: Size, role = 'care-home') {
    const screen = await screenOf(role, '/round-sheets', size);
    await screen.page.getByRole('button', { name: 'Show what would be stored' }).waitFor();
    return {
      page: screen.page,
      barriers: () => screen.barriers(),
      fits: () => isNoWiderThanTheScreen(screen),
    };
  }
});

describe('an administrator', () => {
  it('registers a source, gives it a key, changes the key with an overlap, withdraws it and switches the source off', async () => {
    const screen = await screenOf('administrator', '/sources', 'phone');
    const { page } = screen;
    await page.getByRole('link', { name: 'Register a source' }).click();
    await page.getByRole('button', { name: 'Register the source' }).click();
    await page.getByRole('alert').filter({ hasText: 'Give the source a name' }).waitFor();
    expect(await screen.barriers()).toEqual([]);
    await page.getByLabel('Name', { exact: true }).fill('Acme home kits');
    await page.getByLabel('Something should come every, in minutes').fill('60');
    await page.getByRole('button', { name: 'Register the source' }).click();

    await page.getByRole('heading', { name: 'Acme home kits' }).waitFor();
    await page.getByRole('button', { name: 'Give a new key' }).click();
    await page.getByLabel('Label').fill('Gateway');
    expect(await screen.barriers()).toEqual([]);
    await page.getByRole('button', { name: 'Give the key' }).click();
    const key = page.locator('.sources__key-text');
    const first = await key.innerText();
    expect(await screen.barriers()).toEqual([]);
    expect(await isNoWiderThanTheScreen(screen)).toBe(true);
    const opens = async (one: string): Promise<number> =>
      (await post(stack, aReadingSet(patientOf(stack, 0).nhsNumber), { key: one })).status;
    expect(await opens(first)).toBe(201);
    await page.getByRole('button', { name: 'I have the key: put it away' }).click();
    expect(await page.getByText(first).count()).toBe(0);

    await page.getByRole('button', { name: 'Change the key Gateway' }).click();
    await page.getByLabel('The old key still works for').selectOption('1 day');
    await page.getByRole('button', { name: 'Make the new key' }).click();
    await key.waitFor();
    const second = await key.innerText();
    expect([await opens(first), await opens(second)]).toEqual([201, 201]);
    await page.getByRole('button', { name: 'I have the key: put it away' }).click();

    // The older one stands last.
    await page.getByRole('button', { name: 'Withdraw the key Gateway' }).last().click();
    await page.getByLabel('Reason').fill('The vendor has the new one.');
    await page.getByRole('button', { name: 'Withdraw the key', exact: true }).click();
    await page.getByText('The key is withdrawn.').waitFor();
    await until(async () => (await opens(first)) === 401 && (await opens(second)) === 201, {
      within: '8s',
      what: 'The old key opening nothing, and the new one the door',
    });

    await page.getByRole('button', { name: 'Switch the source off' }).click();
    await page.getByLabel('Reason').fill('Its kits are recalled.');
    await page.getByRole('button', { name: 'Switch it off' }).click();
    await page.getByText('Switched off.').waitFor();
    await until(async () => (await opens(second)) === 401, { within: '8s', what: 'A source that is off' });
    expect(await screen.barriers()).toEqual([]);

    const cookie = await signedIn(stack, 'administrator');
    const { sources } = (await (await fetch(`${stack.url}/api/sources`, { headers: { cookie } })).json()) as SourceList;
    expect(sources.find(({ name }) => name === 'Acme home kits')).toMatchObject({
      expectedEveryMinutes: 60,
      disabledAt: expect.any(Number),
    });
  });
});

describe('unmatched readings', () => {
  it('are given their patient by somebody who has compared who it is', async () => {
    const { name } = patientOf(stack, 2);
    const sent = await post(stack, aReadingSet('9990000050', { sourceRef: 'somebody-else' }));
    expect(await sent.json()).toMatchObject({ matched: false });
    const screen = await screenOf('hub-clinician', '/unmatched');
    const { page } = screen;
    await page.getByRole('button', { name: 'Decide about 999 000 0050' }).click();
    await page.getByLabel('Whose are they?').selectOption({ label: await optionOf(page, name) });
    await page.getByLabel('Reason').fill('The home had typed another number.');
    await page.getByRole('button', { name: 'Attach the readings' }).click();
    await page.getByRole('alert').filter({ hasText: 'Confirm the name' }).waitFor();
    expect(await screen.barriers()).toEqual([]);
    for (const what of [/^Name: /, /^Date of birth: /, /^NHS number: /]) await page.getByLabel(what).check();
    await page.getByRole('button', { name: 'Attach the readings' }).click();
    await page.getByText(`1 reading attached to ${name}.`).waitFor();
    await page.getByText('Nothing is waiting.').waitFor();
    expect(await screen.barriers()).toEqual([]);
  });

  async function optionOf(page: WardScreen['page'], name: string): Promise<string> {
    const option = page.getByRole('option').filter({ hasText: name });
    await option.first().waitFor({ state: 'attached' });
    return (await option.first().innerText()).trim();
  }
});

describe('a home and the hub', () => {
  it('a home sees who has its alert; readings that are asked for once more are taken; an SBARD comes back with its decision', async () => {
    const { name, nhsNumber } = patientOf(stack, 14);
    const ill = { respiration: 26, spo2: 92, onOxygen: true, oxygenFlow: 2, pulse: 112 };
    expect((await post(stack, aReadingSet(nhsNumber, ill))).status).toBe(201);
    const home = await screenOf('care-home', '/', 'phone');
    const resident = home.page.getByRole('article', { name });
    await resident.waitFor();
    const again = async (): Promise<void> => {
      await home.page.reload();
      await resident.waitFor();
    };
    await until(async () => (await again(), resident.getByText('Emergency', { exact: true }).isVisible()), {
      within: '60s',
      what: 'The emergency at the home',
    });

    const clinician = await screenOf('hub-clinician', '/');
    const bed = clinician.bed(name);
    // A button that has just come takes no press for half a second.
    await until(
      async () => {
        if (await bed.locator('.alert--accepted').count()) return true;
        await bed.getByRole('button', { name: /^Accept(?!ing)/ }).click({ timeout: 500 });
        return false;
      },
      { within: '60s', what: 'The emergency, accepted' },
    );
    await bed.getByRole('button', { name }).first().click();
    const dialog = clinician.page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Ask the home to repeat in 10 min' }).click();
    await dialog.getByText(/^Repeat asked for by .*, due \d\d:\d\d/).waitFor();
    expect(await clinician.barriers()).toEqual([]);

    await again();
    await resident.getByText(/ has it \(\d\d:\d\d\)/).waitFor();
    await resident.getByText(/asks for the readings once more: in \d+ min/).waitFor();
    expect(await home.barriers()).toEqual([]);
    expect(await isNoWiderThanTheScreen(home)).toBe(true);
    expect((await post(stack, aReadingSet(nhsNumber, ill))).status).toBe(201);
    await until(async () => (await again(), !(await resident.getByText(/once more/).isVisible())), {
      within: '60s',
      what: 'The request, answered',
    });

    await resident.getByRole('link', { name: `SBARD of ${name}` }).click();
    await home.page.getByText('To send now').waitFor();
    await home.page.getByRole('button', { name: 'Send to the hub' }).click();
    await home.page.getByRole('alert').filter({ hasText: 'Write what you ask for' }).waitFor();
    await home.page.getByLabel('Recommendation: what do you ask for?').fill('Please ring us: may we raise the oxygen?');
    await home.page.getByRole('button', { name: 'Send to the hub' }).click();
    await home.page.getByText('None yet.').waitFor();
    expect(await home.barriers()).toEqual([]);

    await dialog.getByRole('button', { name: 'Close' }).click();
    await bed.getByRole('button', { name }).first().click();
    await dialog.getByRole('link', { name: /^Chart and everything else/ }).click();
    await clinician.page.getByRole('link', { name: 'Alerts', exact: true }).click();
    await clinician.page.getByText('may we raise the oxygen?').waitFor();
    await clinician.page.getByLabel('Your decision').fill('Raise to 4 L; the nurse comes within the hour.');
    await clinician.page.getByRole('button', { name: 'Send the decision to the home' }).click();
    await clinician.page.getByRole('button', { name: 'Send the decision to the home' }).waitFor({ state: 'detached' });
    await home.page.reload();
    await home.page.getByText('the nurse comes within the hour').waitFor();
    // On paper: who it is of, what was asked and decided; nothing to press.
    await home.page.emulateMedia({ media: 'print' });
    const shown = home.page.locator('h1, h2, h3, dt, dd, button, header').filter({ visible: true });
    const printed = (await shown.allInnerTexts()).join('\n');
    for (const words of [name, 'NHS 999', 'Situation', 'may we raise the oxygen?', 'the nurse comes within the hour']) {
      expect(printed).toContain(words);
    }
    expect(printed).not.toMatch(/Sign out|Print/);
  });
});

describe('readings at the bedside', () => {
  it('are taken in few taps without a network, say what to do at once, and reach the hub when it is back', async () => {
    const screen = await screenOf('care-home', '/', 'phone');
    const { page, context } = screen;
    let taps = 0;
    const tap = async (name: string | RegExp): Promise<void> => {
      taps++;
      await page.getByRole('button', { name, exact: typeof name === 'string' }).click();
    };
    taps++;
    await page.getByRole('link', { name: 'Take readings of Winifred Cerne' }).click();
    await page.getByRole('heading', { name: /Winifred Cerne.*number ends in 408/ }).waitFor();
    expect(await screen.barriers()).toEqual([]);
    await tap('This is Winifred Cerne');
    await page.getByText('Is any of this happening now?').waitFor();
    expect(await screen.barriers()).toEqual([]);
    // A fall that was tapped by mistake: what it asked is taken back with it.
    const fall = page.getByRole('button', { name: 'Has there been a fall' });
    await fall.click();
    await page.getByRole('button', { name: 'Evidence of a fracture' }).click();
    await page.getByRole('alert').filter({ hasText: 'do not move them. Call 999 now' }).waitFor();
    expect(await screen.barriers()).toEqual([]);
    await fall.click();
    await page.getByRole('alert').filter({ hasText: 'do not move them' }).waitFor({ state: 'detached' });
    await tap('None of these');

    await context.setOffline(true);
    for (const digit of '2690') await tap(digit);
    await tap('Air');
    for (const digit of '9560120') await tap(digit);
    await tap('Alert');
    // Nothing to step from until somebody types: it stays not taken.
    const more = page.getByRole('button', { name: 'Temperature, more' });
    expect(await more.getAttribute('aria-disabled')).toBe('true');
    await more.click({ force: true });
    expect(await page.getByRole('textbox', { name: /^Temperature/ }).inputValue()).toBe('');
    const { width = 0, height = 0 } = (await more.boundingBox()) ?? {};
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(48);
    for (const digit of '384') await tap(digit);
    taps++;
    await page.getByRole('textbox', { name: /^Temperature/ }).click();
    await tap('Temperature, more');
    expect(await page.getByRole('textbox', { name: /^Temperature/ }).inputValue()).toBe('38.5');
    expect(await screen.barriers()).toEqual([]);
    await tap('Next');
    await page
      .getByRole('alert')
      .filter({ hasText: /NEWS2 is 11: this is an emergency/ })
      .waitFor();
    expect(await screen.barriers()).toEqual([]);
    expect(await isNoWiderThanTheScreen(screen)).toBe(true);
    await tap('Send');
    expect(taps).toBeLessThanOrEqual(25);
    await page.getByText('waiting to be sent. It is safe on this tablet').waitFor();
    expect(await screen.barriers()).toEqual([]);
    // What lies on the tablet says who it is about to nobody.
    const kept = await page.evaluate(
      () =>
        new Promise<string>((resolve, reject) => {
          const opening = indexedDB.open('homeward-bedside');
          opening.addEventListener('error', () => reject(new Error('no database')));
          opening.addEventListener('success', () => {
            const all = opening.result.transaction('readings').objectStore('readings').getAll();
            all.addEventListener('success', () => {
              opening.result.close();
              const rows = all.result as { content: ArrayBuffer }[];
              resolve(rows.map((row) => new TextDecoder('latin1').decode(row.content)).join('|'));
            });
          });
        }),
    );
    expect(kept.length).toBeGreaterThan(100);
    expect(kept).not.toMatch(/Winifred|9990223408|pulse/);

    // A form that is due, one question at a time; what it comes to is said at once, and one that was left out is not nought.
    await page.getByRole('button', { name: /^4AT \(delirium\)/ }).click();
    await page.getByText('4AT: alertness').waitFor();
    expect(await screen.barriers()).toEqual([]);
    expect(await isNoWiderThanTheScreen(screen)).toBe(true);
    for (const answer of ['Clearly abnormal', '1 mistake', 'Cannot answer this', 'No']) await tap(answer);
    await page.getByRole('alert').filter({ hasText: '4AT at least 5: 1 not answered' }).waitFor();
    expect(await screen.barriers()).toEqual([]);
    await tap('Send');
    await page.getByText('Winifred Cerne, 4AT (delirium): waiting to be sent').waitFor();
    await page.getByRole('button', { name: /^MUST/ }).waitFor();
    // A photo, which is drawn anew on the tablet: where it was taken does not leave it. What is none is refused in words.
    await page.getByText('Add a photo').click();
    await page.getByLabel('Wound or skin').setInputFiles(fileOf('wound.jpg', Buffer.from('no photo')));
    await page.getByRole('alert').filter({ hasText: 'no photo that this tablet can read' }).waitFor();
    expect(await screen.barriers()).toEqual([]);
    await page.getByLabel('Wound or skin').setInputFiles(fileOf('wound.jpg', await aPhotoWithItsPlace(page)));
    await page.getByRole('img', { name: 'Wound or skin of Winifred Cerne' }).waitFor();
    expect(await screen.barriers()).toEqual([]);
    await page.getByRole('button', { name: 'Send this photo' }).click();
    await page.getByText('Winifred Cerne, photo: waiting to be sent').waitFor();
    expect(await page.getByRole('button', { name: /^4AT/ }).count()).toBe(0);
    expect(await screen.barriers()).toEqual([]);

    // Somebody who could not be measured: said in three taps, without a network, and the round goes on.
    await page.getByRole('button', { name: /^Next: / }).click();
    await page.getByText('Cannot take any readings now').click();
    expect(await screen.barriers()).toEqual([]);
    await page.getByRole('button', { name: 'Asleep', exact: true }).click();
    await page.getByText('waiting to be sent. It is safe on this tablet').waitFor();

    await context.setOffline(false);
    await page.reload();
    await page.goto('/');
    // Which page it goes from is not ours to say; it goes in order, so what was said last is there last.
    const isSaid = async (): Promise<boolean> =>
      (
        await stack.database.query(
          `SELECT FROM admission WHERE current_state -> 'notTaken' -> 'why' ->> 'all' = 'asleep'`,
        )
      ).length === 1;
    await until(isSaid, { within: '90s', what: 'Why there is no reading' });
    await page.reload();
    await page.getByText('Somebody was there, no reading: asleep').waitFor();
    const stored = await stack.database.query<{ pulse: number; temperature: number; method: string }>(
      `SELECT o.pulse, o.temperature, o.details ->> 'method' AS method FROM observation o
       JOIN source s ON s.id = o.source_id WHERE s.round_sheets_of IS NOT NULL AND o.details ->> 'method' = 'staff' AND o.respiration = 26`,
    );
    expect(stored).toEqual([{ pulse: 120, temperature: 38.5, method: 'staff' }]);
    const pictures = (): Promise<{ jpeg: Buffer; width: number }[]> =>
      stack.database.query('SELECT c.jpeg, f.width FROM photo f JOIN photo_picture c ON c.photo_id = f.id');
    await until(async () => (await pictures()).length === 1, { within: '90s', what: 'The photo in the record' });
    const [picture] = await pictures();
    // At most 1600 points wide, and nothing of what the file said.
    expect(picture?.width).toBe(1_600);
    expect(picture?.jpeg.includes('Exif')).toBe(false);
    // The form has reached the rules; what it found is on the home's own list, and it is not due any more.
    const winifred = page.getByRole('article', { name: 'Winifred Cerne' });
    await winifred.getByText('4AT at least 5.').waitFor({ timeout: 90_000 });
    await winifred.getByText(/Due too: MUST \(nutrition\), not done in this stay yet/).waitFor();
  });

  it('are taken for a whole round while the line is cut at every step, and are there in order and once', async () => {
    const line = await WeakLine.to(stack.url);
    stopAtTheEnd(() => line.close());
    const folder = await temporaryFolder('homeward-tablet-');
    let screen = await switchedOn(folder, line);
    let { page } = screen;
    await page.goto('/icon.svg');
    await leaveAsTheFirstAppDid(page);
    await screen.signIn('care-home');
    // What an app before this one wrote down is sent by this one.
    const ofTheFirstApp = (): Promise<unknown[]> =>
      stack.database.query(`SELECT FROM observation WHERE source_ref = 'of-the-first-app' AND respiration = 17`);
    await until(async () => (await ofTheFirstApp()).length === 1, {
      within: '90s',
      what: 'What an older app wrote down',
    });
    await page.getByText('This tablet opens and takes readings without a network too.').waitFor();

    // In which room, written beside them: who comes next finds it in the list, and without a network too.
    const inGarden = (await page.locator('.resident__name').first().textContent()) ?? '';
    await page.getByRole('link', { name: `Take readings of ${inGarden}` }).click();
    await page.getByRole('button', { name: /^Write the room/ }).click();
    await page.getByLabel(`Room of ${inGarden}`).fill('Garden 3');
    expect(await screen.barriers()).toEqual([]);
    await page.getByRole('button', { name: 'Save the room' }).click();
    await page.getByRole('heading', { name: /Room Garden 3, \d+ years, number ends in/ }).waitFor();
    expect(await screen.barriers()).toEqual([]);
    await page.getByRole('link', { name: 'Back to your residents' }).click();
    await page.getByRole('article', { name: inGarden }).getByText('Room Garden 3').waitFor();

    const names = (await page.locator('.resident__name').allTextContents()).slice(0, 2);
    const [first = '', second = ''] = names;

    // Before it is opened.
    line.cut();
    await page.reload();
    const garden = page.getByRole('article', { name: inGarden });
    await garden.getByText('Room Garden 3').waitFor();
    await garden.getByRole('link', { name: /^Take readings/ }).click();
    await page.getByRole('heading', { name: /Room Garden 3/ }).waitFor();
    await page.getByRole('button', { name: /^Change the room/ }).click();
    await page.getByLabel(`Room of ${inGarden}`).fill('Garden 4');
    await page.getByRole('button', { name: 'Save the room' }).click();
    await page.getByRole('alert').filter({ hasText: 'could not be reached. Nothing was changed' }).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('link', { name: 'Back to your residents' }).click();
    await page.getByRole('link', { name: `Take readings of ${first}` }).click();
    await begin(page, first);
    await type(page, '2396');
    // In the form.
    await page.reload();
    await page.getByText('What you typed before is still here.').waitFor();
    expect(await screen.barriers()).toEqual([]);
    await begin(page, first);
    expect(await page.getByLabel('SpO2').inputValue()).toBe('96');
    await rest(page);
    await page.getByText('waiting to be sent. It is safe on this tablet').waitFor();

    // A tablet that is full says so, loses nothing, and keeps it once there is room.
    await becomes(page, 'full');
    await page.getByRole('button', { name: `Next: ${second}` }).click();
    await begin(page, second);
    await type(page, '2396');
    await rest(page);
    await page
      .getByText(/NOT KEPT. This tablet is full.*Write it on paper now: it is lost if this page closes/)
      .waitFor();
    expect(await page.getByText('waiting to be sent').count()).toBe(0);
    await page.getByText(/^The hub is (open|closed)/).waitFor();
    expect(await screen.barriers()).toEqual([]);
    await page.getByRole('link', { name: 'Back to your residents' }).first().click();
    await page.getByRole('article', { name: second }).getByText('NOT KEPT: see above').waitFor();
    await becomes(page, 'roomy');
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await page.getByText(`${second}: waiting to be sent. It is safe on this tablet`).waitFor();

    // Switched off and on; then the hub stores it, and its answer is lost.
    await screen.close();
    screen = await switchedOn(folder, line);
    ({ page } = screen);
    await page.goto('/');
    for (const name of names) {
      await page.getByRole('article', { name }).getByText('waiting to be sent').waitFor();
    }
    line.loseAnswers();
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    const stored = (): Promise<{ name: string }[]> =>
      stack.database.query<{ name: string }>(
        `SELECT p.given_name || ' ' || p.family_name AS name FROM observation o JOIN patient p ON p.id = o.patient_id
         WHERE o.respiration = 23 AND o.details ->> 'method' = 'staff' ORDER BY o.received_at, o.id`,
      );
    await until(async () => (await stored()).length === 1, { within: '60s', what: 'The first reading in the record' });
    line.mend();
    for (const name of names)
      await page.getByText(new RegExp(`${name}.*received by the hub at`)).waitFor({ timeout: 90_000 });
    expect((await stored()).map(({ name }) => name)).toEqual(names);
    await screen.close();
  }, 300_000);

  it('are taken while a newer app takes the place of the one that is open: nothing typed is lost, and what waits is sent', async () => {
    const app = await NewerApp.of(stack.url);
    stopAtTheEnd(() => app.close());
    const folder = await temporaryFolder('homeward-update-');
    const screen = await switchedOn(folder, app);
    const { page, context } = screen;
    await screen.signIn('care-home');
    await page.getByText('This tablet opens and takes readings without a network too.').waitFor();
    const [first = '', second = '', third = ''] = await page.locator('.resident__name').allTextContents();
    const taken = (): Promise<{ respiration: number }[]> =>
      stack.database.query<{ respiration: number }>(
        `SELECT respiration FROM observation WHERE respiration BETWEEN 27 AND 29 ORDER BY received_at, id`,
      );

    // One waits; of another half is typed. Then the newer app comes, and no file of this one is on the server or the tablet any more.
    const links = page.getByRole('link', { name: 'Back to your residents' }).first();
    await page.getByRole('link', { name: `Take readings of ${first}` }).click();
    await context.setOffline(true);
    await begin(page, first);
    await type(page, '2796');
    await rest(page);
    await page.getByText('waiting to be sent. It is safe on this tablet').waitFor();
    await page.getByRole('button', { name: `Next: ${second}` }).click();
    await begin(page, second);
    await type(page, '2896');
    const script = await page.locator('script[src^="/assets/"]').first().getAttribute('src');
    await app.release();
    await context.setOffline(false);
    await page.evaluate(async () => {
      const replaced = new Promise((resolve) => {
        navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true });
      });
      await (await navigator.serviceWorker.ready).update();
      await replaced;
    });
    expect(await page.evaluate(async (src) => (await fetch(src ?? '', { cache: 'no-store' })).status, script)).toBe(
      404,
    );

    expect(await page.getByLabel('SpO2').inputValue()).toBe('96');
    await rest(page);
    await page.getByText(new RegExp(`${second}: received by the hub at`)).waitFor();
    await links.click();
    await page.getByText(new RegExp(`${first}: received by the hub at`)).waitFor();

    // The newer one opens without a network, with what waits and what is typed.
    await context.setOffline(true);
    await page.getByRole('link', { name: `Take readings of ${third}` }).click();
    await begin(page, third);
    await type(page, '2996');
    await page.reload();
    expect(await page.locator('script[src^="/assets/newer-"]').count()).toBeGreaterThan(0);
    await page.getByText('What you typed before is still here.').waitFor();
    await begin(page, third);
    expect(await page.getByLabel('SpO2').inputValue()).toBe('96');
    await rest(page);
    await page.getByText('waiting to be sent. It is safe on this tablet').waitFor();
    await context.setOffline(false);
    await page.getByText(new RegExp(`${third}: received by the hub at`)).waitFor();
    expect((await taken()).map(({ respiration }) => respiration)).toEqual([27, 28, 29]);
    await screen.close();
  }, 300_000);

  // Last of them: from then on the home's tablets open by a PIN.
  it('are taken on a shared tablet in the name of whoever typed their PIN, and go while it is locked', async () => {
    const lead = await screenOf('hub-clinician', '/carers');
    for (const [name, pin] of [
      ['Maud Swanage', '305172'],
      ['Ben Ulwell', '481516'],
    ] as const) {
      await lead.page.getByLabel('Care home').selectOption({ label: 'Durlston House' });
      await lead.page.getByLabel('Name', { exact: true }).fill(name);
      await lead.page.getByLabel('PIN, six digits.').fill(pin);
      await lead.page.getByRole('button', { name: 'Add the carer' }).click();
      await lead.page.getByRole('listitem').filter({ hasText: name }).waitFor();
    }
    expect(await lead.barriers()).toEqual([]);
    expect(await isNoWiderThanTheScreen(lead)).toBe(true);

    const line = await WeakLine.to(stack.url);
    stopAtTheEnd(() => line.close());
    const folder = await temporaryFolder('homeward-shared-');
    const screen = await switchedOn(folder, line);
    const { page } = screen;
    await screen.signIn('care-home');
    const unlock = async (name: string, pin: string): Promise<void> => {
      await page.getByRole('button', { name, exact: true }).click();
      await type(page, pin);
    };
    await page.getByRole('heading', { name: 'Who are you?' }).waitFor();
    expect(await page.locator('.resident__name').count()).toBe(0);
    expect(await screen.barriers()).toEqual([]);
    await unlock('Maud Swanage', '305171');
    await page.getByRole('alert').filter({ hasText: 'not the PIN' }).waitFor();
    expect(await screen.barriers()).toEqual([]);
    expect(await isNoWiderThanTheScreen(screen)).toBe(true);
    await type(page, '305172');
    await page.getByText('You are Maud Swanage').waitFor();
    await page.getByText('This tablet opens and takes readings without a network too.').waitFor();
    expect(await screen.barriers()).toEqual([]);
    const [first = '', second = ''] = await page.locator('.resident__name').allTextContents();

    // Her own PIN from now on, typed twice: without a network it is not changed, and the one before stays.
    await page.getByRole('button', { name: 'Change my PIN' }).click();
    const change = async (pin: string, newPin: string, again = newPin): Promise<void> => {
      await page.getByLabel('The PIN that you have').fill(pin);
      await page.getByLabel('New PIN, six digits').fill(newPin);
      await page.getByLabel('New PIN once more').fill(again);
      await page.getByRole('button', { name: 'Change my PIN' }).click();
    };
    await change('305172', '222222');
    await page.getByRole('alert').filter({ hasText: 'guessed first' }).waitFor();
    await change('305172', '629417', '629471');
    await page.getByRole('alert').filter({ hasText: 'typed in two ways' }).waitFor();
    expect(await screen.barriers()).toEqual([]);
    expect(await isNoWiderThanTheScreen(screen)).toBe(true);
    line.cut();
    await change('305172', '629417');
    await page.getByRole('alert').filter({ hasText: 'could not be reached. Nothing was changed' }).waitFor();
    line.mend();
    await change('305173', '629417');
    await page.getByRole('alert').filter({ hasText: 'not the PIN of this carer' }).waitFor();
    await change('305172', '629417');
    await page.getByText('Your new PIN opens this home’s tablets now.').waitFor();
    await page.getByText('You are Maud Swanage').waitFor();

    // Without a network: taken, begun, locked; nobody reads it, and the next carer cannot begin here.
    line.cut();
    await page.getByRole('link', { name: `Take readings of ${first}` }).click();
    await begin(page, first);
    await type(page, '2196');
    await rest(page);
    await page.getByText(/taken by Maud Swanage: waiting to be sent. It is safe/).waitFor();
    await page.getByText('Add a photo').click();
    await page.getByLabel('Device display').setInputFiles(fileOf('meter.jpg', await aPhotoWithItsPlace(page)));
    await page.getByRole('button', { name: 'Send this photo' }).click();
    await page.getByText(/, photo, taken by Maud Swanage: waiting to be sent. It is safe/).waitFor();
    await page.getByRole('button', { name: `Next: ${second}` }).click();
    await begin(page, second);
    await type(page, '21');
    await page.getByRole('button', { name: 'Lock, or change carer' }).click();
    await page.getByText('2 readings and photos wait to be sent. They go by themselves.').waitFor();
    await unlock('Ben Ulwell', '481516');
    await page.getByRole('alert').filter({ hasText: 'the first time needs a network' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Who are you?' }).waitFor();
    await page.getByText('2 readings and photos wait to be sent. They go by themselves.').waitFor();
    await unlock('Maud Swanage', '000000');
    await page.getByRole('alert').filter({ hasText: 'This is not the PIN of Maud Swanage.' }).waitFor();
    await type(page, '629417');
    // Where she was, with what she had typed.
    await page.getByText('What you typed before is still here.').waitFor();
    // It locks by itself.
    await page.evaluate(() => {
      const now = Date.now;
      Date.now = () => now() + 10 * 60_000;
    });
    await page.getByRole('heading', { name: 'Who are you?' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Who are you?' }).waitFor();

    // It is sent while it is locked, in her name.
    line.mend();
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    const takenBy = (): Promise<{ by: string }[]> =>
      stack.database.query<{ by: string }>(
        `SELECT details ->> 'recordedBy' AS by FROM observation WHERE respiration = 21 AND details ->> 'method' = 'staff'`,
      );
    await until(async () => (await takenBy()).length === 1, { within: '90s', what: 'What was taken, in the record' });
    expect(await takenBy()).toEqual([{ by: 'Maud Swanage' }]);
    await page.getByText('to be sent').waitFor({ state: 'detached' });
    expect(await stack.database.query(`SELECT taken_by_name AS by FROM photo WHERE subject = 'device'`)).toEqual([
      { by: 'Maud Swanage' },
    ]);

    // What she was typing is not Ben's to read.
    await unlock('Ben Ulwell', '481516');
    await page.getByText('You are Ben Ulwell').waitFor();
    await page.getByRole('button', { name: `This is ${second}` }).waitFor();
    expect(await page.getByText('What you typed before is still here.').count()).toBe(0);
    await screen.close();
  }, 300_000);

  const fileOf = (name: string, buffer: Buffer) => ({ name, mimeType: 'image/jpeg', buffer });

  /** A photo as a camera makes it: wide, and with a segment that says where it was taken. */
  async function aPhotoWithItsPlace(page: Page): Promise<Buffer> {
    const drawn = await page.evaluate(() => {
      const canvas = document.createElement('canvas');
      canvas.width = 2_400;
      canvas.height = 1_350;
      const brush = canvas.getContext('2d');
      brush?.fillRect(300, 300, 900, 600);
      return canvas.toDataURL('image/jpeg').split(',')[1] ?? '';
    });
    const jpeg = Buffer.from(drawn, 'base64');
    const place = Buffer.from('\xff\xe1\x00\x1eExif\0\0 50.7200 N, 1.8800 W', 'latin1');
    place.writeUInt16BE(place.length - 2, 2);
    return Buffer.concat([jpeg.subarray(0, 2), place, jpeg.subarray(2)]);
  }

  async function switchedOn(folder: string, line: { readonly url: string }): Promise<WardScreen> {
    const tablet = await openTablet(folder, { viewport: SIZES.phone, baseURL: line.url });
    const [page] = tablet.pages();
    // On a busy machine each step waits for tries that are seconds apart.
    tablet.setDefaultTimeout(90_000);
    const screen = new WardScreen(page ?? (await tablet.newPage()), tablet, stack);
    screens.push(screen);
    return screen;
  }

  /** A set in the outbox, as it lay on a tablet in the first version of these shelves: without what is kept besides. */
  async function leaveAsTheFirstAppDid(page: Page): Promise<void> {
    const [resident] = await stack.database.query<{ account: string; admission: string; nhs: string }>(
      `SELECT c.id AS account, a.id AS admission, p.nhs_number AS nhs FROM account c
       JOIN admission a ON a.care_home_id = c.care_home_id AND a.status = 'active' JOIN patient p ON p.id = a.patient_id
       WHERE c.username = 'carehome' LIMIT 1`,
    );
    if (!resident) throw new Error('the home has no resident');
    // Of the morning: whose turn it is now does not change by it.
    const at = Date.now() - 6 * 3_600_000;
    const set = aReadingSet(resident.nhs, {
      sourceRef: 'of-the-first-app',
      respiration: 17,
      effectiveAt: new Date(at).toISOString(),
    });
    const content = { homeId: 'durlston-house', admissionId: resident.admission, name: 'Somebody', set };
    await page.evaluate(
      async ({ accountId, plain, at: takenAt }) => {
        const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
        const iv = crypto.getRandomValues(new Uint8Array(12));
        const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(plain));
        await new Promise<void>((resolve, reject) => {
          const opening = indexedDB.open('homeward-bedside', 1);
          opening.addEventListener('error', () => reject(new Error('no database')));
          opening.addEventListener('upgradeneeded', () => {
            opening.result.createObjectStore('readings', { keyPath: 'id' });
            opening.result.createObjectStore('keys');
          });
          opening.addEventListener('success', () => {
            const writing = opening.result.transaction(['readings', 'keys'], 'readwrite');
            writing.objectStore('keys').put(key, accountId);
            writing
              .objectStore('readings')
              .put({ id: 'of-the-first-app', accountId, at: takenAt, iv, content: sealed });
            writing.addEventListener('complete', () => {
              opening.result.close();
              resolve();
            });
          });
        });
      },
      { accountId: resident.account, plain: JSON.stringify(content), at },
    );
  }

  /** A disk with no room left for this site, as the browser itself has it; what it had let us write before is used up first. */
  async function becomes(page: Page, how: 'full' | 'roomy'): Promise<void> {
    const { origin } = new URL(page.url());
    const tools = await page.context().newCDPSession(page);
    await tools.send('Storage.overrideQuotaForOrigin', { origin, ...(how === 'full' && { quotaSize: 1 }) });
    await until(async () => (await whatWritingComesTo(page)) === (how === 'full' ? 'QuotaExceededError' : 'written'), {
      within: '90s',
      what: `A tablet that is ${how}`,
    });
  }

  const whatWritingComesTo = (page: Page): Promise<string> =>
    page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          const opening = indexedDB.open('homeward-bedside');
          opening.addEventListener('error', () => resolve('no database'));
          opening.addEventListener('success', () => {
            const writing = opening.result.transaction('kept', 'readwrite');
            writing.objectStore('kept').put({ at: 0, much: 'x'.repeat(100_000) }, ['nobody', 'what is tried']);
            const said = (what: string): void => {
              opening.result.close();
              resolve(what);
            };
            writing.addEventListener('complete', () => said('written'));
            writing.addEventListener('abort', () => said(writing.error?.name ?? 'aborted'));
          });
        }),
    );

  async function begin(page: Page, name: string): Promise<void> {
    await page.getByRole('button', { name: `This is ${name}` }).click();
    await page.getByRole('button', { name: 'None of these' }).click();
  }

  async function type(page: Page, digits: string): Promise<void> {
    for (const digit of digits) await page.getByRole('button', { name: digit, exact: true }).click();
  }

  async function rest(page: Page): Promise<void> {
    await page.getByRole('button', { name: 'Air', exact: true }).click();
    await type(page, '1287684');
    await page.getByRole('button', { name: 'Alert', exact: true }).click();
    await type(page, '369');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
  }
});
