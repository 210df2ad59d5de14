import { personOf } from '#access';
import { DAY } from '#clinical';
import { LONGEST_SUMMARY_DAYS, summaryQuestion } from '#contracts';
import { documentOfStay, summaryInWords } from '#discharge';
import { SummaryDrawer } from '#pdf';
import { appendAudit, Database, objectionsToSharing, stayHeadOf, summaryOf } from '#records';
import { clock, Refusal } from '#runtime';
import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { PublicUrl } from '../public-url.ts';
import { admissionId, noSuchPatient } from './admission-id.ts';

/** So much of a stay is told where nobody says how much. */
const USUAL_DAYS = 14;

/** The summary of a stay as a PDF, to be printed or sent with the patient. */
@Controller('api/admissions')
export class SummaryController {
  private readonly drawer = new SummaryDrawer();

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PublicUrl) private readonly publicUrl: PublicUrl,
  ) {}

  @Get(':id/summary.pdf')
  async summary(
    @Param('id', admissionId) id: string,
    @Query({ schema: summaryQuestion }) question: z.output<typeof summaryQuestion>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const now = clock.now().getTime();
    const to = question.to ?? now;
    const from = question.from ?? to - USUAL_DAYS * DAY;
    if (from >= to || to - from > LONGEST_SUMMARY_DAYS * DAY) {
      const detail = `from: expected a time before \`to\`, at most ${LONGEST_SUMMARY_DAYS} days`;
      throw new Refusal('invalid-document', `${detail}.`, { errors: [{ pointer: '/from', field: 'from', detail }] });
    }
    const { pdf, wardId } = await this.drawn(id, request, { from, to });
    await appendAudit(this.database, [
      {
        act: 'exported-summary',
        actor: { kind: 'person', id: personOf(request).id },
        ward: wardId,
        admissions: [id],
        details: { from: new Date(from).toISOString(), to: new Date(to).toISOString(), bytes: pdf.length },
      },
    ]);
    // A file's name goes into histories and folders: it names nobody.
    await reply
      .header('content-type', 'application/pdf')
      .header('content-disposition', 'attachment; filename="summary-of-stay.pdf"')
      .header('cache-control', 'no-store')
      .send(pdf);
  }

  /** The whole stay as one FHIR document, for a GP's or a hospital's system. */
  @Get(':id/discharge-bundle')
  async bundle(
    @Param('id', admissionId) id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const person = personOf(request);
    if (!(await stayHeadOf(this.database, { admissionId: id, wardIds: person.wardIds }))) throw noSuchPatient();
    if ((await objectionsToSharing(this.database, id)).includes('gp')) {
      throw new Refusal(
        'objected-to',
        'This person objects to their GP, and whoever looks after them next, being told. Ask them: where they take it back, write that down under Privacy. Handing on to 999 or a hospital ward is not held up.',
      );
    }
    const made = await documentOfStay(this.database, this.drawer, {
      admissionId: id,
      wardIds: person.wardIds,
      base: this.publicUrl.of(request),
      by: person.displayName,
      at: clock.now().getTime(),
    });
    if (!made) throw noSuchPatient();
    const { document } = made;
    await appendAudit(this.database, [
      {
        act: 'exported-discharge-bundle',
        actor: { kind: 'person', id: person.id },
        ward: made.wardId,
        admissions: [id],
        details: { readings: made.readings, bytes: document.length },
      },
    ]);
    await reply
      .header('content-type', 'application/fhir+json; charset=utf-8')
      .header('content-disposition', 'attachment; filename="discharge-bundle.json"')
      .header('cache-control', 'no-store')
      .send(document);
  }

  private async drawn(
    id: string,
    request: FastifyRequest,
    { from, to }: { from: number; to: number },
  ): Promise<{ pdf: Buffer; wardId: string }> {
    const person = personOf(request);
    const period = { from: new Date(from), to: new Date(to) };
    const record = await summaryOf(this.database, { admissionId: id, wardIds: person.wardIds, ...period });
    if (!record) throw noSuchPatient();
    const summary = summaryInWords(record, {
      from: Math.max(from, Math.min(record.admittedAt, to)),
      to,
      asOf: clock.now().getTime(),
      by: person.displayName,
    });
    return { pdf: await this.drawer.draw({ kind: 'stay', summary }), wardId: record.kept.wardId };
  }
}
