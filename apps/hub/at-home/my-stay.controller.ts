import { personOf, readSpokenCode, SESSION_COOKIE, signInByCode } from '#access';
import { oneTimeCode, type AtHomeRole, type MyStay, type SignedIn } from '#contracts';
import { appendAudit, Database, messagesSeen, myStayOf, type Account } from '#records';
import { clock, Refusal } from '#runtime';
import { Body, Controller, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { addressOf, Tries } from '../concerns/tries.ts';
import { CookieTerms } from '../sign-in/cookie-terms.ts';
import { fromOf, signedIn } from '../sign-in/sign-in-answers.ts';
import { ONE_TIME_CODE_GROUPS, partsOf } from './one-time-code.ts';

/** A patient's, or a carer's, own stay: the only one that there is for them. */
@Controller('api')
export class MyStayController {
  private readonly byAddress = new Tries({ most: 20, withinSeconds: 600 }, 'There were too many tries.');

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CookieTerms) private readonly cookieTerms: CookieTerms,
  ) {}

  /** Signs in by a code that the hub gave. 401 in the same words for one that is none, was used, has run out or was tried too often. */
  @Post('session/code')
  @HttpCode(200)
  async signIn(
    @Body({ schema: oneTimeCode }) { code }: z.output<typeof oneTimeCode>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedIn> {
    await this.byAddress.count(addressOf(request));
    const read = readSpokenCode(code, ONE_TIME_CODE_GROUPS);
    const started =
      read === null
        ? null
        : await signInByCode(this.database, { ...partsOf(read), from: fromOf(request) }, clock.now());
    if (!started) throw new Refusal('unknown-code', 'This code does not work. Ask the hub for a new one.');
    void reply.setCookie(SESSION_COOKIE, started.token, this.cookieTerms.lasting(started.maxAgeSeconds));
    return signedIn(started.account);
  }

  @Get('my-stay')
  async mine(@Req() request: FastifyRequest): Promise<MyStay> {
    const person = personOf(request);
    const now = clock.now();
    const found = await myStayOf(this.database, { ...stayOf(person), now });
    if (!found) throw new Refusal('not-signed-in', 'This stay is over.');
    await appendAudit(this.database, [
      {
        act: 'viewed-own-stay',
        actor: { kind: 'person', id: person.id },
        ward: found.wardId,
        admissions: [found.stay.admissionId],
      },
    ]);
    return { at: now.getTime(), ...found.stay };
  }

  @Post('my-stay/messages-seen')
  @HttpCode(204)
  async seen(@Req() request: FastifyRequest): Promise<void> {
    await messagesSeen(this.database, stayOf(personOf(request)).admissionId, clock.now());
  }
}

function stayOf({ admissionId, role }: Account): { admissionId: string; who: AtHomeRole } {
  if (admissionId === null) throw new Error('a patient or carer without a stay: the record does not allow it');
  return { admissionId, who: role === 'carer' ? 'carer' : 'patient' };
}
