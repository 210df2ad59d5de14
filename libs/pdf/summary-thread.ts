import { parentPort, workerData } from 'node:worker_threads';
import { dischargeLetterPdf } from './discharge-letter.ts';
import type { Drawn } from './drawn-beside.ts';
import { patientSummaryPdf } from './patient-summary.ts';
import { transferSummaryPdf } from './transfer-summary.ts';
import { welcomePackPdf } from './welcome-pack.ts';

/* Draws one summary and ends. */
const asked = workerData as Drawn;
function draw(): Promise<Buffer> {
  switch (asked.kind) {
    case 'stay':
      return patientSummaryPdf(asked.summary);
    case 'transfer':
      return transferSummaryPdf(asked.summary);
    case 'letter':
      return dischargeLetterPdf(asked.summary);
    case 'welcome':
      return welcomePackPdf(asked.summary);
  }
}
const pdf = await draw();
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage(pdf);
