import { parentPort, workerData } from 'node:worker_threads';
import { patientSummaryPdf, type PatientSummary } from './patient-summary.ts';

/* Draws one summary and ends. */
const pdf = await patientSummaryPdf(workerData as PatientSummary);
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage(pdf);
