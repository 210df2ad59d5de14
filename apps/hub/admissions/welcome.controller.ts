import { personOf } from '#access';
import { SummaryDrawer } from '#pdf';
import { appendAudit, Database, welcomeRecordOf } from '#records';
import { clock } from '#runtime';
import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { admissionId, noSuchPatient } from './admission-id.ts';
import { welcomeInWords } from './welcome-words.ts';

/** What somebody is given who comes onto the ward, to be printed. */
@Controller('api/admissions')
export class WelcomeController {
  private readonly drawer = new SummaryDrawer();

  constructor(@Inject(Database) private readonly database: Database) {}

  @Get(':id/welcome-pack.pdf')
  async welcome(
    @Param('id', admissionId) id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const person = personOf(request);
    const record = await welcomeRecordOf(this.database, { admissionId: id, wardIds: person.wardIds });
    if (!record) throw noSuchPatient();
    const summary = welcomeInWords(record, clock.now().getTime());
    const pdf = await this.drawer.draw({ kind: 'welcome', summary });
    await appendAudit(this.database, [
      {
        act: 'exported-welcome-pack',
        actor: { kind: 'person', id: person.id },
        ward: record.wardId,
        admissions: [id],
        details: { bytes: pdf.length },
      },
    ]);
    await reply
      .header('content-type', 'application/pdf')
      .header('content-disposition', 'attachment; filename="welcome-pack.pdf"')
      .header('cache-control', 'no-store')
      .send(pdf);
  }
}
