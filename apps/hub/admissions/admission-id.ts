import { Refusal } from '#runtime';
import { ParseUUIDPipe } from '@nestjs/common';

/** The same words for a stay that is not there and for one of other people's wards. */
export const noSuchPatient = (): Refusal => new Refusal('not-found', 'There is no such patient on your wards.');

/** What stands in an address in a stay's place and is no id is no stay. */
export const admissionId = new ParseUUIDPipe({ exceptionFactory: noSuchPatient });

/** Somebody else was quicker. `nothing`: that what was asked for was not done. */
export const changedSince = (nothing: string): Refusal =>
  new Refusal('stale', `Somebody has changed this patient’s stay since you looked: look at it once more. ${nothing}`);
