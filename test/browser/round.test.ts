import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { openStack, openTablet, stopAtTheEnd, temporaryFolder, until, type TestStack } from '../harness/index.ts';
import { openBrowser } from '../harness/index.ts';
import { signedIn } from '../ward/people.ts';
import { SIZES, WardScreen } from './ward-screen.ts';
import { WeakLine } from './weak-line.ts';

let stack: TestStack;

beforeAll(async () => {
  stack = await openStack();
}, 300_000);

/** A tablet of its own, as large as a hand or as a tray, on a line that can be cut. */
async function aTablet(viewport: { width: number; height: number }): Promise<{ line: WeakLine; screen: WardScreen }> {
  const line = await WeakLine.to(stack.url);
  stopAtTheEnd(() => line.close());
  const tablet = await openTablet(await temporaryFolder('homeward-round-'), { viewport, baseURL: line.url });
  // On a busy machine each step waits for tries that are seconds apart.
  tablet.setDefaultTimeout(90_000);
  const [page] = tablet.pages();
  return { line, screen: new WardScreen(page ?? (await tablet.newPage()), tablet, stack) };
}

const press = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole('button', { name, exact: typeof name === 'string' }).click();
const pad = async (page: Page, digits: string): Promise<void> => {
  for (const digit of digits) await press(page, digit === '.' ? 'point' : digit);
};
const waits = (page: Page) => page.getByText('waiting to be sent. It is safe on this tablet').first().waitFor();
const isSent = (page: Page) =>
  page
    .getByText(/waiting to be sent. It is safe on this tablet|received by the hub/)
    .first()
    .waitFor();

describe('the app of a home', () => {
  it('can be installed: the browser finds nothing that it lacks, and each icon is what the manifest says', async () => {
    const { line, screen } = await aTablet(SIZES.phone);
    const { page } = screen;
    await screen.signIn('care-home');
    await page.getByText('This tablet opens and takes readings without a network too.').waitFor();
    const tools = await page.context().newCDPSession(page);
    const { installabilityErrors } = await tools.send('Page.getInstallabilityErrors');
    expect(installabilityErrors).toEqual([]);
    const { url, data, errors } = await tools.send('Page.getAppManifest');
    expect([url, errors]).toEqual([`${line.url}/manifest.webmanifest`, []]);
    const manifest = JSON.parse(data ?? '') as {
      display: string;
      start_url: string;
      icons: { src: string; sizes: string; type: string; purpose?: string }[];
    };
    expect(manifest).toMatchObject({ display: 'standalone', start_url: '/' });
    expect(manifest.icons.map(({ purpose }) => purpose)).toContain('maskable');
    for (const { src, sizes, type } of manifest.icons) {
      const drawn = await page.evaluate(async (address) => {
        const answer = await fetch(address);
        const image = new Image();
        image.src = address;
        await image.decode();
        return { type: answer.headers.get('content-type'), sizes: `${image.naturalWidth}x${image.naturalHeight}` };
      }, src);
      expect([src, drawn.type]).toEqual([src, type]);
      if (sizes !== 'any') expect([src, drawn.sizes]).toEqual([src, sizes]);
    }
    // What is installed opens where the manifest says, without a network.
    line.cut();
    await page.goto('about:blank');
    await page.goto(manifest.start_url);
    await page.locator('.resident__name').first().waitFor();
    await screen.close();
  }, 300_000);
});

describe('a round', () => {
  it('goes on where the network went and the tablet died at any step, and each set is in the record once, in order', async () => {
    const { line, screen } = await aTablet(SIZES.phone);
    const { page } = screen;
    // Before anybody is signed in there is nothing to take: it says so, and nothing typed is lost.
    await page.goto('/');
    await page.getByLabel('Username').waitFor();
    line.cut();
    const account = stack.demo.accounts.find(({ role }) => role === 'care-home');
    await page.getByLabel('Username').fill(account?.username ?? '');
    await page.getByLabel('Password', { exact: true }).fill(account?.password ?? '');
    await press(page, 'Sign in');
    await page.getByRole('link', { name: /Homeward could not be reached/ }).waitFor();
    line.mend();
    await press(page, 'Sign in');
    await page.getByText('This tablet opens and takes readings without a network too.').waitFor();

    const taken: { name: string; pulse: number }[] = [];
    const stored = (): Promise<{ name: string; pulse: number }[]> =>
      stack.database.query(
        `SELECT p.given_name || ' ' || p.family_name AS name, o.pulse FROM observation o JOIN patient p ON p.id = o.patient_id
         WHERE o.details ->> 'method' = 'staff' AND o.temperature = 36.4 ORDER BY o.received_at, o.id`,
      );

    const stepsOf = (name: string, pulse: number): readonly [what: string, take: () => Promise<void>][] => [
      ['opening the form', () => page.getByRole('link', { name: `Take readings of ${name}` }).click()],
      ['confirming who it is', () => press(page, `This is ${name}`)],
      ['soft signs', () => press(page, 'None of these')],
      ['breaths', () => pad(page, '17')],
      ['SpO2', () => pad(page, '96')],
      ['oxygen', () => press(page, 'Air')],
      ['pressure', () => pad(page, '12876')],
      ['pulse', () => pad(page, String(pulse))],
      ['ACVPU', () => press(page, 'Alert')],
      ['temperature', () => pad(page, '364')],
      ['sending', () => press(page, 'Send').then(() => isSent(page))],
      [
        'the next resident',
        () => press(page, /^Next: /).then(() => page.getByText('Compare it with the record').waitFor()),
      ],
    ];
    const { length } = stepsOf('', 0);
    for (let cutAt = 0; cutAt < length; cutAt++) {
      await page.goto('/');
      const name = (await page.locator('.resident__name').first().textContent()) ?? '';
      const pulse = 70 + cutAt;
      const steps = stepsOf(name, pulse);
      for (const [at, [what, take]] of steps.entries()) {
        if (at === steps.length - 1 && cutAt !== at) break;
        if (at === cutAt) line.cut();
        await take();
        if (at !== cutAt) continue;
        // And the tablet is switched off in the middle of it.
        await page.reload();
        if (what === 'sending' || what === 'the next resident') break;
        await page.getByRole('heading', { name: new RegExp(name) }).waitFor();
        if (at >= 3) await page.getByText('What you typed before is still here.').waitFor();
        if (at >= 1) await press(page, `This is ${name}`);
        if (at >= 2) await press(page, 'None of these');
        if (at >= 3) expect([what, await page.getByLabel('Breaths').inputValue()]).toEqual([what, '17']);
      }
      taken.push({ name, pulse });
      if (cutAt < steps.length - 1) {
        await page.goto('/');
        await page.getByRole('article', { name }).getByText('waiting to be sent').waitFor();
      } else await page.getByText('Compare it with the record').waitFor();
      line.mend();
      await page.evaluate(() => window.dispatchEvent(new Event('online')));
      await until(async () => (await stored()).length === taken.length, { within: '90s', what: `The set of ${name}` });
    }
    expect(await stored()).toEqual(taken);
    await screen.close();
  }, 600_000);

  it('says of each set that it waits, that the hub has it, and who looked at it', async () => {
    const { line, screen } = await aTablet({ width: 800, height: 1280 });
    const { page } = screen;
    await screen.signIn('care-home');
    await page.getByText('This tablet opens and takes readings without a network too.').waitFor();
    const name = (await page.locator('.resident__name').first().textContent()) ?? '';
    await page.getByRole('link', { name: `Take readings of ${name}` }).click();
    await press(page, `This is ${name}`);
    await press(page, 'None of these');
    line.cut();
    await pad(page, '1896');
    await press(page, 'Air');
    await pad(page, '1287672');
    await press(page, 'Alert');
    await pad(page, '366');
    await press(page, 'Send');
    await waits(page);
    line.mend();
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await page.getByText(new RegExp(`${name}.*received by the hub at \\d\\d:\\d\\d\\.`)).waitFor();
    await page.getByRole('link', { name: 'Back to your residents' }).first().click();

    const [stay] = await stack.database.query<{ id: string; ward: string }>(
      `SELECT a.id, a.ward_id AS ward FROM admission a JOIN patient p ON p.id = a.patient_id
       WHERE a.status = 'active' AND p.given_name || ' ' || p.family_name = $1`,
      [name],
    );
    const clinician = await WardScreen.open(await openBrowser(), stack);
    await clinician.signIn('hub-clinician', `/wards/${stay?.ward}/patients/${stay?.id}`);
    await clinician.page
      .getByRole('heading', { name: new RegExp(name) })
      .first()
      .waitFor();
    const session = await fetch(`${stack.url}/api/session`, {
      headers: { cookie: await signedIn(stack, 'hub-clinician') },
    });
    const { displayName } = (await session.json()) as { displayName: string };
    await page
      .getByText(new RegExp(`${name}: received by the hub at .*, looked at by ${displayName} at \\d\\d:\\d\\d\\.`))
      .waitFor();
    await page.getByRole('article', { name }).getByText(`Looked at by ${displayName} at`).waitFor();
    expect(await screen.barriers()).toEqual([]);
    await Promise.all([clinician.close(), screen.close()]);
  }, 300_000);

  it('takes the forms too without a network: Abbey, MUST and the pressure lying and standing, each said what it comes to', async () => {
    const { line, screen } = await aTablet({ width: 800, height: 1280 });
    const { page } = screen;
    await screen.signIn('care-home');
    await page.getByText('This tablet opens and takes readings without a network too.').waitFor();
    line.cut();
    await page.getByRole('link', { name: 'Take readings of Winifred Cerne' }).click();
    await page.getByText('Only a form').click();
    await press(page, 'Abbey pain scale');
    for (const answer of ['2: moderate', '1: mild', '2: moderate', '2: moderate', '1: mild', '0: absent']) {
      await press(page, answer);
    }
    await page.getByText('Moderate pain.').waitFor();
    expect(await screen.barriers()).toEqual([]);
    await press(page, 'Send');
    await waits(page);
    await press(page, /^MUST \(nutrition\)/);
    for (const answer of ['2: under 18.5', '1: 5 to 10 %', 'No']) await press(page, answer);
    await page.getByText('High risk of malnutrition.').waitFor();
    expect(await screen.barriers()).toEqual([]);
    await press(page, 'Send');
    await page.getByText('Winifred Cerne, MUST (nutrition): waiting to be sent').waitFor();
    await page.getByText('Another form').click();
    await press(page, 'Lying and standing pressure');
    const pressure = async (upper: string, lower: string): Promise<void> => {
      await pad(page, upper);
      await press(page, 'Then lower');
      await pad(page, lower);
      await press(page, 'Next');
    };
    await pressure('142', '80');
    await press(page, 'They are standing now');
    await press(page, 'It is time already');
    await pressure('138', '78');
    await press(page, 'It is time already');
    await pressure('112', '70');
    await press(page, 'Yes');
    await page.getByText('142/80 lying, 112/70 standing').waitFor();
    await page.getByText('The pressure drops on standing: they may fall.').waitFor();
    expect(await screen.barriers()).toEqual([]);
    await press(page, 'Send');
    line.mend();
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    const answers = (): Promise<{ answers: Record<string, unknown> }[]> =>
      stack.database.query(
        `SELECT o.details -> 'answers' AS answers FROM observation o JOIN patient p ON p.id = o.patient_id
         WHERE p.family_name = 'Cerne' AND o.details ->> 'method' = 'staff' AND o.pulse IS NULL ORDER BY o.received_at, o.id`,
      );
    await until(async () => (await answers()).length === 3, { within: '90s', what: 'The three forms in the record' });
    expect((await answers()).map((one) => one.answers)).toEqual([
      {
        abbeyVocalisation: 2,
        abbeyFacialExpression: 1,
        abbeyBodyLanguage: 2,
        abbeyBehaviour: 2,
        abbeyPhysiological: 1,
        abbeyPhysical: 0,
      },
      { mustBmi: 2, mustWeightLoss: 1, mustAcuteDisease: '0' },
      { standingSystolic: 112, standingDiastolic: 70, dizzyStanding: true },
    ]);
    await screen.close();
  }, 300_000);
});
