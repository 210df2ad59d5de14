import { personOf } from '#access';
import {
  byReadiness,
  byRoundReasons,
  DAY,
  isRecordReady,
  LEVEL_BELOW,
  LEVELS,
  OWN_NORMAL_WINDOW,
  roundReasons,
  zoneOffset,
  type ReadinessRules,
  readinessVersion,
  type LevelDecision,
  type MonitoringLevel,
} from '#clinical';
import {
  levelChange,
  reviewDraft,
  type LevelChanged,
  type ReviewKept,
  type RoundList,
  type StayReadiness,
  type WardReadiness,
} from '#contracts';
import {
  appendAudit,
  changeLevel,
  Database,
  hiddenFrom,
  NOTHING_SAID,
  readinessOf,
  readinessRulesAt,
  beforeRound,
  reviewStay,
  staysForReadiness,
  wardsAmong,
  type StayForReadiness,
} from '#records';
import { clock, Refusal } from '#runtime';
import { Body, Controller, Get, Inject, Param, Post, Put, Req } from '@nestjs/common';
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
    const rules = await readinessRulesAt(this.database, now);
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
      rules: readinessVersion(rules),
      stays: stays
        .map((one) => ({ one, readiness: readinessOf(one, NOTHING_SAID, now, rules) }))
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
          reviewDue: now.getTime() >= reviewAtOf({ stay, ...kept }, rules),
          reviewAt: reviewAtOf({ stay, ...kept }, rules),
          recordReady: isRecordReady(readiness),
          mayOverride: readiness.mayOverride,
          criteria: [...readiness.criteria],
          lastChange: kept.lastChange,
          lastReview: kept.lastReview,
        })),
    };
  }

  /** Whom a board round talks about, in order, and why. */
  @Get('wards/:id/round-list')
  async roundList(@Param('id') wardId: string, @Req() request: FastifyRequest): Promise<RoundList> {
    const person = personOf(request);
    const [ward] = person.wardIds.includes(wardId) ? await wardsAmong(this.database, [wardId]) : [];
    if (!ward) throw new Refusal('not-found', 'There is no such ward, or it is not one of yours.');
    const now = clock.now();
    const since = new Date(now.getTime() - LOOKS_BACK);
    const hidden = hiddenFrom(person);
    const rules = await readinessRulesAt(this.database, now);
    const onWard = await staysForReadiness(this.database, { wardId, since, now });
    const others = new Map((await beforeRound(this.database, wardId, now)).map((one) => [one.admissionId, one]));
    const stays = onWard
      .filter(({ stay }) => !hidden.has(stay.id))
      .flatMap((one) => {
        const { stay, openAlerts, zone } = one;
        const before = others.get(stay.id);
        if (!before) return [];
        const readiness = readinessOf(one, NOTHING_SAID, now, rules);
        const reviewDueAt = reviewAtOf(one, rules);
        const reasons = roundReasons(
          {
            openAlerts: openAlerts.map(({ priority, ruleId }) => {
              return { priority, accepted: before.acceptedAlerts.includes(ruleId) };
            }),
            recordReady: isRecordReady(readiness),
            mayOverride: readiness.mayOverride,
            reviewDueAt,
            admittedAt: stay.admittedAt,
            overdueTasks: before.overdueTasks,
            plannedFor: before.plannedFor,
            firstToCheck: before.firstToCheck,
          },
          { now: now.getTime(), today: dayOn(zone, now.getTime()) },
        );
        return [{ one, reasons, reviewDue: now.getTime() >= reviewDueAt }];
      })
      .toSorted((a, b) => byRoundReasons(a.reasons, b.reasons) || a.one.name.localeCompare(b.one.name));
    await appendAudit(this.database, [
      {
        act: 'viewed-readiness',
        actor: { kind: 'person', id: person.id },
        ward: wardId,
        admissions: stays.map(({ one }) => one.stay.id),
      },
    ]);
    return {
      at: now.getTime(),
      ward: { id: ward.id, name: ward.name },
      stays: stays.map(({ one, reasons, reviewDue }) => ({
        admissionId: one.stay.id,
        name: one.name,
        bed: one.bed,
        pathway: one.stay.pathway,
        level: one.stay.level,
        reasons,
        lastReview: one.lastReview,
        reviewDue,
      })),
    };
  }

  /** Keeps what a review of a whole stay decided, and when the next is due. */
  @Post('admissions/:id/reviews')
  async review(
    @Param('id', admissionId) id: string,
    @Body({ schema: reviewDraft }) draft: z.output<typeof reviewDraft>,
    @Req() request: FastifyRequest,
  ): Promise<ReviewKept> {
    const now = clock.now();
    const since = new Date(now.getTime() - LOOKS_BACK);
    const outcome = await reviewStay(this.database, { admissionId: id, draft, actor: personOf(request), since, now });
    switch (outcome.kind) {
      case 'reviewed':
        return { id: outcome.id, nextAt: outcome.nextAt };
      case 'no-such-stay':
        throw noSuchPatient();
      case 'stale':
        throw new Refusal('stale', 'A colleague has reviewed this stay since you looked: look at it once more.');
    }
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

/** When a review is due: after the first days on the ward, and then when the last one said. */
const reviewAtOf = (
  { stay, lastReview }: Pick<StayForReadiness, 'stay' | 'lastReview'>,
  rules: ReadinessRules,
): number => (lastReview === null ? stay.admittedAt + rules.reviewAfter : lastReview.at + lastReview.nextInDays * DAY);

/** The day that a ward's clocks show, YYYY-MM-DD. */
const dayOn = (zone: string, at: number): string => new Date(at + zoneOffset(zone)(at)).toISOString().slice(0, 10);

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
