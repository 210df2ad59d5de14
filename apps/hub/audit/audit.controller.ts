import { personOf } from '#access';
import { auditQuestion, type AuditPage, type AuditPeople, type AuditVerified } from '#contracts';
import { appendAudit, Database, peopleOfAudit, searchAudit, verifyAudit } from '#records';
import { clock } from '#runtime';
import { Body, Controller, Get, HttpCode, Inject, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';

/** Who saw whom and did what, for whoever answers for it. */
@Controller('api/audit')
export class AuditController {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Posted: an NHS number does not belong into an address. */
  @Post('search')
  @HttpCode(200)
  async search(
    @Body({ schema: auditQuestion }) question: z.output<typeof auditQuestion>,
    @Req() request: FastifyRequest,
  ): Promise<AuditPage> {
    const found = await searchAudit(this.database, { asks: personOf(request), question });
    return { at: clock.now().getTime(), ...found };
  }

  @Get('people')
  async people(): Promise<AuditPeople> {
    return { people: await peopleOfAudit(this.database) };
  }

  /** Follows the chain from its first link to its last. */
  @Post('verification')
  @HttpCode(200)
  async verify(@Req() request: FastifyRequest): Promise<AuditVerified> {
    const verdict = await verifyAudit(this.database);
    const whole = verdict.kind === 'whole';
    await appendAudit(this.database, [
      {
        act: 'verified-audit-trail',
        actor: { kind: 'person', id: personOf(request).id },
        details: { whole, at: whole ? verdict.entries : verdict.seq },
      },
    ]);
    return {
      at: clock.now().getTime(),
      whole,
      links: whole ? verdict.entries : verdict.seq - 1,
      broken: whole ? null : { seq: verdict.seq, why: verdict.why },
      end: whole ? verdict.head.hash : null,
    };
  }
}
