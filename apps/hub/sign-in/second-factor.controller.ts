import { beginSettingUp, confirmSettingUp, isStillThem, personOf, type SecondFactorTerms } from '#access';
import {
  passwordAgain,
  secondFactorConfirmation,
  type SecondFactorBegun,
  type SecondFactorView,
  type SpareCodes,
} from '#contracts';
import { Database, removeSecondFactor, secondFactorSeen } from '#records';
import { clock, Refusal } from '#runtime';
import { Body, Controller, Get, Header, HttpCode, Inject, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { SECOND_FACTOR_TERMS } from '../hub-tokens.ts';
import { fromOf } from './sign-in-answers.ts';
import { tooManyTries } from './too-many-tries.ts';

/** One's own second factor: codes of an authenticator app. */
@Controller('api/account/second-factor')
export class SecondFactorController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(SECOND_FACTOR_TERMS) private readonly terms: SecondFactorTerms,
  ) {}

  @Get()
  async mine(@Req() request: FastifyRequest): Promise<SecondFactorView> {
    const { id, role } = personOf(request);
    const seen = await secondFactorSeen(this.database, id);
    return { available: this.terms.key !== null, demanded: this.terms.demandedOf.includes(role), ...seen };
  }

  /** A new secret, in this answer and nowhere else; it is asked for once a code of it was right. */
  @Post()
  @Header('cache-control', 'no-store')
  async begin(
    @Body({ schema: passwordAgain }) { password }: z.output<typeof passwordAgain>,
    @Req() request: FastifyRequest,
  ): Promise<SecondFactorBegun> {
    const { key } = this.terms;
    if (key === null) throw new Refusal('not-ready', 'This Homeward is not set up for second factors.');
    await this.askForPassword(request, password);
    const begun = await beginSettingUp(this.database, { account: personOf(request), key }, clock.now());
    if (!begun) throw new Refusal('not-ready', 'You have a second factor. Remove it first.');
    return begun;
  }

  @Post('confirmation')
  @Header('cache-control', 'no-store')
  async confirm(
    @Body({ schema: secondFactorConfirmation }) { code }: z.output<typeof secondFactorConfirmation>,
    @Req() request: FastifyRequest,
  ): Promise<SpareCodes> {
    const account = personOf(request);
    const codes = await confirmSettingUp(this.database, { account, keys: this.terms, code }, clock.now());
    if (!codes)
      throw wrong('code', 'this is not the code that the app shows now; see that the telephone’s clock is right');
    return { codes };
  }

  @Post('removal')
  @HttpCode(204)
  async remove(
    @Body({ schema: passwordAgain }) { password }: z.output<typeof passwordAgain>,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    await this.askForPassword(request, password);
    if (!(await removeSecondFactor(this.database, personOf(request).id))) {
      throw new Refusal('not-ready', 'You have no second factor.');
    }
  }

  private async askForPassword(request: FastifyRequest, password: string): Promise<void> {
    const now = clock.now();
    const wish = { account: personOf(request), password, from: fromOf(request) };
    const still = await isStillThem(this.database, wish, now);
    if (still === 'wrong') throw wrong('password', 'this is not your password');
    if (still !== 'yes') throw tooManyTries('There were too many tries.', still.until, now);
  }
}

function wrong(field: string, why: string): Refusal {
  const detail = `${field}: ${why}`;
  return new Refusal('invalid-document', `${detail}.`, { errors: [{ pointer: `/${field}`, field, detail }] });
}
