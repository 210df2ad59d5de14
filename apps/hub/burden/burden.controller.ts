import { personOf } from '#access';
import { alarmBurdenQuestion, type WardBurden } from '#contracts';
import { appendAudit, burdenOf, Database } from '#records';
import { clock, Refusal } from '#runtime';
import { Controller, Get, Inject, Param, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';

const DAY_MS = 86_400_000;

@Controller('api/wards')
export class BurdenController {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** The alarm burden of the days up to now. A ward of other people's is not found. */
  @Get(':id/alarm-burden')
  async burden(
    @Param('id') wardId: string,
    @Query({ schema: alarmBurdenQuestion }) { days }: z.output<typeof alarmBurdenQuestion>,
    @Req() request: FastifyRequest,
  ): Promise<WardBurden> {
    const person = personOf(request);
    const to = clock.now().getTime();
    const found = person.wardIds.includes(wardId)
      ? await burdenOf(this.database, { wardId, from: to - days * DAY_MS, to })
      : null;
    if (!found) throw new Refusal('not-found', 'There is no such ward, or it is not one of yours.');
    await appendAudit(this.database, [
      {
        act: 'viewed-alarm-burden',
        actor: { kind: 'person', id: person.id },
        ward: wardId,
        admissions: [...new Set(found.reviews.map((review) => review.admissionId))],
      },
    ]);
    return found;
  }
}
