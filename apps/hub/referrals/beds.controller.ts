import { personOf } from '#access';
import { bedChange, stayEnd, SUMMARY_HOLDS_HOURS, type BedChanged, type StayEnded, type WardBeds } from '#contracts';
import { appendAudit, bedsAndReferrals, changeBed, Database, endStay } from '#records';
import { clock, Refusal } from '#runtime';
import { Body, Controller, Get, Inject, Param, Put, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { admissionId, changedSince, noSuchPatient } from '../admissions/admission-id.ts';
import { ofField } from '../of-field.ts';
import { PublicUrl } from '../public-url.ts';
import { noSuchWard } from '../routes/of-the-ward.ts';

/** The beds of a ward: who lies in which, changing places, and the end of a stay, which frees one. */
@Controller('api')
export class BedsController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PublicUrl) private readonly publicUrl: PublicUrl,
  ) {}

  @Get('wards/:id/beds')
  async show(@Param('id') wardId: string, @Req() request: FastifyRequest): Promise<WardBeds> {
    const person = personOf(request);
    const now = clock.now();
    const found = person.wardIds.includes(wardId) ? await bedsAndReferrals(this.database, wardId, now, person) : null;
    if (!found) throw noSuchWard();
    await appendAudit(this.database, [
      {
        act: 'viewed-beds',
        actor: { kind: 'person', id: person.id },
        ward: wardId,
        admissions: found.beds.flatMap(({ stay }) => (stay === null ? [] : [stay.admissionId])),
        details: { referrals: found.referrals.map(({ id }) => id).join(' ') },
      },
    ]);
    return { at: now.getTime(), ...found };
  }

  @Put('admissions/:id/bed')
  async move(
    @Param('id', admissionId) id: string,
    @Body({ schema: bedChange }) wish: z.output<typeof bedChange>,
    @Req() request: FastifyRequest,
  ): Promise<BedChanged> {
    const outcome = await changeBed(this.database, {
      admissionId: id,
      wish,
      actor: personOf(request),
      now: clock.now(),
    });
    switch (outcome.kind) {
      case 'changed': {
        const { version, changedWith } = outcome;
        return { version, changedWith };
      }
      case 'no-such-stay':
        throw noSuchPatient();
      case 'stale':
        throw changedSince('Nobody changed bed.');
      case 'no-such-bed':
        throw ofField('bed', `is not a bed of this ward: ${wish.bed}`);
      case 'same-bed':
        throw ofField('bed', `is where the patient is already: ${wish.bed}`);
      case 'holds-no-bed':
        throw new Refusal('not-ready', 'The patient holds no bed. A level with at least one set a day gives one.');
    }
  }

  @Put('admissions/:id/end')
  async end(
    @Param('id', admissionId) id: string,
    @Body({ schema: stayEnd }) end: z.output<typeof stayEnd>,
    @Req() request: FastifyRequest,
  ): Promise<StayEnded> {
    const outcome = await endStay(this.database, {
      admissionId: id,
      end,
      actor: personOf(request),
      now: clock.now(),
      base: this.publicUrl.of(request),
    });
    switch (outcome.kind) {
      case 'ended': {
        const { bed, closedAlerts } = outcome;
        return { bed, closedAlerts };
      }
      case 'no-such-stay':
        throw noSuchPatient();
      case 'stale':
        throw changedSince('The stay goes on.');
      case 'open-emergency':
        throw new Refusal(
          'not-ready',
          'An emergency alert is open: nobody is discharged home before it is resolved. Stepping up to hospital is possible.',
        );
      case 'no-summary':
        throw ofField(
          'summaryLater',
          outcome.before
            ? `expected why, since the discharge summary is more than ${SUMMARY_HOLDS_HOURS} hours old: a clinician looks at it once more, or say why that comes later`
            : 'expected why, since no discharge summary is written: a clinician writes it, or say why it comes later',
        );
    }
  }
}
