export { SummaryDrawer } from './drawn-beside.ts';
export type { TransferSummary } from './transfer-summary.ts';
export type { WelcomePack, WelcomePart } from './welcome-pack.ts';
export type { ChartedVital, PatientSummary, SummaryAlert, SummaryScore } from './patient-summary.ts';
export { heldOfPersonPdf } from './held-of-person.ts';
export type { Letter, LetterPart } from './discharge-letter.ts';
