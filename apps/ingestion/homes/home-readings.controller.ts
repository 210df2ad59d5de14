import { personOf } from '#access';
import type { StoredReading } from '#contracts';
import { appendAudit, Database, whoIsMeant } from '#records';
import { Body, Controller, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { checkReading, refusalOf } from '../observations/check-reading.ts';
import { Intake } from '../observations/intake.ts';
import { sendingHomeOf } from './own-home.ts';

/** Who took it is who is signed in, and how it was taken follows from that: neither is the sender's to say. */
const TAKEN_BY = { 'care-home': 'staff' } as const;
const BY_THE_HUB = 'telephone';

@Controller('v1/homes')
export class HomeReadingsController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Intake) private readonly intake: Intake,
  ) {}

  /**
   * One reading set of a resident, taken by a person: by the home's own staff at the bedside, or by the hub on the telephone.
   * 201 when it is durably stored, 200 when it was before. Somebody who is no resident on the ward any more is not lost: the
   * hub says whose it is (`matched: false`).
   */
  @Post(':id/observations')
  async take(
    @Param('id') homeId: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StoredReading> {
    const home = await sendingHomeOf(this.database, request, homeId);
    const person = personOf(request);
    const method = person.role === 'care-home' ? TAKEN_BY[person.role] : BY_THE_HUB;
    const document =
      typeof body === 'object' && body !== null ? { ...body, method, recordedBy: person.displayName } : body;
    const checked = checkReading(document, home.sender, '');
    if ('refused' in checked) throw refusalOf(checked.refused);
    const [meant] = await whoIsMeant(this.database, home.sender.reach, [{ nhsNumber: checked.reading.nhsNumber }]);
    await appendAudit(this.database, [
      {
        act: 'sent-reading',
        actor: { kind: 'person', id: person.id },
        ward: home.wardId,
        careHome: home.id,
        admissions: meant ? [meant.admissionId] : [],
      },
    ]);
    const [stored] = await this.intake.store([checked], request.id);
    if (!stored) throw new Error('a reading went in and no answer came out');
    reply.code(stored.outcome === 'stored' ? 201 : 200);
    return stored;
  }
}
