import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import type { Span } from '../harness/until.ts';
import { patience } from '../harness/until.ts';
import type { TestStack } from '../harness/index.ts';
import { barriersOf } from './barriers.ts';

/** The sizes that the board has to serve: a wall, a desk, a phone in a coat pocket. */
export const SIZES = {
  wall: { width: 1920, height: 1080 },
  desk: { width: 1366, height: 768 },
  phone: { width: 390, height: 844 },
} as const;
export type Size = keyof typeof SIZES;

interface Shown {
  readonly news2?: number;
  readonly band?: 'Low' | 'Low-medium' | 'Medium' | 'High';
  readonly says?: RegExp;
  readonly within: Span;
}

/** One person before one screen. */
export class WardScreen {
  /** Errors that the page wrote to its console, or that nobody caught: there should be none. */
  readonly complaints: string[] = [];

  constructor(
    readonly page: Page,
    readonly context: BrowserContext,
    private readonly stack: TestStack,
  ) {
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      // A socket that cannot be opened is told by the browser whether we like it or not.
      const network = /^(?!against).*(net::ERR|WebSocket connection to|Failed to load resource)/.test(message.text());
      if (message.type() === 'error' && !network) this.complaints.push(message.text());
    });
  }

  static async open(browser: Browser, stack: TestStack, size: Size = 'desk'): Promise<WardScreen> {
    const context = await browser.newContext({ viewport: SIZES[size], baseURL: stack.url });
    // Whatever the policy of the page does not allow is a complaint, be it refused in silence.
    await context.addInitScript(() =>
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
        console.error(`against the page’s own policy: ${effectiveDirective} ${blockedURI}`),
      ),
    );
    return new WardScreen(await context.newPage(), context, stack);
  }

  /** Through the sign-in page, as a person does. */
  async signIn(role: string, path = '/'): Promise<void> {
    const account = this.stack.demo.accounts.find((one) => one.role === role);
    if (!account) throw new Error(`the demo has no ${role}`);
    await this.page.goto(path);
    await this.page.getByLabel('Username').fill(account.username);
    await this.page.getByLabel('Password', { exact: true }).fill(account.password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
  }

  bed(patient: string): Locator {
    return this.page.getByRole('article', { name: patient });
  }

  /** The names on the board, in its order. */
  async order(): Promise<string[]> {
    return this.page.locator('.tile__name').allTextContents();
  }

  async shows(patient: string, { news2, band, says, within }: Shown): Promise<void> {
    let bed = this.bed(patient);
    if (news2 !== undefined) bed = bed.filter({ hasText: new RegExp(`NEWS2 ${news2}, band`) });
    if (band !== undefined) bed = bed.filter({ hasText: `band ${band}` });
    if (says !== undefined) bed = bed.filter({ hasText: says });
    await bed.waitFor({ timeout: patience(within) });
  }

  async isLive(within: Span): Promise<void> {
    await this.page.locator('.live--on').waitFor({ timeout: patience(within) });
    await this.page.locator('.not-live').waitFor({ state: 'detached', timeout: patience(within) });
    await this.page.locator('.beds[aria-busy=true]').waitFor({ state: 'detached', timeout: patience(within) });
  }

  async saysNotLive(within: Span): Promise<string> {
    const banner = this.page.getByRole('alert').filter({ hasText: 'NOT LIVE' });
    await banner.waitFor({ timeout: patience(within) });
    return banner.innerText();
  }

  /** What axe-core finds wrong with the page as it is now; empty when nothing is. */
  barriers(): Promise<string[]> {
    return barriersOf(this.page);
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}
