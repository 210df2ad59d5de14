import { writeAddress } from '../page/address.ts';

/** Where a resident's readings are taken. */
export const readingPath = (admissionId: string): string =>
  writeAddress('/residents/:admissionId/readings', { admissionId }) ?? '/';
