import { newKey, personOf } from '#access';
import {
  keyRevocation,
  keyRotation,
  keyTerms,
  sourceChange,
  sourceSwitch,
  sourceTerms,
  type GivenKey,
  type SourceDetail,
  type SourceList,
} from '#contracts';
import {
  changeSource,
  Database,
  giveKey,
  placesAmong,
  registerSource,
  revokeKey,
  rotateKey,
  sourceById,
  sourcesAmong,
  switchSource,
  type SourceRefusal,
} from '#records';
import { clock, Refusal } from '#runtime';
import {
  Body,
  Controller,
  Get,
  Header,
  HttpCode,
  Inject,
  Param,
  Post,
  Put,
  Req,
  type PipeTransform,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';

const NO_SUCH_SOURCE = 'There is no such source, or it serves none of your wards.';

/** The number in an address; what is no number is nowhere. */
class NumberPipe implements PipeTransform<string, number> {
  transform(text: string): number {
    if (!/^[1-9]\d{0,8}$/.test(text)) throw new Refusal('not-found', NO_SUCH_SOURCE);
    return Number(text);
  }
}

const number = new NumberPipe();

/** Who may send readings, for those who run the ward: no patient is in it. */
@Controller('api/sources')
export class SourceController {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** The sources of one's own wards, with what came of what they sent in the last 24 hours. */
  @Get()
  async list(@Req() request: FastifyRequest): Promise<SourceList> {
    const { wardIds } = personOf(request);
    const now = clock.now();
    const [sources, places] = await Promise.all([
      sourcesAmong(this.database, wardIds, now),
      placesAmong(this.database, wardIds),
    ]);
    return { at: now.getTime(), sources, ...places };
  }

  @Get(':id')
  async one(@Param('id', number) id: number, @Req() request: FastifyRequest): Promise<SourceDetail> {
    const { wardIds } = personOf(request);
    const now = clock.now();
    const [source, places] = await Promise.all([
      sourceById(this.database, { id, wardIds, now }),
      placesAmong(this.database, wardIds),
    ]);
    if (!source) throw new Refusal('not-found', NO_SUCH_SOURCE);
    return { at: now.getTime(), ...source, ...places };
  }

  /** Registers a source, which has no key yet. */
  @Post()
  async register(
    @Body({ schema: sourceTerms }) terms: z.output<typeof sourceTerms>,
    @Req() request: FastifyRequest,
  ): Promise<{ id: number }> {
    const { id } = done(await registerSource(this.database, terms, act(request)));
    return { id };
  }

  /** What is said of a source, anew. 409 when somebody changed it meanwhile. */
  @Put(':id')
  async change(
    @Param('id', number) id: number,
    @Body({ schema: sourceChange }) { version, terms }: z.output<typeof sourceChange>,
    @Req() request: FastifyRequest,
  ): Promise<{ version: number }> {
    const changed = done(await changeSource(this.database, { id, version, terms, ...act(request) }));
    return { version: changed.version };
  }

  /** Switches a source off, with all its keys, or on again. */
  @Put(':id/switch')
  async switch(
    @Param('id', number) id: number,
    @Body({ schema: sourceSwitch }) { on, reason }: z.output<typeof sourceSwitch>,
    @Req() request: FastifyRequest,
  ): Promise<{ version: number }> {
    const changed = done(await switchSource(this.database, { id, on, reason, ...act(request) }));
    return { version: changed.version };
  }

  /** A new key. It is in this answer and nowhere else. */
  @Post(':id/keys')
  @Header('cache-control', 'no-store')
  async give(
    @Param('id', number) id: number,
    @Body({ schema: keyTerms }) terms: z.output<typeof keyTerms>,
    @Req() request: FastifyRequest,
  ): Promise<GivenKey> {
    if (terms.nhsNumbers !== null && personOf(request).role !== 'lead') {
      throw new Refusal('not-allowed', 'Only a clinical lead may limit a key to patients.');
    }
    inTheFuture('expiresAt', terms.expiresAt);
    const { key, hash, prefix } = newKey();
    const { keyId } = done(await giveKey(this.database, { id, terms, key: { hash, prefix }, ...act(request) }));
    return { keyId, key, prefix };
  }

  /** A new key in the place of an old one, which opens the door for a while yet. */
  @Post(':id/keys/:keyId/rotation')
  @Header('cache-control', 'no-store')
  async rotate(
    @Param('id', number) id: number,
    @Param('keyId', number) old: number,
    @Body({ schema: keyRotation }) { oldUntil, expiresAt }: z.output<typeof keyRotation>,
    @Req() request: FastifyRequest,
  ): Promise<GivenKey> {
    inTheFuture('expiresAt', expiresAt);
    const { key, hash, prefix } = newKey();
    const { keyId } = done(
      await rotateKey(this.database, {
        id,
        keyId: old,
        key: { hash, prefix },
        oldUntil: new Date(oldUntil),
        expiresAt: expiresAt === null ? null : new Date(expiresAt),
        ...act(request),
      }),
    );
    return { keyId, key, prefix };
  }

  /** Withdraws a key: within five seconds it opens no door. */
  @Post(':id/keys/:keyId/revocation')
  @HttpCode(204)
  async revoke(
    @Param('id', number) id: number,
    @Param('keyId', number) keyId: number,
    @Body({ schema: keyRevocation }) { reason }: z.output<typeof keyRevocation>,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    done(await revokeKey(this.database, { id, keyId, reason, ...act(request) }));
  }
}

const act = (request: FastifyRequest) => ({ actor: personOf(request), now: clock.now() });

function inTheFuture(field: string, at: number | null): void {
  if (at !== null && at <= clock.now().getTime()) throw ofField(field, 'has passed already');
}

function done<Done extends { kind: string }>(outcome: Done | { kind: 'refused'; why: SourceRefusal }): Done {
  if ('why' in outcome) throw refusalFor(outcome.why);
  return outcome;
}

function refusalFor(why: SourceRefusal): Refusal {
  switch (why) {
    case 'no-such-source':
      return new Refusal('not-found', NO_SUCH_SOURCE);
    case 'no-such-key':
      return new Refusal('not-found', 'This source has no such key, or it was withdrawn already.');
    case 'not-yours':
      return new Refusal(
        'not-allowed',
        'This source serves wards that are not yours, too: somebody of all of them has to change it.',
      );
    case 'stale':
      return new Refusal('stale', 'Somebody changed this source since you looked: read it once more.');
    case 'name-taken':
      return ofField('name', 'another source is called that already');
    case 'no-such-ward':
      return ofField('wardIds', 'one of them is not a ward of yours and of this source');
    case 'no-such-care-home':
      return ofField('careHomeIds', 'one of them is not a care home of these wards');
  }
}

function ofField(field: string, what: string): Refusal {
  const detail = `${field}: ${what}`;
  return new Refusal('invalid-document', `${detail}.`, { errors: [{ pointer: `/${field}`, field, detail }] });
}
