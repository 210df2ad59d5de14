import { personOf } from '#access';
import { DAY } from '#clinical';
import { LONGEST_SUMMARY_DAYS, summaryQuestion } from '#contracts';
import { SummaryDrawer } from '#pdf';
import { appendAudit, Database, summaryOf } from '#records';
import { clock, Refusal } from '#runtime';
import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { admissionId, noSuchPatient } from './admission-id.ts';
import { summaryInWords } from './summary-words.ts';

/** So much of a stay is told where nobody says how much. */
const USUAL_DAYS = 14;

/** The summary of a stay as a PDF, to be printed or sent with the patient. */
@Controller('api/admissions')
export class SummaryController {
  private readonly drawer = new SummaryDrawer();

  constructor(@Inject(Database) private readonly database: Database) {}

  @Get(':id/summary.pdf')
  async summary(
    @Param('id', admissionId) id: string,
    @Query({ schema: summaryQuestion }) question: z.output<typeof summaryQuestion>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const person = personOf(request);
    const now = clock.now().getTime();
    const to = question.to ?? now;
    const from = question.from ?? to - USUAL_DAYS * DAY;
    if (from >= to || to - from > LONGEST_SUMMARY_DAYS * DAY) {
      const detail = `from: expected a time before \`to\`, at most ${LONGEST_SUMMARY_DAYS} days`;
      throw new Refusal('invalid-document', `${detail}.`, { errors: [{ pointer: '/from', field: 'from', detail }] });
    }
    const period = { from: new Date(from), to: new Date(to) };
    const record = await summaryOf(this.database, { admissionId: id, wardIds: person.wardIds, ...period });
    if (!record) throw noSuchPatient();
    const summary = summaryInWords(record, {
      from: Math.max(from, Math.min(record.admittedAt, to)),
      to,
      asOf: now,
      by: person.displayName,
    });
    const pdf = await this.drawer.draw(summary);
    await appendAudit(this.database, [
      {
        act: 'exported-summary',
        actor: { kind: 'person', id: person.id },
        ward: record.kept.wardId,
        admissions: [id],
        details: { from: period.from.toISOString(), to: period.to.toISOString(), bytes: pdf.length },
      },
    ]);
    // A file's name goes into histories and folders: it names nobody.
    await reply
      .header('content-type', 'application/pdf')
      .header('content-disposition', 'attachment; filename="summary-of-stay.pdf"')
      .header('cache-control', 'no-store')
      .send(pdf);
  }
}
