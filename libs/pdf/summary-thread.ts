import { parentPort, workerData } from 'node:worker_threads';
import type { Drawn } from './drawn-beside.ts';
import { patientSummaryPdf } from './patient-summary.ts';
import { transferSummaryPdf } from './transfer-summary.ts';

/* Draws one summary and ends. */
const asked = workerData as Drawn;
const pdf = await (asked.kind === 'stay' ? patientSummaryPdf(asked.summary) : transferSummaryPdf(asked.summary));
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage(pdf);
