import { hashPassword, newSpokenCode, personOf } from '#access';
import { accessTerms, patientMessageDraft, patientPhone, type AccessGiven, type StayAccess } from '#contracts';
import {
  accessToStay,
  appendAudit,
  changePatientPhone,
  Database,
  giveAccess,
  revokeAccess,
  writeToPatient,
} from '#records';
import { clock, Refusal } from '#runtime';
import { Body, Controller, Get, Header, HttpCode, Inject, Param, ParseUUIDPipe, Post, Put, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { admissionId, noSuchPatient } from '../admissions/admission-id.ts';
import { ONE_TIME_CODE_GROUPS, partsOf } from './one-time-code.ts';

/** Long enough to ring somebody up and stay with them until they are in. */
const CODE_LASTS_MS = 3_600_000;

const noSuchAccess = (): Refusal =>
  new Refusal('not-found', 'There is no such access to this stay, or it was taken back.');
const accessIdOf = new ParseUUIDPipe({ exceptionFactory: noSuchAccess });

/** Who signs in for a stay from home, and what the hub writes to them. */
@Controller('api')
export class AccessController {
  constructor(@Inject(Database) private readonly database: Database) {}

  @Get('admissions/:id/access')
  async list(@Param('id', admissionId) id: string, @Req() request: FastifyRequest): Promise<StayAccess> {
    const person = personOf(request);
    const found = await accessToStay(this.database, { admissionId: id, wardIds: person.wardIds });
    if (!found) throw noSuchPatient();
    const { wardId: ward, ...access } = found;
    await appendAudit(this.database, [
      { act: 'viewed-access', actor: { kind: 'person', id: person.id }, ward, admissions: [id] },
    ]);
    return access;
  }

  /** A new code. It is in this answer and nowhere else, works once, and for an hour. */
  @Post('admissions/:id/access')
  @Header('cache-control', 'no-store')
  async give(
    @Param('id', admissionId) id: string,
    @Body({ schema: accessTerms }) { who, name }: z.output<typeof accessTerms>,
    @Req() request: FastifyRequest,
  ): Promise<AccessGiven> {
    const now = clock.now();
    const code = newSpokenCode(ONE_TIME_CODE_GROUPS);
    const { locator, secret } = partsOf(code);
    const expiresAt = new Date(now.getTime() + CODE_LASTS_MS);
    const accessId = await giveAccess(this.database, {
      admissionId: id,
      who,
      name,
      code: { locator, secretHash: await hashPassword(secret) },
      expiresAt,
      actor: personOf(request),
      now,
    });
    if (accessId === null) throw noSuchPatient();
    return { accessId, code, expiresAt: expiresAt.getTime() };
  }

  @Post('admissions/:id/access/:accessId/revocation')
  @HttpCode(204)
  async revoke(
    @Param('id', admissionId) id: string,
    @Param('accessId', accessIdOf) accessId: string,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    const wish = { admissionId: id, accessId, actor: personOf(request), now: clock.now() };
    if (!(await revokeAccess(this.database, wish))) throw noSuchAccess();
  }

  @Post('admissions/:id/patient-messages')
  @HttpCode(204)
  async write(
    @Param('id', admissionId) id: string,
    @Body({ schema: patientMessageDraft }) { text }: z.output<typeof patientMessageDraft>,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    const wish = { admissionId: id, text, actor: personOf(request), now: clock.now() };
    if (!(await writeToPatient(this.database, wish))) throw noSuchPatient();
  }

  /** What patients of the ward ring. */
  @Put('wards/:id/patient-phone')
  @HttpCode(204)
  async phone(
    @Param('id') wardId: string,
    @Body({ schema: patientPhone }) { phone }: z.output<typeof patientPhone>,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    if (!(await changePatientPhone(this.database, { wardId, phone, actor: personOf(request) }))) {
      throw new Refusal('not-found', 'There is no such ward, or it is not one of yours.');
    }
  }
}
