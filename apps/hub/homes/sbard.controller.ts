import { personOf } from '#access';
import {
  sbardDecision,
  sbardSent,
  type AuditedAct,
  type ResidentSbards,
  type Sbard,
  type SbardDraft,
  type Sbards,
} from '#contracts';
import { appendAudit, Database, decideOnSbard, sbardsOfResident, sbardsOfStay, sendSbard } from '#records';
import { clock, Refusal } from '#runtime';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { admissionId, noSuchPatient } from '../admissions/admission-id.ts';
import { toldOfStay } from './told-of-stay.ts';

const noSuchResident = (): Refusal =>
  new Refusal('not-found', 'There is no such resident of your home on the virtual ward now.');
const residentId = new ParseUUIDPipe({ exceptionFactory: noSuchResident });
const noSuchSbard = (): Refusal => new Refusal('not-found', 'There is no such SBARD of this patient.');
const sbardId = new ParseUUIDPipe({ exceptionFactory: noSuchSbard });

/** What a home tells the hub of a resident, and what the hub decides. */
@Controller('api')
export class SbardController {
  constructor(@Inject(Database) private readonly database: Database) {}

  @Get('homes/:id/residents/:admissionId/sbards')
  async ofResident(
    @Param('id') homeId: string,
    @Param('admissionId', residentId) id: string,
    @Req() request: FastifyRequest,
  ): Promise<ResidentSbards> {
    const { wardId, zone, asks, sbards } = await this.resident(request, homeId, id);
    const draft = asks ? await this.draftOf(id, { wardId, zone }) : null;
    await this.told('viewed-sbards', request, { ward: wardId, careHome: homeId, id });
    return { draft, sbards };
  }

  /** Kept as it is sent, with what the record says at that moment. 201 the first time, 200 when it is sent again. */
  @Post('homes/:id/residents/:admissionId/sbards')
  async send(
    @Param('id') homeId: string,
    @Param('admissionId', residentId) id: string,
    @Body({ schema: sbardSent }) sent: z.output<typeof sbardSent>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Sbard> {
    const { wardId, zone } = await this.resident(request, homeId, id);
    const outcome = await sendSbard(this.database, {
      admissionId: id,
      careHomeId: homeId,
      draft: await this.draftOf(id, { wardId, zone }),
      sent,
      actor: personOf(request),
      now: clock.now(),
    });
    switch (outcome.kind) {
      case 'no-such-resident':
        throw noSuchResident();
      case 'nothing-open':
        throw new Refusal(
          'stale',
          'No alert is open for this resident, so nobody at the hub would be asked to look. Take readings, or say what you noticed, and ring the hub.',
        );
      case 'sent':
      case 'sent-before':
        reply.code(outcome.kind === 'sent' ? 201 : 200);
        return outcome.sbard;
    }
  }

  @Get('admissions/:id/sbards')
  async ofStay(@Param('id', admissionId) id: string, @Req() request: FastifyRequest): Promise<Sbards> {
    const found = await sbardsOfStay(this.database, { admissionId: id, wardIds: personOf(request).wardIds });
    if (!found) throw noSuchPatient();
    await this.told('viewed-sbards', request, { ward: found.wardId, id });
    return { sbards: found.sbards };
  }

  @Post('admissions/:id/sbards/:sbardId/decision')
  @HttpCode(204)
  async decide(
    @Param('id', admissionId) id: string,
    @Param('sbardId', sbardId) sbard: string,
    @Body({ schema: sbardDecision }) { decision }: z.output<typeof sbardDecision>,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    const wish = { admissionId: id, sbardId: sbard, decision, actor: personOf(request), now: clock.now() };
    switch (await decideOnSbard(this.database, wish)) {
      case 'decided':
        return;
      case 'no-such-sbard':
        throw noSuchSbard();
      case 'decided-before':
        throw new Refusal('stale', 'A colleague has decided on this since you looked. Nothing was changed.');
    }
  }

  private async resident(request: FastifyRequest, homeId: string, id: string) {
    if (personOf(request).careHome?.id !== homeId) throw noSuchResident();
    const found = await sbardsOfResident(this.database, { admissionId: id, careHomeId: homeId });
    if (!found) throw noSuchResident();
    return found;
  }

  private async draftOf(id: string, ward: { wardId: string; zone: string }): Promise<SbardDraft> {
    const draft = await toldOfStay(this.database, { admissionId: id, ...ward });
    if (!draft) throw noSuchResident();
    return draft;
  }

  private async told(
    act: AuditedAct,
    request: FastifyRequest,
    { ward, careHome, id }: { ward: string; careHome?: string; id: string },
  ): Promise<void> {
    const actor = { kind: 'person', id: personOf(request).id } as const;
    await appendAudit(this.database, [
      { act, actor, ward, ...(careHome === undefined ? {} : { careHome }), admissions: [id] },
    ]);
  }
}
