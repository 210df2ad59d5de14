export { openReadings, type Readings, type SourceTerms } from './readings.ts';
export { openHub, type Hub } from './hub.ts';
export type { Api, Patience, Terms } from './ask.ts';
export type { Sent } from './lines.ts';
export { ProblemError, UnexpectedAnswer, type RefusalCode } from './problem-error.ts';
export type * from '../generated/ingestion.ts';
export type * as hubTypes from '../generated/hub.ts';
