import {
  endByLogoutToken,
  giveAddressBack,
  SESSION_COOKIE,
  SIGN_ON_WITHIN_MS,
  signInVouchedFor,
  signOutThereToo,
  SingleSignOn,
  takeAddressTry,
  tokenHash,
} from '#access';
import { backChannelLogout, type SignedOff, type SignOnBegun, type SignOnOffer, type SignOnRefusal } from '#contracts';
import { Database } from '#records';
import { clock, Refusal, type Logger } from '#runtime';
import { Body, Controller, Delete, Get, Header, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { LOG, SINGLE_SIGN_ON } from '../hub-tokens.ts';
import { CookieTerms } from './cookie-terms.ts';
import { fromOf } from './sign-in-answers.ts';

/** What the browser keeps while it is away at the provider. */
const AWAY_COOKIE = 'homeward_sign_on';
const LOGOUT = '/api/session/sign-on/back-channel-logout';
const FORM = 'application/x-www-form-urlencoded';

/** Signing in by the organisation's OpenID provider. */
@Controller('api/session/sign-on')
export class SignOnController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CookieTerms) private readonly cookieTerms: CookieTerms,
    @Inject(SINGLE_SIGN_ON) private readonly signOn: SingleSignOn | null,
    @Inject(LOG) private readonly log: Logger,
  ) {}

  @Get()
  offer(): SignOnOffer {
    return { name: this.signOn?.name ?? null };
  }

  /** Where the browser goes to sign in. The page asks for it, so that no other site can begin it. */
  @Post()
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async begin(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<SignOnBegun> {
    const signOn = this.needed();
    const token = request.cookies[SESSION_COOKIE];
    const begun = await signOn.begin(token === undefined ? null : tokenHash(token), clock.now());
    if (begun === null) {
      throw new Refusal('not-ready', `${signOn.name} cannot be reached. Try again, or sign in with a password.`);
    }
    void reply.setCookie(AWAY_COOKIE, begun.kept, this.cookieTerms.whileAway(SIGN_ON_WITHIN_MS / 1_000));
    return { address: begun.address };
  }

  /** Where the provider sends the browser back to. */
  @Get('return')
  @Header('cache-control', 'no-store')
  async comeBack(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const now = clock.now();
    const kept = request.cookies[AWAY_COOKIE];
    void reply.clearCookie(AWAY_COOKIE, this.cookieTerms.whileAway(0));
    const refuse = (why: SignOnRefusal, code: string): FastifyReply => {
      this.log.warn({ why, code }, 'nobody was signed in by the provider');
      return reply.redirect(`/sign-on-refused?why=${why}`, 303);
    };
    if (this.signOn === null || kept === undefined) {
      await refuse('too-late', this.signOn === null ? 'not-set-up' : 'no-wish');
      return;
    }
    const from = fromOf(request);
    // Each makes the provider work: whoever makes up answers of its is slowed down as whoever guesses passwords is.
    const taken = await takeAddressTry(this.database, { from, now });
    if ('until' in taken) {
      await refuse('failed', 'too-many-tries');
      return;
    }
    const came = await this.signOn.finish(new URL(request.url, 'http://here').search, kept, now);
    if (came.kind === 'refused') {
      await refuse(came.why, came.code);
      return;
    }
    await giveAddressBack(this.database, taken);
    const became = await signInVouchedFor(this.database, { who: came.who, from, signOn: this.signOn }, now);
    if (became.kind === 'refused') {
      await refuse(became.why, became.code);
      return;
    }
    const { token, maxAgeSeconds } = became.session;
    void reply.setCookie(SESSION_COOKIE, token, this.cookieTerms.lasting(maxAgeSeconds));
    await reply.redirect('/', 303);
  }

  /** The provider says that somebody's session with it is over. Source: OpenID Connect Back-Channel Logout 1.0, 2.5 to 2.8. */
  @Post('back-channel-logout')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async loggedOut(
    @Body({ schema: backChannelLogout }) body: z.output<typeof backChannelLogout>,
  ): Promise<{ ended: number }> {
    const ended = await endByLogoutToken(
      this.database,
      { token: body.logout_token, signOn: this.needed() },
      clock.now(),
    );
    if (ended === null) throw new Refusal('malformed-document', 'This is no logout token of our provider’s.');
    return { ended };
  }

  /** Signs out here, and says where the provider ends its own session. */
  @Delete()
  async signOut(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<SignedOff> {
    const token = request.cookies[SESSION_COOKIE] ?? '';
    const address = await signOutThereToo(this.database, { token, signOn: this.signOn });
    void reply.clearCookie(SESSION_COOKIE, this.cookieTerms.lasting(0));
    return { address };
  }

  private needed(): SingleSignOn {
    if (this.signOn !== null) return this.signOn;
    throw new Refusal('not-ready', 'This Homeward has no single sign-on. Sign in with a password.');
  }
}

/** Providers tell of the end of sessions by a form: at one address, and nothing else is taken in that shape. */
export function takeLogoutForms(server: FastifyInstance): void {
  server.addContentTypeParser<string>(FORM, { parseAs: 'string' }, (request, text, done) => {
    if (request.routeOptions.url === LOGOUT) done(null, Object.fromEntries(new URLSearchParams(text)));
    else done(new Refusal('unsupported-media-type', 'Forms are not taken here: send JSON.'));
  });
}
