import { personOf } from '#access';
import {
  noteDraft,
  stayAlertsQuestion,
  stayTimelineQuestion,
  TIMELINE_KINDS,
  type AuditedAct,
  type NoteWritten,
  type StayAlerts,
  type StayNotes,
  type StayTimeline,
} from '#contracts';
import { alertsOfStay, appendAudit, Database, notesOn, timelineOf, writeNote } from '#records';
import { clock, Refusal } from '#runtime';
import { Body, Controller, Get, Inject, Param, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { admissionId, noSuchPatient } from './admission-id.ts';

/** What happened on a stay: its alerts, the notes on it, and all of it in one list. */
@Controller('api/admissions')
export class StayController {
  constructor(@Inject(Database) private readonly database: Database) {}

  @Get(':id/alerts')
  async alerts(
    @Param('id', admissionId) id: string,
    @Query({ schema: stayAlertsQuestion }) { before }: z.output<typeof stayAlertsQuestion>,
    @Req() request: FastifyRequest,
  ): Promise<StayAlerts> {
    const { wardIds } = personOf(request);
    const found = await alertsOfStay(this.database, { admissionId: id, wardIds, before: before ?? null });
    return this.shown(id, 'viewed-alerts-of-stay', found, request);
  }

  @Get(':id/notes')
  async notes(@Param('id', admissionId) id: string, @Req() request: FastifyRequest): Promise<StayNotes> {
    const { wardIds } = personOf(request);
    return this.shown(id, 'viewed-notes', await notesOn(this.database, { admissionId: id, wardIds }), request);
  }

  /** A note, and the one that it puts right. None is ever changed or deleted. */
  @Post(':id/notes')
  async write(
    @Param('id', admissionId) id: string,
    @Body({ schema: noteDraft }) body: z.output<typeof noteDraft>,
    @Req() request: FastifyRequest,
  ): Promise<NoteWritten> {
    const wish = { ...body, admissionId: id, actor: personOf(request), now: clock.now() };
    const outcome = await writeNote(this.database, wish);
    switch (outcome.kind) {
      case 'written':
        return { id: outcome.id };
      case 'no-such-stay':
        throw noSuchPatient();
      case 'no-such-note':
        throw new Refusal('invalid-document', 'The note to strike is not one of this patient’s stay.', {
          errors: [{ pointer: '/strikes', field: 'strikes', detail: 'strikes: expected a note of this stay' }],
        });
      case 'struck-before':
        throw new Refusal('stale', 'Somebody has struck this note since you looked. Nothing was written.');
    }
  }

  @Get(':id/timeline')
  async timeline(
    @Param('id', admissionId) id: string,
    @Query({ schema: stayTimelineQuestion }) { kinds, before }: z.output<typeof stayTimelineQuestion>,
    @Req() request: FastifyRequest,
  ): Promise<StayTimeline> {
    const { wardIds } = personOf(request);
    const question = { admissionId: id, wardIds, kinds: kinds ?? TIMELINE_KINDS, before: before ?? null };
    return this.shown(id, 'viewed-timeline', await timelineOf(this.database, question), request);
  }

  /** What is shown of a stay, told before it is. */
  private async shown<Found extends { wardId: string }>(
    id: string,
    act: AuditedAct,
    found: Found | null,
    request: FastifyRequest,
  ): Promise<Omit<Found, 'wardId'>> {
    if (!found) throw noSuchPatient();
    const { wardId: ward, ...what } = found;
    const actor = { kind: 'person', id: personOf(request).id } as const;
    await appendAudit(this.database, [{ act, actor, ward, admissions: [id] }]);
    return what;
  }
}
