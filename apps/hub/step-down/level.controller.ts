import { personOf } from '#access';
import {
  byReadiness,
  DAY,
  isRecordReady,
  LEVEL_BELOW,
  LEVELS,
  OWN_NORMAL_WINDOW,
  REVIEW_AFTER,
  type LevelDecision,
  type MonitoringLevel,
} from '#clinical';
import { levelChange, type LevelChanged, type StayReadiness, type WardReadiness } from '#contracts';
import {
  appendAudit,
  changeLevel,
  Database,
  hiddenFrom,
  NOTHING_SAID,
  readinessOf,
  staysForReadiness,
  wardsAmong,
} from '#records';
import { clock, Refusal } from '#runtime';
import { Body, Controller, Get, Inject, Param, Put, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { admissionId, changedSince, noSuchPatient } from '../admissions/admission-id.ts';

/** What is usual for somebody is taken from the week before the days that the criteria are about. */
const LOOKS_BACK = OWN_NORMAL_WINDOW + 4 * DAY;

/** Who could be watched less closely, and the step down or up itself. */
@Controller('api')
export class LevelController {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Everybody on a ward, those nearest to a step down first. */
  @Get('wards/:id/readiness')
  async readiness(@Param('id') wardId: string, @Req() request: FastifyRequest): Promise<WardReadiness> {
    const person = personOf(request);
    const [ward] = person.wardIds.includes(wardId) ? await wardsAmong(this.database, [wardId]) : [];
    if (!ward) throw new Refusal('not-found', 'There is no such ward, or it is not one of yours.');
    const now = clock.now();
    const hidden = hiddenFrom(person);
    // Whoever may not see a record decides no step down on it.
    const onWard = await staysForReadiness(this.database, {
      wardId,
      since: new Date(now.getTime() - LOOKS_BACK),
      now,
    });
    const stays = onWard.filter(({ stay }) => !hidden.has(stay.id));
    await appendAudit(this.database, [
      {
        act: 'viewed-readiness',
        actor: { kind: 'person', id: person.id },
        ward: wardId,
        admissions: stays.map(({ stay }) => stay.id),
      },
    ]);
    return {
      at: now.getTime(),
      ward,
      stays: stays
        .map((one) => ({ one, readiness: readinessOf(one, NOTHING_SAID, now) }))
        .toSorted((a, b) => byReadiness(a.readiness, b.readiness) || a.one.name.localeCompare(b.one.name))
        .map(({ one: { stay, ...kept }, readiness }): StayReadiness => ({
          admissionId: stay.id,
          version: kept.version,
          name: kept.name,
          bed: kept.bed,
          pathway: stay.pathway,
          level: stay.level,
          below: LEVEL_BELOW[stay.level],
          admittedAt: stay.admittedAt,
          reviewDue: now.getTime() - stay.admittedAt >= REVIEW_AFTER,
          recordReady: isRecordReady(readiness),
          mayOverride: readiness.mayOverride,
          criteria: [...readiness.criteria],
          lastChange: kept.lastChange,
        })),
    };
  }

  /** Puts a patient on another level. */
  @Put('admissions/:id/level')
  async change(
    @Param('id', admissionId) id: string,
    @Body({ schema: levelChange }) body: z.output<typeof levelChange>,
    @Req() request: FastifyRequest,
  ): Promise<LevelChanged> {
    const now = clock.now();
    const since = new Date(now.getTime() - LOOKS_BACK);
    const outcome = await changeLevel(this.database, {
      ...body,
      admissionId: id,
      actor: personOf(request),
      since,
      now,
    });
    switch (outcome.kind) {
      case 'changed': {
        const { version, bed, nextDueAt } = outcome;
        return { version, bed, nextDueAt };
      }
      case 'no-such-stay':
        throw noSuchPatient();
      case 'stale':
        throw changedSince('The level was not changed.');
      case 'no-bed':
        throw new Refusal(
          'not-ready',
          `All ${outcome.capacity} beds of the ward are taken, and this level holds one. Free a bed first, or ask another ward.`,
        );
      case 'refused':
        throw whyNot(outcome.decision, body.to);
    }
  }
}

function whyNot(decision: Exclude<LevelDecision, { kind: 'up' | 'down' }>, to: MonitoringLevel): Refusal {
  switch (decision.kind) {
    case 'same':
      return new Refusal('invalid-document', `to: the patient is on ${to} already; expected another level.`, {
        errors: [{ pointer: '/to', field: 'to', detail: `to: expected another level than ${to}, which it is already` }],
      });
    case 'too-far': {
      const { next } = decision;
      return new Refusal('invalid-document', `to: down is one level at a time; expected ${next}, not ${to}.`, {
        errors: [{ pointer: '/to', field: 'to', detail: `to: expected ${next} (${LEVELS[next].title}), not ${to}` }],
      });
    }
    case 'open-emergency':
      return new Refusal('not-ready', 'An emergency alert is open: nobody is stepped down before it is resolved.');
    case 'not-ready': {
      const wanting = decision.wanting.map(
        ({ evidence, state }) => `${evidence} (${state === 'unknown' ? 'not known' : 'not met'})`,
      );
      return new Refusal('not-ready', `Not everything is met: ${wanting.join(' ')} You may override with a reason.`);
    }
  }
}
