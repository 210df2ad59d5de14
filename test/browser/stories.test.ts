import { beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Browser, Page } from 'playwright-core';
import { compiled } from '../../scripts/start/project-root.ts';
import { openBrowser, stopAtTheEnd } from '../harness/index.ts';
import { barriersOf } from './barriers.ts';
import type { Compared, Keep, ToCompare } from './picture.ts';
import { openStorySite } from './story-site.ts';
import { SIZES, type Size } from './ward-screen.ts';

/*
 * Every state of every page, without a hub: that none has a barrier or is cut off, at any size, by day and by night; and that the states
 * which clinicians know best look as they did. `npm test -- browser/stories -u` keeps what is seen now.
 */

const LIGHTS = ['day', 'night'] as const;
type Light = (typeof LIGHTS)[number];
const VIEWS = (Object.keys(SIZES) as Size[]).flatMap((size) => LIGHTS.map((light) => ({ size, light })));

/** The states that are known by sight, and the name of their picture. */
const KEY_STATES = {
  calm: 'calm',
  'one emergency': 'emergency',
  'not live': 'not-live',
  'patient page: fourteen days, every 4 hours': 'patient',
  'wall, one emergency': 'wall',
  'board round': 'round',
  handover: 'handover',
};
const AT_NIGHT = 'one emergency';

/** Letters lie where no machine's settings move them. */
const FLAGS = ['--font-render-hinting=none'];
const PICTURES = join(import.meta.dirname, 'pictures');
/** The version of the browser in which the pictures were kept. */
const KEPT_BY = join(PICTURES, 'kept-by.txt');
const within = 60_000;
let browser: Browser;
let pictures: Worker;
let site: string;
let stories: string[];
const pages = new Map<string, Page>();

/** A browser decides in its own time whether a page may be heard: here it never does. */
function neverASound(): void {
  Object.defineProperty(BaseAudioContext.prototype, 'state', { get: () => 'suspended' });
}

/** One screen of each size and light, opened when it is first asked for. */
async function pageOf({ size, light }: { size: Size; light: Light }): Promise<Page> {
  const name = `${size} ${light}`;
  const open = pages.get(name);
  if (open) return open;
  const context = await browser.newContext({
    viewport: SIZES[size],
    colorScheme: light === 'night' ? 'dark' : 'light',
    reducedMotion: 'reduce',
  });
  await context.addInitScript(neverASound);
  const page = await context.newPage();
  await page.goto(`${site}?still`);
  await page.getByRole('heading', { name: 'Stories' }).waitFor({ timeout: within });
  pages.set(name, page);
  return page;
}

/** Puts a story on the screen, from its top, and waits until all of it is there. */
async function tell(page: Page, story: string): Promise<void> {
  await page.evaluate((name) => {
    history.replaceState(null, '', `?still&story=${encodeURIComponent(name)}`);
    dispatchEvent(new PopStateEvent('popstate'));
  }, story);
  await page.waitForFunction((name) => document.querySelector(`[data-story="${CSS.escape(name)}"]`), story, {
    timeout: within,
  });
  // Fetched late.
  await page.locator('.vitals__waiting').waitFor({ state: 'detached', timeout: within });
  await page.locator('.beds[aria-busy="true"]').waitFor({ state: 'detached', timeout: within });
  await page.evaluate(async () => {
    window.scrollTo(0, 0);
    await document.fonts.ready;
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  });
}

/** What can be pressed and has something else lying over its middle: whoever presses it presses that. */
function coveredOn(page: Page, within = 'body'): Promise<string[]> {
  return page.evaluate((root) => {
    const covered = [...document.querySelectorAll<HTMLElement>(`${root} :is(button, a[href], input, select, textarea)`)]
      // A skip link is there once it has the focus.
      .filter((target) => target.checkVisibility() && !target.classList.contains('nhsuk-skip-link'))
      .flatMap((target) => {
        target.scrollIntoView({ block: 'center', inline: 'center' });
        const { x, y, width, height } = target.getBoundingClientRect();
        const top = document.elementFromPoint(x + width / 2, y + height / 2);
        const label = top?.closest('label')?.control === target;
        // A link over two lines has its middle in what it stands in.
        return top === null || target.contains(top) || top.contains(target) || label
          ? []
          : [`${target.textContent || target.id} lies under ${top.className || top.tagName}`];
      });
    window.scrollTo(0, 0);
    return covered;
  }, within);
}

/** What is wrong with what is on the screen, each with the story that it is in. */
async function faultsOf(page: Page, story: string): Promise<string[]> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  // What lies beneath a dialog is another story.
  const dialog = (await page.locator('dialog[open]').count()) > 0;
  const barriers = await barriersOf(page, dialog ? 'dialog[open]' : undefined);
  const covered = await coveredOn(page, dialog ? 'dialog[open]' : undefined);
  return [...barriers, ...covered, ...(wide > 0 ? [`${wide} px too wide`] : [])].map((fault) => `${story}: ${fault}`);
}

beforeAll(async () => {
  pictures = new Worker(compiled('test/browser/picture-worker'));
  stopAtTheEnd(() => pictures.terminate());
  [browser, site] = await Promise.all([openBrowser(FLAGS), openStorySite()]);
  const page = await pageOf({ size: 'desk', light: 'day' });
  stories = await page.locator('main a').allTextContents();
}, 300_000);

/** As jest was asked: `-u` keeps all that is seen, `--ci` nothing. */
function whatIsKept(): Keep {
  const { snapshotState } = expect.getState() as unknown as { snapshotState: { ['_updateSnapshot']: Keep } };
  const { ['_updateSnapshot']: keep } = snapshotState;
  return keep;
}

async function compared(asked: ToCompare): Promise<Compared> {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin
  pictures.postMessage(asked);
  const [answer] = (await once(pictures, 'message')) as [Compared];
  return answer;
}

describe('no state has a barrier or is cut off', () => {
  it('of those that the stories tell, which are many', () => expect(stories.length).toBeGreaterThan(80));

  // Each state in one of them, and what is known by sight in all.
  it.each(VIEWS.map((view, turn) => ({ ...view, turn })))(
    '$size by $light',
    async ({ turn, ...view }) => {
      const page = await pageOf(view);
      const faults: string[] = [];
      for (const [i, story] of stories.entries()) {
        if (i % VIEWS.length !== turn && !(story in KEY_STATES)) continue;
        await tell(page, story);
        faults.push(...(await faultsOf(page, story)));
      }
      expect(faults).toEqual([]);
    },
    300_000,
  );

  it('twice as large', async () => {
    const page = await pageOf({ size: 'desk', light: 'day' });
    await page.setViewportSize({ width: SIZES.desk.width / 2, height: SIZES.desk.height / 2 });
    const faults: string[] = [];
    for (const story of Object.keys(KEY_STATES)) {
      await tell(page, story);
      faults.push(...(await faultsOf(page, story)));
    }
    await page.setViewportSize(SIZES.desk);
    expect(faults).toEqual([]);
  }, 300_000);
});

describe('a state that is known by sight', () => {
  const seen = [
    ...Object.entries(KEY_STATES).map(([story, name]) => ({ story, name, light: 'day' as Light })),
    { story: AT_NIGHT, name: 'night', light: 'night' as Light },
  ];
  it.each(seen)(
    'looks as it did: $name',
    async ({ story, name, light }) => {
      const keep = whatIsKept();
      if (keep === 'all') await writeFile(KEPT_BY, `${browser.version()}\n`);
      const sameBrowser = (await readFile(KEPT_BY, 'utf8')).trim() === browser.version();
      for (const size of Object.keys(SIZES) as Size[]) {
        const page = await pageOf({ size, light });
        await tell(page, story);
        const screenshot = await page.screenshot({ animations: 'disabled', caret: 'hide' });
        const path = join(PICTURES, `${name}-${size}.png`);
        const { pass, message } = await compared({ screenshot, path, keep, sameBrowser });
        expect(pass ? 'as it did' : message).toBe('as it did');
      }
    },
    300_000,
  );
});
