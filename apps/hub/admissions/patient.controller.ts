import { personOf } from '#access';
import type { StayHead } from '#contracts';
import { appendAudit, Database, stayHeadOf } from '#records';
import { Controller, Get, Inject, Param, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { admissionId, noSuchPatient } from './admission-id.ts';

/** One patient's page: who they are and how they stand. */
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
    return head;
  }
}
