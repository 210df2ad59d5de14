/** How soon a hub that went is known to be gone, and one that came back to be there, in ms. */
const LOOK_EVERY = 1_000;
const ANSWER_WITHIN = 2_000;

/** One hub, as the front door knows it. */
export interface Hub {
  readonly url: URL;
  /** Sockets that are being passed on to it. */
  sockets: number;
  /** It refused a connection, or said that it is not ready, and has not said otherwise since. */
  away: boolean;
}

/** The hubs behind the front door. Any of them will do for any request: sessions are in the record, and boards join by number. */
export class Hubs {
  private readonly hubs: readonly Hub[];
  private timer: NodeJS.Timeout | null = null;

  constructor(urls: readonly string[]) {
    this.hubs = urls.map((url) => ({ url: new URL(url), sockets: 0, away: false }));
  }

  open(): void {
    this.timer = setInterval(() => void this.look(), LOOK_EVERY);
  }

  close(): void {
    if (this.timer) clearInterval(this.timer);
  }

  /**
   * The one to ask: of those that are there (or, when none is, of all: it may have come back just now) the one with the
   * fewest sockets. Null when all were tried.
   */
  choose(tried: ReadonlySet<Hub> = new Set()): Hub | null {
    const left = this.hubs.filter((hub) => !tried.has(hub));
    const there = left.filter((hub) => !hub.away);
    const among = there.length > 0 ? there : left;
    return among.toSorted((a, b) => a.sockets - b.sockets)[0] ?? null;
  }

  /** Whether any hub is ready, asked now. */
  async ready(): Promise<boolean> {
    await this.look();
    return this.hubs.some((hub) => !hub.away);
  }

  private async look(): Promise<void> {
    await Promise.all(
      this.hubs.map(async (hub) => {
        try {
          const signal = AbortSignal.timeout(ANSWER_WITHIN);
          const answer = await fetch(new URL('/health/ready', hub.url), { signal });
          await answer.arrayBuffer();
          hub.away = !answer.ok;
        } catch {
          hub.away = true;
        }
      }),
    );
  }
}
