import {
  changePassword,
  personOf,
  SESSION_COOKIE,
  signOutElsewhere,
  whereSignedIn,
  type SecondFactorTerms,
} from '#access';
import { passwordChange, type OwnSessions, type SignedIn } from '#contracts';
import { Database, endOwnSession } from '#records';
import { clock, Refusal } from '#runtime';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, ParseUUIDPipe, Put, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { SECOND_FACTOR_TERMS } from '../hub-tokens.ts';
import { CookieTerms } from './cookie-terms.ts';
import { fromOf, letIn } from './sign-in-answers.ts';

const noSuchSession = (): Refusal => new Refusal('not-found', 'There is no such session of yours, or it has ended.');
const sessionIdOf = new ParseUUIDPipe({ exceptionFactory: noSuchSession });
/** Not 401: the session is good, what was typed is not. */
const WRONG = { code: 'invalid-document', words: 'current: this is not your password now.' } as const;

/** How somebody signs in, and where they are: their own business alone. */
@Controller('api/account')
export class OwnAccountController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CookieTerms) private readonly cookieTerms: CookieTerms,
    @Inject(SECOND_FACTOR_TERMS) private readonly terms: SecondFactorTerms,
  ) {}

  @Get('sessions')
  async sessions(@Req() request: FastifyRequest): Promise<OwnSessions> {
    const now = clock.now();
    return { at: now.getTime(), sessions: await whereSignedIn(this.database, asked(request), now) };
  }

  /** Ends all of them but this one. */
  @Delete('sessions')
  @HttpCode(204)
  async endOthers(@Req() request: FastifyRequest): Promise<void> {
    await signOutElsewhere(this.database, asked(request));
  }

  @Delete('sessions/:id')
  @HttpCode(204)
  async end(@Param('id', sessionIdOf) sessionId: string, @Req() request: FastifyRequest): Promise<void> {
    if (!(await endOwnSession(this.database, { account: personOf(request), sessionId }))) throw noSuchSession();
  }

  /** Ends every session, and gives this browser another. */
  @Put('password')
  async password(
    @Body({ schema: passwordChange }) body: z.output<typeof passwordChange>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedIn> {
    const now = clock.now();
    const wish = { ...body, account: personOf(request), terms: this.terms, from: fromOf(request) };
    const became = await changePassword(this.database, wish, now);
    return letIn(reply, became, { cookieTerms: this.cookieTerms, now, wrong: WRONG });
  }
}

const asked = (request: FastifyRequest) => ({
  account: personOf(request),
  token: request.cookies[SESSION_COOKIE] ?? '',
});
