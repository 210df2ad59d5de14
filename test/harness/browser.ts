import { chromium, type Browser } from 'playwright-core';
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

/** The machine's own Chromium. Closed at the end of the test file. */
export async function openBrowser(flags: readonly string[] = []): Promise<Browser> {
  const executablePath = programOnPath('chromium', 'chromium-browser', 'google-chrome');
  if (executablePath === undefined) throw new Error('These tests need Chromium: sudo apt-get install chromium');
  const browser = await chromium.launch({ executablePath, args: [...FLAGS, ...flags], headless: true });
  stopAtTheEnd(() => browser.close());
  return browser;
}
