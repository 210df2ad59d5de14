import { writeAddress } from '../page/address.ts';

/** Where the hub is told of a resident, and what it decided. */
export const sbardPath = (admissionId: string): string =>
  writeAddress('/residents/:admissionId/sbard', { admissionId }) ?? '/';

/** Where a resident's readings are taken. */
export const readingPath = (admissionId: string): string =>
  writeAddress('/residents/:admissionId/readings', { admissionId }) ?? '/';
