import { BROWSER_COOKIE, BROWSER_KNOWN_DAYS, personOf, SESSION_COOKIE, signIn, signOut } from '#access';
import { credentials, type SignedIn } from '#contracts';
import { Database, type Account } from '#records';
import { clock, Refusal } from '#runtime';
import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { addressOf } from '../concerns/tries.ts';
import { CookieTerms } from './cookie-terms.ts';
import { tooManyTries } from './too-many-tries.ts';

@Controller('api/session')
export class SessionController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CookieTerms) private readonly cookieTerms: CookieTerms,
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
    const from = { address: addressOf(request), browser: browserOf(request) };
    const cameWith = request.cookies[SESSION_COOKIE] ?? null;
    const became = await signIn(this.database, { ...body, from, cameWith }, now);
    if (became.kind === 'wrong') {
      throw new Refusal('wrong-credentials', 'Check your username and password, and try again.');
    }
    if (became.kind === 'wait') throw tooManyTries('There were too many tries to sign in.', became.until, now);
    const { account, token, maxAgeSeconds } = became.session;
    void reply.setCookie(SESSION_COOKIE, token, this.cookieTerms.lasting(maxAgeSeconds));
    void reply.setCookie(BROWSER_COOKIE, became.browser, this.cookieTerms.lasting(BROWSER_KNOWN_DAYS * 86_400));
    return signedIn(account);
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

/** What we gave the browser, where it has the form of it. */
function browserOf(request: FastifyRequest): string | null {
  const token = request.cookies[BROWSER_COOKIE] ?? '';
  return /^[\w-]{43}$/.test(token) ? token : null;
}

export function signedIn({ id, username, displayName, role, careHome }: Account): SignedIn {
  return { id, username, displayName, role, careHome };
}
