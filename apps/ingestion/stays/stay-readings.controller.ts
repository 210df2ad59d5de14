import { personOf } from '#access';
import type { StoredReading } from '#contracts';
import { appendAudit, Database, stayOfReadings } from '#records';
import { Refusal } from '#runtime';
import { Body, Controller, Inject, Param, ParseUUIDPipe, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { checkReading, refusalOf } from '../observations/check-reading.ts';
import { Intake } from '../observations/intake.ts';

const noSuchStay = (): Refusal => new Refusal('not-found', 'There is no such patient on your wards now.');

/** A stay that is none is nobody's, like an id that is none. */
const admissionId = new ParseUUIDPipe({ exceptionFactory: noSuchStay });

const BY_THE_HUB = 'telephone';

@Controller('v1/admissions')
export class StayReadingsController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Intake) private readonly intake: Intake,
  ) {}

  /**
   * One reading set of somebody on the ward, wherever they live, that the hub wrote down on the telephone; or of their own
   * stay by a patient or carer. 201 when it is durably stored, 200 when it was before. It has to say whose it is: another's
   * NHS number is refused, so that a form that stood open for somebody else stores nothing here.
   */
  @Post(':id/observations')
  async take(
    @Param('id', admissionId) id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StoredReading> {
    const person = personOf(request);
    const stay = await stayOfReadings(this.database, {
      admissionId: id,
      wardIds: person.wardIds,
      own: person.admissionId,
    });
    if (!stay) throw noSuchStay();
    request.onBehalfOf = stay.sender.sourceId;
    if (stay.disabled) {
      throw new Refusal('not-allowed', 'What people write down for this ward is switched off. Ask the clinical lead.');
    }
    const method = person.role === 'patient' || person.role === 'carer' ? person.role : BY_THE_HUB;
    // Who wrote it down is who is signed in, and how it was taken follows from that: neither is the sender's to say.
    const document =
      typeof body === 'object' && body !== null ? { ...body, method, recordedBy: person.displayName } : body;
    const checked = checkReading(document, stay.sender, '');
    if ('refused' in checked) throw refusalOf(checked.refused);
    if (checked.reading.nhsNumber !== stay.nhsNumber) {
      throw refusalOf([
        {
          pointer: '/patient/nhsNumber',
          field: 'nhsNumber',
          detail: 'nhsNumber: is not that of the patient whose form this is: find the person once more',
        },
      ]);
    }
    await appendAudit(this.database, [
      {
        act: 'sent-reading',
        actor: { kind: 'person', id: person.id },
        ward: stay.wardId,
        ...(stay.careHomeId === null ? {} : { careHome: stay.careHomeId }),
        admissions: [id],
        details: { method },
      },
    ]);
    const [stored] = await this.intake.store([checked], request.id);
    if (!stored) throw new Error('a reading went in and no answer came out');
    reply.code(stored.outcome === 'stored' ? 201 : 200);
    return stored;
  }
}
