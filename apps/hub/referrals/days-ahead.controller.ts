import { personOf } from '#access';
import { dayPlan, wardTransfer, type WardTransferred } from '#contracts';
import { checkFirstReading, Database, planAdmission, planDischarge, transferStay, type DayPlanOutcome } from '#records';
import { clock, Refusal } from '#runtime';
import { Body, Controller, HttpCode, Inject, Param, ParseUUIDPipe, Put, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { admissionId, changedSince, noSuchPatient } from '../admissions/admission-id.ts';
import { ofField } from '../of-field.ts';

const noSuchReferral = (): Refusal => new Refusal('not-found', 'There is no such referral to your wards.');
const referralId = new ParseUUIDPipe({ exceptionFactory: noSuchReferral });

/** Who is to come and to go on which day, the first set of a new stay, and moves to another ward. */
@Controller('api')
export class DaysAheadController {
  constructor(@Inject(Database) private readonly database: Database) {}

  @Put('referrals/:id/planned-day')
  @HttpCode(204)
  async planComing(
    @Param('id', referralId) id: string,
    @Body({ schema: dayPlan }) plan: z.output<typeof dayPlan>,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    const wish = { referralId: id, plan, actor: personOf(request), now: clock.now() };
    refuseUnlessPlanned(await planAdmission(this.database, wish), noSuchReferral);
  }

  @Put('admissions/:id/planned-day')
  @HttpCode(204)
  async planGoing(
    @Param('id', admissionId) id: string,
    @Body({ schema: dayPlan }) plan: z.output<typeof dayPlan>,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    const wish = { admissionId: id, plan, actor: personOf(request), now: clock.now() };
    refuseUnlessPlanned(await planDischarge(this.database, wish), noSuchPatient);
  }

  @Put('admissions/:id/first-reading-check')
  @HttpCode(204)
  async check(@Param('id', admissionId) id: string, @Req() request: FastifyRequest): Promise<void> {
    const wish = { admissionId: id, actor: personOf(request), now: clock.now() };
    const outcome = await checkFirstReading(this.database, wish);
    switch (outcome.kind) {
      case 'checked':
        return;
      case 'no-such-stay':
        throw noSuchPatient();
      case 'nothing-to-check':
        throw new Refusal('not-ready', 'The stay has no first reading to check: it began before these were kept.');
      case 'none-came':
        throw new Refusal('not-ready', 'No reading has come yet: ring the patient. There is nothing to check.');
      case 'checked-before':
        throw new Refusal('not-ready', `${outcome.by} has checked the first reading already.`);
    }
  }

  @Put('admissions/:id/ward')
  async transfer(
    @Param('id', admissionId) id: string,
    @Body({ schema: wardTransfer }) wish: z.output<typeof wardTransfer>,
    @Req() request: FastifyRequest,
  ): Promise<WardTransferred> {
    const terms = { admissionId: id, wish, actor: personOf(request), now: clock.now() };
    const outcome = await transferStay(this.database, terms);
    switch (outcome.kind) {
      case 'moved': {
        const { version, bed, alerts } = outcome;
        return { version, bed, alerts };
      }
      case 'no-such-stay':
        throw noSuchPatient();
      case 'no-such-ward':
        throw ofField('wardId', 'is no other ward of yours: ask somebody who works on both');
      case 'same-ward':
        throw ofField('wardId', 'is where the patient is already');
      case 'stale':
        throw changedSince('Nobody was moved.');
      case 'of-a-home':
        throw new Refusal(
          'not-ready',
          `The patient lives in ${outcome.home}, whose residents this ward looks after. Step up or hand on instead, or end the stay and refer to the other ward.`,
        );
      case 'no-bed':
        throw new Refusal(
          'not-ready',
          `All ${outcome.capacity} beds of the other ward are taken or kept for an offer (${outcome.offered}). Nobody was moved.`,
        );
    }
  }
}

function refuseUnlessPlanned({ kind }: DayPlanOutcome, absent: () => Refusal): void {
  switch (kind) {
    case 'planned':
      return;
    case 'absent':
      throw absent();
    case 'past':
      throw ofField('on', 'is before today');
    case 'not-accepted':
      throw new Refusal('not-ready', 'A day is planned for whoever was accepted and is not there yet.');
  }
}
