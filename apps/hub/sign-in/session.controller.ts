import { personOf, SESSION_COOKIE, signIn, signOut } from '#access';
import { credentials, type SignedIn } from '#contracts';
import { Database, type Account } from '#records';
import { clock, Refusal } from '#runtime';
import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { CookieTerms } from './cookie-terms.ts';

@Controller('api/session')
export class SessionController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CookieTerms) private readonly cookieTerms: CookieTerms,
  ) {}

  /** Signs in: a new session each time, its token in an httpOnly cookie. 401 without telling whether the username exists. */
  @Post()
  @HttpCode(200)
  async signIn(
    @Body({ schema: credentials }) body: z.output<typeof credentials>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedIn> {
    const started = await signIn(this.database, body, clock.now());
    if (!started) throw new Refusal('wrong-credentials', 'Check your username and password, and try again.');
    void reply.setCookie(SESSION_COOKIE, started.token, this.cookieTerms.lasting(started.maxAgeSeconds));
    return signedIn(started.account);
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

export function signedIn({ id, username, displayName, role, careHome }: Account): SignedIn {
  return { id, username, displayName, role, careHome };
}
