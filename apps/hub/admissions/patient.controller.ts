import { personOf } from '#access';
import { MINUTE } from '#clinical';
import { FUTURE_TOLERANCE_MINUTES, stayReadingsQuestion, type StayHead, type StayReadings } from '#contracts';
import { appendAudit, Database, keepLook, knownStay, objectionsToSharing, stayHeadOf } from '#records';
import { clock } from '#runtime';
import { Controller, Get, Inject, Param, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { admissionId, noSuchPatient } from './admission-id.ts';
import { stayReadings } from './stay-readings.ts';

/** One patient's page: who they are, how they stand, and what was measured. */
@Controller('api/admissions')
export class PatientController {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** A stay on one of this person's wards, also when it is over. Anybody else's is not found. */
  @Get(':id')
  async head(@Param('id', admissionId) id: string, @Req() request: FastifyRequest): Promise<StayHead> {
    const person = personOf(request);
    const head = await stayHeadOf(this.database, { admissionId: id, wardIds: person.wardIds });
    if (!head) throw noSuchPatient();
    await appendAudit(this.database, [
      { act: 'viewed-patient', actor: { kind: 'person', id: person.id }, ward: head.ward.id, admissions: [id] },
    ]);
    const glass = person.glasses.find(({ admissionId: opened }) => opened === id);
    const objects = await objectionsToSharing(this.database, id);
    return { ...head, ...(objects.length > 0 && { objects }), ...(glass && { openUntil: glass.until }) };
  }

  /** What was measured and answered in a stretch of the stay; of very much, what matters of it. */
  @Get(':id/readings')
  async readings(
    @Param('id', admissionId) id: string,
    @Query({ schema: stayReadingsQuestion }) question: z.output<typeof stayReadingsQuestion>,
    @Req() request: FastifyRequest,
  ): Promise<StayReadings> {
    const person = personOf(request);
    const stay = await knownStay(this.database, { admissionId: id, wardIds: person.wardIds });
    if (!stay) throw noSuchPatient();
    const now = clock.now().getTime();
    // A clock of a device may be a little ahead of ours: what it measured is not hidden for that.
    const { from = stay.admittedAt, to = now + FUTURE_TOLERANCE_MINUTES * MINUTE } = question;
    // It is told while it is looked for: whoever asked for what they may see is not shown it before that stands in the trail.
    const [found] = await Promise.all([
      stayReadings(this.database, stay, { from, to, now }),
      appendAudit(this.database, [
        { act: 'viewed-readings', actor: { kind: 'person', id: person.id }, ward: stay.wardId, admissions: [id] },
      ]),
    ]);
    // What came in while it was looked for was perhaps not seen: the moment before counts.
    if (to >= now) await keepLook(this.database, { admissionId: id, by: person, now: new Date(now) });
    return found;
  }
}
