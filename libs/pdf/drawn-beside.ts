import { once } from 'node:events';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Letter } from './discharge-letter.ts';
import type { PatientSummary } from './patient-summary.ts';
import type { TransferSummary } from './transfer-summary.ts';
import type { WelcomePack } from './welcome-pack.ts';

export type Drawn =
  | { readonly kind: 'stay'; readonly summary: PatientSummary }
  | { readonly kind: 'transfer'; readonly summary: TransferSummary }
  | { readonly kind: 'letter'; readonly summary: Letter }
  | { readonly kind: 'welcome'; readonly summary: WelcomePack };

/** A summary takes a second or two to draw. ms */
const GIVES_UP_AFTER = 60_000;
/** MB */
const MOST_MEMORY = 256;

/**
 * Draws summaries in a thread of their own, one at a time, so that a hub goes on telling its boards meanwhile. The thread has what it
 * draws with to itself, and ends with the document: a hub that draws none pays nothing.
 */
export class SummaryDrawer {
  private last: Promise<unknown> = Promise.resolve();

  /** @throws what the drawing threw, or that it took longer than a minute */
  draw(asked: Drawn): Promise<Buffer> {
    const drawn = this.last.then(() => drawInThread(asked));
    this.last = drawn.catch(() => undefined);
    return drawn;
  }
}

async function drawInThread(asked: Drawn): Promise<Buffer> {
  const thread = new Worker(new URL(`./summary-thread${extname(import.meta.url)}`, import.meta.url), {
    workerData: asked,
    // What is loaded into the hub before it starts is the hub's.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY },
  });
  try {
    const [pdf] = (await once(thread, 'message', { signal: AbortSignal.timeout(GIVES_UP_AFTER) })) as [Uint8Array];
    return Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
  } finally {
    await thread.terminate();
  }
}
