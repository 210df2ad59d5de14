import {
  hashPassword,
  newSpokenCode,
  personOf,
  readSpokenCode,
  recover,
  SESSION_COOKIE,
  type SecondFactorTerms,
} from '#access';
import { recovery, type RecoveryGiven, type SignedIn, type StaffAccounts } from '#contracts';
import { Database, giveRecoveryCode, staffAccountsAmong } from '#records';
import { clock, Refusal } from '#runtime';
import { Body, Controller, Get, Header, HttpCode, Inject, Param, ParseUUIDPipe, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { ONE_TIME_CODE_GROUPS, partsOf } from '../at-home/one-time-code.ts';
import { SECOND_FACTOR_TERMS } from '../hub-tokens.ts';
import { CookieTerms } from './cookie-terms.ts';
import { fromOf, letIn } from './sign-in-answers.ts';

/** Long enough to ring somebody back on a number that is known and stay with them until they are in. */
const CODE_LASTS_MS = 3_600_000;

const noSuchAccount = (): Refusal =>
  new Refusal('not-found', 'There is no such account on your wards, or it is your own.');
const accountIdOf = new ParseUUIDPipe({ exceptionFactory: noSuchAccount });
const WRONG = {
  code: 'unknown-code',
  words: 'This code does not work. Ask your administrator for a new one.',
} as const;

/** An administrator's: who signs in with a password, and how somebody who cannot gets in again. */
@Controller('api')
export class AccountsController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CookieTerms) private readonly cookieTerms: CookieTerms,
    @Inject(SECOND_FACTOR_TERMS) private readonly terms: SecondFactorTerms,
  ) {}

  @Get('accounts')
  async list(@Req() request: FastifyRequest): Promise<StaffAccounts> {
    const now = clock.now();
    const accounts = await staffAccountsAmong(this.database, { asks: personOf(request), now });
    return { at: now.getTime(), accounts };
  }

  /** A new code. It is in this answer and nowhere else, works once, and for an hour. */
  @Post('accounts/:id/recovery')
  @Header('cache-control', 'no-store')
  async give(@Param('id', accountIdOf) accountId: string, @Req() request: FastifyRequest): Promise<RecoveryGiven> {
    const now = clock.now();
    const code = newSpokenCode(ONE_TIME_CODE_GROUPS);
    const { locator, secret } = partsOf(code);
    const expiresAt = new Date(now.getTime() + CODE_LASTS_MS);
    const given = await giveRecoveryCode(this.database, {
      accountId,
      code: { locator, secretHash: await hashPassword(secret) },
      expiresAt,
      actor: personOf(request),
      now,
    });
    if (!given) throw noSuchAccount();
    return { code, expiresAt: expiresAt.getTime() };
  }

  /** Sets a new password by such a code, and signs in. */
  @Post('session/recovery')
  @HttpCode(200)
  async recover(
    @Body({ schema: recovery }) { code, password }: z.output<typeof recovery>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedIn> {
    const now = clock.now();
    const read = readSpokenCode(code, ONE_TIME_CODE_GROUPS);
    const wish = {
      code: read === null ? null : partsOf(read),
      password,
      terms: this.terms,
      from: fromOf(request),
      cameWith: request.cookies[SESSION_COOKIE] ?? null,
    };
    const became = await recover(this.database, wish, now);
    return letIn(reply, became, { cookieTerms: this.cookieTerms, now, wrong: WRONG });
  }
}
