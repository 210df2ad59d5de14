import { personOf, SESSION_COOKIE, signIn, signOut, type SecondFactorTerms } from '#access';
import { credentials, type SignedIn } from '#contracts';
import { Database } from '#records';
import { clock } from '#runtime';
import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { SECOND_FACTOR_TERMS } from '../hub-tokens.ts';
import { CookieTerms } from './cookie-terms.ts';
import { fromOf, letIn, signedIn } from './sign-in-answers.ts';

const WRONG = { code: 'wrong-credentials', words: 'Check your username and password, and try again.' } as const;

@Controller('api/session')
export class SessionController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CookieTerms) private readonly cookieTerms: CookieTerms,
    @Inject(SECOND_FACTOR_TERMS) private readonly terms: SecondFactorTerms,
  ) {}

  /** Signs in: a new session each time, its token in an httpOnly cookie. 401 without telling whether the username exists; 429 neither. */
  @Post()
  @HttpCode(200)
  async signIn(
    @Body({ schema: credentials }) body: z.output<typeof credentials>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedIn> {
    const now = clock.now();
    const cameWith = request.cookies[SESSION_COOKIE] ?? null;
    const wish = { secondFactor: null, ...body, terms: this.terms, from: fromOf(request), cameWith };
    const became = await signIn(this.database, wish, now);
    return letIn(reply, became, { cookieTerms: this.cookieTerms, now, wrong: WRONG });
  }

  @Get()
  whoAmI(@Req() request: FastifyRequest): SignedIn {
    return signedIn(personOf(request));
  }

  @Delete()
  @HttpCode(204)
  async signOut(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const token = request.cookies[SESSION_COOKIE];
    if (token !== undefined) await signOut(this.database, token);
    void reply.clearCookie(SESSION_COOKIE, this.cookieTerms.lasting(0));
  }
}
