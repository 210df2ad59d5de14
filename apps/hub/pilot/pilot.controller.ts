import { personOf } from '#access';
import { areaTerms, armPlacing, capGrowth, MOST_CAP, type PilotView } from '#contracts';
import { appendAudit, Database, growCap, openArea, pilotOf, placeInArm } from '#records';
import { clock, Refusal } from '#runtime';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Put, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { admissionId, noSuchPatient } from '../admissions/admission-id.ts';
import { ofField } from '../of-field.ts';

const noSuchArea = (): Refusal => new Refusal('not-found', 'There is no such area on your wards.');
const areaId = new ParseUUIDPipe({ exceptionFactory: noSuchArea });

/** The pilot: its areas with their homes, how many residents each may take and who approved it, and who is in which arm. */
@Controller('api')
export class PilotController {
  constructor(@Inject(Database) private readonly database: Database) {}

  @Get('pilot')
  async show(@Req() request: FastifyRequest): Promise<PilotView> {
    const person = personOf(request);
    const pilot = await pilotOf(this.database, person.wardIds);
    const residents = pilot.areas.flatMap((area) => area.residents);
    await appendAudit(this.database, [
      {
        act: 'viewed-pilot',
        actor: { kind: 'person', id: person.id },
        admissions: residents.map((resident) => resident.admissionId),
      },
    ]);
    return { at: clock.now().getTime(), ...pilot };
  }

  @Post('pilot/areas')
  async open(
    @Body({ schema: areaTerms }) terms: z.output<typeof areaTerms>,
    @Req() request: FastifyRequest,
  ): Promise<{ id: string }> {
    const outcome = await openArea(this.database, { terms, actor: personOf(request), now: clock.now() });
    switch (outcome.kind) {
      case 'opened':
        return { id: outcome.id };
      case 'no-such-ward':
        throw new Refusal('not-found', 'There is no such ward, or it is not one of yours.');
      case 'no-such-home':
        throw ofField('homeIds', 'one of them is no home of this ward, or is in an area already');
      case 'name-taken':
        throw ofField('name', 'another area of this ward is called that already');
    }
  }

  @Post('pilot/areas/:id/caps')
  @HttpCode(204)
  async grow(
    @Param('id', areaId) id: string,
    @Body({ schema: capGrowth }) growth: z.output<typeof capGrowth>,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    const outcome = await growCap(this.database, { areaId: id, growth, actor: personOf(request), now: clock.now() });
    if (outcome.kind === 'no-such-area') throw noSuchArea();
    if (outcome.kind === 'no-growth') {
      throw ofField('cap', `is ${outcome.cap} already, and only grows, up to ${MOST_CAP}`);
    }
  }

  @Put('admissions/:id/arm')
  @HttpCode(204)
  async place(
    @Param('id', admissionId) id: string,
    @Body({ schema: armPlacing }) { arm }: z.output<typeof armPlacing>,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    const wish = { admissionId: id, arm, actor: personOf(request), now: clock.now() };
    const outcome = await placeInArm(this.database, wish);
    switch (outcome.kind) {
      case 'placed':
        return;
      case 'no-such-stay':
        throw noSuchPatient();
      case 'no-area':
        throw new Refusal('pilot-full', 'Their home is in no area of the pilot. The clinical lead opens areas.');
      case 'full': {
        const { area, cap, approvedBy } = outcome;
        const residents = `${cap} ${cap === 1 ? 'resident' : 'residents'}`;
        throw new Refusal(
          'pilot-full',
          `${area} has its ${residents}, which is what ${approvedBy} approved. Nobody was added. Somebody has to approve a growth first.`,
        );
      }
    }
  }
}
