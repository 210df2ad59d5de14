import { personOf } from '#access';
import { attachment, dismissal, type SettledReadings, type StayIdentity, type UnmatchedList } from '#contracts';
import {
  appendAudit,
  attachReadings,
  countUnmatched,
  Database,
  dismissReadings,
  hiddenFrom,
  staysToChooseFrom,
  unmatchedReadings,
  type SettlingRefusal,
} from '#records';
import { clock, Refusal } from '#runtime';
import { Body, Controller, Get, HttpCode, Inject, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';

/** Readings that fit nobody, until somebody says whose they are. Nothing of a patient is in an address. */
@Controller('api/unmatched')
export class UnmatchedController {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** What waits, from the sources of one's own wards. */
  @Get()
  async list(@Req() request: FastifyRequest): Promise<UnmatchedList> {
    const person = personOf(request);
    const { readings, groups } = await unmatchedReadings(this.database, person.wardIds);
    const hidden = hiddenFrom(person);
    // They wait for those who may see whose they are; they are counted for everybody.
    const waiting = { readings, groups: groups.filter(({ onWard }) => !onWard || !hidden.has(onWard.admissionId)) };
    await appendAudit(this.database, [
      {
        act: 'viewed-unmatched-readings',
        actor: { kind: 'person', id: person.id },
        admissions: waiting.groups.flatMap(({ onWard }) => (onWard ? [onWard.admissionId] : [])),
        details: { groups: waiting.groups.length },
      },
    ]);
    return { at: clock.now().getTime(), ...waiting };
  }

  /** How many readings wait: asked for by every page, so that nobody forgets them. */
  @Get('count')
  async count(@Req() request: FastifyRequest): Promise<{ readings: number }> {
    return { readings: await countUnmatched(this.database, personOf(request).wardIds) };
  }

  /** Everybody on one's own wards, to choose from whose a reading is. */
  @Get('stays')
  async stays(@Req() request: FastifyRequest): Promise<{ stays: StayIdentity[] }> {
    const person = personOf(request);
    const hidden = hiddenFrom(person);
    const onWards = await staysToChooseFrom(this.database, person.wardIds);
    const stays = onWards.filter((stay) => !hidden.has(stay.admissionId));
    await appendAudit(this.database, [
      {
        act: 'viewed-identities',
        actor: { kind: 'person', id: person.id },
        admissions: stays.map((stay) => stay.admissionId),
      },
    ]);
    return { stays };
  }

  /** Readings become a patient's, by somebody who confirmed who that is. */
  @Post('attachments')
  @HttpCode(200)
  async attach(
    @Body({ schema: attachment }) body: z.output<typeof attachment>,
    @Req() request: FastifyRequest,
  ): Promise<SettledReadings> {
    return settled(await attachReadings(this.database, { ...body, actor: personOf(request), now: clock.now() }));
  }

  /** Readings are nobody's here. */
  @Post('dismissals')
  @HttpCode(200)
  async dismiss(
    @Body({ schema: dismissal }) body: z.output<typeof dismissal>,
    @Req() request: FastifyRequest,
  ): Promise<SettledReadings> {
    return settled(await dismissReadings(this.database, { ...body, actor: personOf(request), now: clock.now() }));
  }
}

function settled(outcome: ({ kind: 'settled' } & SettledReadings) | SettlingRefusal): SettledReadings {
  switch (outcome.kind) {
    case 'settled':
      return { readings: outcome.readings, history: outcome.history };
    case 'nothing-waits':
      throw new Refusal(
        'stale',
        'These readings do not wait any more: somebody has decided about them since you looked.',
      );
    case 'no-such-stay':
      throw new Refusal('not-found', 'There is no such patient on your wards now.');
    case 'record-differs':
      throw new Refusal(
        'stale',
        'The record says another name, date of birth or NHS number than you confirmed: look at it once more. Nothing was changed.',
      );
  }
}
