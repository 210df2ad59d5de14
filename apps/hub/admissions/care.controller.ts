import { personOf } from '#access';
import { careChange, careDraft, type CareChanged, type CareOfStay, type WardTasks } from '#contracts';
import { addCare, appendAudit, careOf, changeCare, Database, tasksOfWard, type CareOutcome } from '#records';
import { clock, Refusal } from '#runtime';
import { Body, Controller, Get, Inject, Param, ParseUUIDPipe, Post, Put, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { ofField } from '../of-field.ts';
import { noSuchWard } from '../routes/of-the-ward.ts';
import { admissionId, noSuchPatient } from './admission-id.ts';

const noSuchEntry = (): Refusal => new Refusal('not-found', 'There is no such entry of this patient, of that kind.');
const entryId = new ParseUUIDPipe({ exceptionFactory: noSuchEntry });

/** What people agree on around a stay: goals, carers, meetings, tasks, visits. */
@Controller('api')
export class CareController {
  constructor(@Inject(Database) private readonly database: Database) {}

  @Get('admissions/:id/care')
  async care(@Param('id', admissionId) id: string, @Req() request: FastifyRequest): Promise<CareOfStay> {
    const person = personOf(request);
    const found = await careOf(this.database, { admissionId: id, wardIds: person.wardIds, now: clock.now() });
    if (!found) throw noSuchPatient();
    const { wardId, ...shown } = found;
    await appendAudit(this.database, [
      { act: 'viewed-care', actor: { kind: 'person', id: person.id }, ward: wardId, admissions: [id] },
    ]);
    return shown;
  }

  @Post('admissions/:id/care')
  async add(
    @Param('id', admissionId) id: string,
    @Body({ schema: careDraft }) draft: z.output<typeof careDraft>,
    @Req() request: FastifyRequest,
  ): Promise<CareChanged> {
    const wish = { admissionId: id, draft, actor: personOf(request), now: clock.now() };
    return kept(await addCare(this.database, wish));
  }

  @Put('admissions/:id/care/:entryId')
  async change(
    @Param('id', admissionId) id: string,
    @Param('entryId', entryId) entry: string,
    @Body({ schema: careChange }) change: z.output<typeof careChange>,
    @Req() request: FastifyRequest,
  ): Promise<CareChanged> {
    const wish = { admissionId: id, entryId: entry, change, actor: personOf(request), now: clock.now() };
    return kept(await changeCare(this.database, wish));
  }

  /** What is to be done on a ward, by everybody and by oneself. */
  @Get('wards/:id/tasks')
  async tasks(@Param('id') wardId: string, @Req() request: FastifyRequest): Promise<WardTasks> {
    const person = personOf(request);
    const found = person.wardIds.includes(wardId)
      ? await tasksOfWard(this.database, { wardId, asks: person, now: clock.now() })
      : null;
    if (!found) throw noSuchWard();
    await appendAudit(this.database, [
      {
        act: 'viewed-tasks',
        actor: { kind: 'person', id: person.id },
        ward: wardId,
        admissions: [...new Set(found.tasks.map((task) => task.admissionId))],
      },
    ]);
    return found;
  }
}

function kept(outcome: CareOutcome): CareChanged {
  switch (outcome.kind) {
    case 'kept':
      return { id: outcome.id, version: outcome.version };
    case 'no-such-stay':
      throw noSuchPatient();
    case 'no-such-entry':
      throw noSuchEntry();
    case 'stale':
      throw new Refusal('stale', `${outcome.by} changed this since you looked. Nothing of yours was saved yet.`);
    case 'no-such-colleague':
      throw ofField('ownerId', 'is nobody who works on this ward');
  }
}
