import { chromium, type Browser, type BrowserContext, type BrowserContextOptions } from 'playwright-core';
import { programOnPath } from './settings.ts';
import { stopAtTheEnd } from './started.ts';

const FLAGS = [
  '--headless',
  // Chromium's own sandbox does not work for root, and CI often is root. It only ever sees our own pages.
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function program(): string {
  const executablePath = programOnPath('chromium', 'chromium-browser', 'google-chrome');
  if (executablePath === undefined) throw new Error('These tests need Chromium: sudo apt-get install chromium');
  return executablePath;
}

/** The machine's own Chromium. Closed at the end of the test file. */
export async function openBrowser(flags: readonly string[] = []): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: program(), args: [...FLAGS, ...flags], headless: true });
  stopAtTheEnd(() => browser.close());
  return browser;
}

/** A browser that keeps what it has in a folder: closed and opened again it is the same tablet, switched off and on. */
export async function openTablet(folder: string, options: BrowserContextOptions): Promise<BrowserContext> {
  const tablet = await chromium.launchPersistentContext(folder, {
    ...options,
    executablePath: program(),
    args: FLAGS,
    headless: true,
  });
  stopAtTheEnd(() => tablet.close());
  return tablet;
}
