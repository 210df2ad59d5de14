import { newSpokenCode, personOf, spokenCodeHash } from '#access';
import { partnerCodeTerms, type PartnerCodeGiven, type PartnerCodeList } from '#contracts';
import { Database, issuePartnerCode, partnerCodesAmong, revokePartnerCode } from '#records';
import { clock, Refusal } from '#runtime';
import { Body, Controller, Get, Header, HttpCode, Inject, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';

/** 80 random bits. */
export const PARTNER_CODE_GROUPS = 4;
const PREFIX_LENGTH = 4;
const DAY_MS = 86_400_000;

const noSuchCode = (): Refusal => new Refusal('not-found', 'There is no such code in force on your wards.');
const codeId = new ParseUUIDPipe({ exceptionFactory: noSuchCode });

/** Who outside the ward may tell of a concern, by organisation. */
@Controller('api/partner-codes')
export class PartnerCodeController {
  constructor(@Inject(Database) private readonly database: Database) {}

  @Get()
  async list(@Req() request: FastifyRequest): Promise<PartnerCodeList> {
    const now = clock.now();
    const { wardIds } = personOf(request);
    return { at: now.getTime(), codes: await partnerCodesAmong(this.database, { wardIds, now }) };
  }

  /** A new code. It is in this answer and nowhere else. */
  @Post()
  @Header('cache-control', 'no-store')
  async issue(
    @Body({ schema: partnerCodeTerms }) { wardId, organisation, days }: z.output<typeof partnerCodeTerms>,
    @Req() request: FastifyRequest,
  ): Promise<PartnerCodeGiven> {
    const now = clock.now();
    const code = newSpokenCode(PARTNER_CODE_GROUPS);
    const expiresAt = new Date(now.getTime() + days * DAY_MS);
    const id = await issuePartnerCode(this.database, {
      wardId,
      organisation,
      code: { hash: spokenCodeHash(code), prefix: code.slice(0, PREFIX_LENGTH) },
      expiresAt,
      actor: personOf(request),
      now,
    });
    if (id === null) throw new Refusal('not-found', 'There is no such ward, or it is not one of yours.');
    return { id, code, expiresAt: expiresAt.getTime() };
  }

  @Post(':id/revocation')
  @HttpCode(204)
  async revoke(@Param('id', codeId) id: string, @Req() request: FastifyRequest): Promise<void> {
    if (!(await revokePartnerCode(this.database, { id, actor: personOf(request), now: clock.now() }))) {
      throw noSuchCode();
    }
  }
}
