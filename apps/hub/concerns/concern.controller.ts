import { personOf, readSpokenCode, spokenCodeHash } from '#access';
import {
  concernMatch,
  concernOutcome,
  concernSent,
  concernTaking,
  RESTRICTED_NAME,
  type ConcernList,
  type ConcernReceived,
  type ConcernView,
} from '#contracts';
import {
  appendAudit,
  closeConcern,
  concernsAmong,
  Database,
  hiddenFrom,
  matchConcern,
  receiveConcern,
  takeConcern,
  type ConcernChange,
} from '#records';
import { clock, Refusal } from '#runtime';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { PARTNER_CODE_GROUPS } from './partner-code.controller.ts';
import { addressOf, Tries } from './tries.ts';

const noSuchConcern = (): Refusal => new Refusal('not-found', 'There is no such concern for your wards.');
const concernId = new ParseUUIDPipe({ exceptionFactory: noSuchConcern });

const RING = 'If somebody may be in danger now, call 999.';

/** What people outside notice, and what the hub does about it. Names and addresses are in bodies alone, never in an address. */
@Controller('api/concerns')
export class ConcernController {
  private readonly byCode = new Tries(
    { most: 20, withinSeconds: 3_600 },
    `This code was used for many concerns in the last hour, and this one was not taken. ${RING}`,
  );
  private readonly byAddress = new Tries(
    { most: 30, withinSeconds: 600 },
    `Many concerns came from where you are, and this one was not taken. ${RING}`,
  );

  constructor(@Inject(Database) private readonly database: Database) {}

  /** From a partner with a code. The answer is the same whoever it is about: nobody is looked for before the hub does. */
  @Post()
  @HttpCode(202)
  async receive(
    @Body({ schema: concernSent }) { code, ...sent }: z.output<typeof concernSent>,
    @Req() request: FastifyRequest,
  ): Promise<ConcernReceived> {
    await this.byAddress.count(addressOf(request));
    const read = readSpokenCode(code, PARTNER_CODE_GROUPS);
    const codeHash = spokenCodeHash(read ?? code);
    if (read !== null) await this.byCode.count(codeHash.toString('base64'));
    if (!(await receiveConcern(this.database, { sent, codeHash, now: clock.now() }))) {
      throw new Refusal('unknown-code', `Check the code, or ask the virtual ward for a new one. ${RING}`);
    }
    return { received: true };
  }

  @Get()
  async list(@Req() request: FastifyRequest): Promise<ConcernList> {
    const person = personOf(request);
    const now = clock.now();
    const concerns = await concernsAmong(this.database, person, now);
    const shown = [...concerns.open, ...concerns.closed];
    await appendAudit(this.database, [
      {
        act: 'viewed-concerns',
        actor: { kind: 'person', id: person.id },
        admissions: [...new Set(shown.flatMap(({ matched }) => matched?.stay?.admissionId ?? []))],
        details: { concerns: shown.length },
      },
    ]);
    const hidden = hiddenFrom(person);
    const shownTo = (concern: ConcernView): ConcernView => {
      const stay = concern.matched?.stay;
      if (!concern.matched || !stay || !hidden.has(stay.admissionId)) return concern;
      return { ...concern, matched: { ...concern.matched, stay: { ...stay, name: RESTRICTED_NAME } } };
    };
    return { at: now.getTime(), open: concerns.open.map(shownTo), closed: concerns.closed.map(shownTo) };
  }

  @Post(':id/taking')
  @HttpCode(200)
  async take(
    @Param('id', concernId) id: string,
    @Body({ schema: concernTaking }) body: z.output<typeof concernTaking>,
    @Req() request: FastifyRequest,
  ): Promise<{ version: number }> {
    return changed(await takeConcern(this.database, { id, ...body, ...by(request) }));
  }

  @Post(':id/match')
  @HttpCode(200)
  async match(
    @Param('id', concernId) id: string,
    @Body({ schema: concernMatch }) body: z.output<typeof concernMatch>,
    @Req() request: FastifyRequest,
  ): Promise<{ version: number }> {
    return changed(await matchConcern(this.database, { id, ...body, ...by(request) }));
  }

  @Post(':id/outcome')
  @HttpCode(200)
  async close(
    @Param('id', concernId) id: string,
    @Body({ schema: concernOutcome }) body: z.output<typeof concernOutcome>,
    @Req() request: FastifyRequest,
  ): Promise<{ version: number }> {
    return changed(await closeConcern(this.database, { id, ...body, ...by(request) }));
  }
}

const by = (request: FastifyRequest) => ({ actor: personOf(request), now: clock.now() });

function changed(change: ConcernChange): { version: number } {
  switch (change.kind) {
    case 'changed':
      return { version: change.version };
    case 'no-such-concern':
      throw noSuchConcern();
    case 'no-such-stay':
      throw new Refusal('not-found', 'There is no such patient on your wards now.');
    case 'stale':
      throw new Refusal(
        'stale',
        'Somebody has done something about this concern since you looked. Nothing was changed.',
      );
  }
}
