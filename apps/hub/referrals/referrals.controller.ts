import { personOf } from '#access';
import {
  referralAdmission,
  referralDecision,
  referralTerms,
  refusedAtOnce,
  refusedByRecord,
  type Admitted,
} from '#contracts';
import { admitReferral, Database, decideOnReferral, receiveReferral } from '#records';
import { clock, Refusal } from '#runtime';
import { Body, Controller, Inject, Param, ParseUUIDPipe, Post, Put, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { ofField } from '../of-field.ts';
import { noSuchWard } from '../routes/of-the-ward.ts';

const noSuchReferral = (): Refusal => new Refusal('not-found', 'There is no such referral to your wards.');
const referralId = new ParseUUIDPipe({ exceptionFactory: noSuchReferral });

const stale = (): Refusal =>
  new Refusal(
    'stale',
    'Somebody has decided on this referral since you looked: look at it once more. Nothing was changed.',
  );

const STANDS = {
  received: 'nobody has accepted it yet',
  waiting: 'it is in the queue',
  offered: 'a bed is offered',
  admitted: 'the person was admitted',
  declined: 'it was declined',
  withdrawn: 'it was withdrawn',
} as const;

const notFromHere = (state: keyof typeof STANDS): Refusal =>
  new Refusal('not-ready', `That cannot be done with this referral now: ${STANDS[state]}.`);

const clockTime = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/London' });

/** Those who are to come to a ward: received, accepted or declined, offered a bed, admitted. */
@Controller('api')
export class ReferralsController {
  constructor(@Inject(Database) private readonly database: Database) {}

  @Post('wards/:id/referrals')
  async receive(
    @Param('id') wardId: string,
    @Body({ schema: referralTerms }) terms: z.output<typeof referralTerms>,
    @Req() request: FastifyRequest,
  ): Promise<{ id: string }> {
    const now = clock.now();
    const atOnce = refusedAtOnce(terms, now);
    if (atOnce) throw ofField(atOnce.field, atOnce.why);
    const outcome = await receiveReferral(this.database, { wardId, terms, actor: personOf(request), now });
    switch (outcome.kind) {
      case 'received':
        return { id: outcome.id };
      case 'no-such-ward':
        throw noSuchWard();
      case 'would-be-received':
      case 'received-before':
      case 'another-under-it':
        throw new Error('a referral by the form has no reference of a source, and is kept');
      case 'no-such-home':
      case 'open-already':
      case 'on-the-ward':
      case 'died': {
        const { field, why } = refusedByRecord(outcome);
        throw ofField(field, why);
      }
    }
  }

  @Put('referrals/:id/decision')
  async decide(
    @Param('id', referralId) id: string,
    @Body({ schema: referralDecision }) decision: z.output<typeof referralDecision>,
    @Req() request: FastifyRequest,
  ): Promise<{ version: number }> {
    const outcome = await decideOnReferral(this.database, {
      referralId: id,
      decision,
      actor: personOf(request),
      now: clock.now(),
    });
    switch (outcome.kind) {
      case 'decided':
        return { version: outcome.version };
      case 'no-such-referral':
        throw noSuchReferral();
      case 'stale':
        throw stale();
      case 'not-from-here':
        throw notFromHere(outcome.state);
      case 'reason-wanted':
        throw ofField(
          'reason',
          `is wanted, because not every criterion is met: ${outcome.wanting.map(({ evidence }) => evidence).join(' ')}`,
        );
      case 'no-bed':
        throw new Refusal('not-ready', noBed(outcome));
    }
  }

  @Post('referrals/:id/admission')
  async admit(
    @Param('id', referralId) id: string,
    @Body({ schema: referralAdmission }) wish: z.output<typeof referralAdmission>,
    @Req() request: FastifyRequest,
  ): Promise<Admitted> {
    const outcome = await admitReferral(this.database, {
      referralId: id,
      wish,
      actor: personOf(request),
      now: clock.now(),
    });
    switch (outcome.kind) {
      case 'admitted': {
        const { admissionId, bed, nextDueAt } = outcome;
        return { admissionId, bed, nextDueAt };
      }
      case 'no-such-referral':
        throw noSuchReferral();
      case 'stale':
        throw stale();
      case 'not-from-here':
        throw notFromHere(outcome.state);
      case 'no-bed': {
        const { place, last } = outcome;
        throw new Refusal(
          'not-ready',
          [
            noBed(outcome),
            ...(last === null ? [] : [`The last one was given by ${last.by} at ${clockTime.format(last.at)}.`]),
            ...(place === null ? [] : [`This referral is number ${place} in the queue.`]),
          ].join(' '),
        );
      }
      case 'bed-taken':
        throw ofField('bed', `${outcome.bed} is taken; free: ${outcome.free.join(', ')}`);
      case 'another-person':
        throw new Refusal(
          'not-ready',
          'The record has another family name or birth date for this NHS number. Check with the person which is right: nobody was admitted.',
        );
      case 'on-a-ward':
        throw new Refusal('not-ready', 'The person is on a virtual ward already: nobody was admitted.');
      case 'no-area':
        throw ofField(
          'arm',
          'is for residents of a home in an area of the pilot: leave it out, or add the home to an area',
        );
      case 'area-full':
        throw new Refusal(
          'not-ready',
          'The area of the pilot has as many residents as were approved: admit without an arm, or ask the lead to raise it. Nobody was admitted.',
        );
    }
  }
}

function noBed({ capacity, offered }: { capacity: number; offered: number }): string {
  return offered === 0
    ? `All ${capacity} beds of the ward are taken.`
    : `All ${capacity} beds of the ward are taken or kept for an offer (${offered}).`;
}
