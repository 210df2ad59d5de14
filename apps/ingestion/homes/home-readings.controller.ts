import { openSealed, personOf, whoseProof } from '#access';
import { sealedForHub, type StoredReading } from '#contracts';
import { appendAudit, Database, whoIsMeant } from '#records';
import { clock, Refusal } from '#runtime';
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
    const { said, carer } = await this.opened(homeId, body);
    const recordedBy = carer?.name ?? person.displayName;
    const document = typeof said === 'object' && said !== null ? { ...said, method, recordedBy } : said;
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
        ...(carer && { details: { carer: carer.id } }),
      },
    ]);
    const [stored] = await this.intake.store([checked], request.id);
    if (!stored) throw new Error('a reading went in and no answer came out');
    reply.code(stored.outcome === 'stored' ? 201 : 200);
    return stored;
  }

  /**
   * What a shared tablet sealed, with the carer whose PIN was right there. A proof that is nobody's loses no reading: it is then
   * stored in the name of the account that sent it.
   */
  private async opened(
    homeId: string,
    body: unknown,
  ): Promise<{ said: unknown; carer: { id: string; name: string } | null }> {
    const sealed = sealedForHub.safeParse(body);
    if (!sealed.success) return { said: body, carer: null };
    const opened = await openSealed(this.database, { careHomeId: homeId, sealed: sealed.data.sealed });
    if (!opened) throw new Refusal('invalid-document', 'sealed: this was not sealed on a tablet of this home.');
    const { content, proof } = opened;
    const at = measuredAt(content) ?? clock.now();
    const carer = proof === null ? null : await whoseProof(this.database, { careHomeId: homeId, proof, at });
    return { said: content, carer };
  }
}

/** Null where it is no instant: then the reading is refused for that. */
function measuredAt(set: unknown): Date | null {
  if (typeof set !== 'object' || set === null || !('effectiveAt' in set)) return null;
  const at = Date.parse(String(set.effectiveAt));
  return Number.isNaN(at) ? null : new Date(at);
}
