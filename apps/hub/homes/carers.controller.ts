import { changePinOf, hashPassword, isStillThem, newHomeTablet, personOf, unlockTablet } from '#access';
import {
  carerChange,
  carerDraft,
  carerPin,
  ownPinChange,
  tabletLock,
  type CarerKeys,
  type HomeCarers,
} from '#contracts';
import { addCarer, carersOfHome, changeCarer, changeTabletLock, Database, wardOfCareHome } from '#records';
import { clock, Refusal } from '#runtime';
import { Body, Controller, Get, Header, HttpCode, Inject, Param, ParseUUIDPipe, Post, Put, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { v7 as newId } from 'uuid';
import type { z } from 'zod';
import { ofField } from '../of-field.ts';
import { fromOf } from '../sign-in/sign-in-answers.ts';
import { tooManyTries } from '../sign-in/too-many-tries.ts';

const noSuchHome = (): Refusal => new Refusal('not-found', 'There is no such care home, or it is not yours.');
const noSuchCarer = (): Refusal => new Refusal('not-found', 'There is no such carer of this home.');
const carerIdOf = new ParseUUIDPipe({ exceptionFactory: noSuchCarer });

/** Who shares a home's tablets: named by the home's lead, who knows the password of its account, or by the hub. */
@Controller('api/homes')
export class CarersController {
  constructor(@Inject(Database) private readonly database: Database) {}

  @Get(':id/carers')
  async list(@Param('id') homeId: string, @Req() request: FastifyRequest): Promise<HomeCarers> {
    await this.ofTheHome(request, homeId);
    return carersOfHome(this.database, homeId);
  }

  @Post(':id/carers')
  async add(
    @Param('id') homeId: string,
    @Body({ schema: carerDraft }) { name, pin, password }: z.output<typeof carerDraft>,
    @Req() request: FastifyRequest,
  ): Promise<{ id: string }> {
    const by = await this.whoChanges(request, homeId, password);
    const id = newId();
    const carer = { id, name, pinHash: await hashPassword(pin) };
    const added = await addCarer(this.database, { ...by, carer, tablet: await newHomeTablet() });
    if (!added) throw ofField('name', `there is a ${name} already: add a letter, so that they can be told apart`);
    return { id };
  }

  @Put(':id/carers/:carerId')
  @HttpCode(204)
  async change(
    @Param('id') homeId: string,
    @Param('carerId', carerIdOf) carerId: string,
    @Body({ schema: carerChange }) { pin, password }: z.output<typeof carerChange>,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    const by = await this.whoChanges(request, homeId, password);
    const change = pin === undefined ? ('left' as const) : { pinHash: await hashPassword(pin) };
    if (!(await changeCarer(this.database, { ...by, carerId, change }))) throw noSuchCarer();
  }

  @Put(':id/tablet-lock')
  @HttpCode(204)
  async lock(
    @Param('id') homeId: string,
    @Body({ schema: tabletLock }) { minutes, password }: z.output<typeof tabletLock>,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    const by = await this.whoChanges(request, homeId, password);
    if (!(await changeTabletLock(this.database, { ...by, minutes }))) {
      throw new Refusal('not-ready', 'This home has no carers with a PIN yet, so its tablets do not lock.');
    }
  }

  /** What a tablet keeps for the carer under their PIN. */
  @Post(':id/carers/:carerId/unlocking')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async unlock(
    @Param('id') homeId: string,
    @Param('carerId', carerIdOf) carerId: string,
    @Body({ schema: carerPin }) { pin }: z.output<typeof carerPin>,
    @Req() request: FastifyRequest,
  ): Promise<CarerKeys> {
    await this.ofTheHome(request, homeId);
    const now = clock.now();
    const wish = { account: personOf(request), careHomeId: homeId, carerId, pin, now };
    const given = await unlockTablet(this.database, wish);
    if (given === 'wrong') throw ofField('pin', 'this is not the PIN of this carer');
    if ('until' in given) throw tooManyTries('There were too many tries.', given.until, now);
    return given;
  }

  /** A carer's own, by the PIN that they have. */
  @Put(':id/carers/:carerId/pin')
  @Header('cache-control', 'no-store')
  async changePin(
    @Param('id') homeId: string,
    @Param('carerId', carerIdOf) carerId: string,
    @Body({ schema: ownPinChange }) { pin, newPin }: z.output<typeof ownPinChange>,
    @Req() request: FastifyRequest,
  ): Promise<CarerKeys> {
    await this.ofTheHome(request, homeId);
    const now = clock.now();
    const wish = { account: personOf(request), careHomeId: homeId, carerId, pin, newPin, now };
    const given = await changePinOf(this.database, wish);
    if (given === 'wrong') throw ofField('pin', 'this is not the PIN of this carer');
    if ('until' in given) throw tooManyTries('There were too many tries.', given.until, now);
    return given;
  }

  private async ofTheHome(request: FastifyRequest, homeId: string): Promise<void> {
    const { role, careHome, wardIds } = personOf(request);
    const ward = await wardOfCareHome(this.database, homeId);
    const theirs = ward !== null && (role === 'care-home' ? careHome?.id === homeId : wardIds.includes(ward));
    if (!theirs) throw noSuchHome();
  }

  private async whoChanges(request: FastifyRequest, homeId: string, password: string | undefined) {
    await this.ofTheHome(request, homeId);
    const account = personOf(request);
    const now = clock.now();
    if (account.role === 'care-home') {
      // A tablet stands open for every carer: what they do not know is the home's password.
      const still = await isStillThem(this.database, { account, password: password ?? '', from: fromOf(request) }, now);
      if (still === 'wrong') throw ofField('password', 'this is not the password of the home’s account');
      if (still !== 'yes') throw tooManyTries('There were too many tries.', still.until, now);
    }
    return { careHomeId: homeId, actorId: account.id, now };
  }
}
