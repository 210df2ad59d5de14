import { personOf } from '#access';
import {
  DAY,
  DEFAULT_RULE_SET,
  ownNormals,
  OWN_NORMAL_WINDOW,
  readRuleSet,
  type Refusal as OutOfBounds,
  type RuleSet,
} from '#clinical';
import { planChange, type PlanChanged, type StayPlanView } from '#contracts';
import { appendAudit, changePlan, Database, newestReadings, planOf, ruleSetInForce } from '#records';
import { clock, Refusal } from '#runtime';
import { Body, Controller, Get, Inject, Param, Put, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { admissionId, changedSince, noSuchPatient } from './admission-id.ts';
import { thresholdsOf } from './thresholds.ts';

/** What is usual is looked up in so many of the newest readings, at most. */
const MOST_READINGS = 5_000;

/** The plan of a stay: what is to be done, what is usual, which thresholds hold, and when sets are due. */
@Controller('api/admissions')
export class PlanController {
  constructor(@Inject(Database) private readonly database: Database) {}

  @Get(':id/plan')
  async read(@Param('id', admissionId) id: string, @Req() request: FastifyRequest): Promise<StayPlanView> {
    const person = personOf(request);
    const kept = await planOf(this.database, { admissionId: id, wardIds: person.wardIds });
    if (!kept) throw noSuchPatient();
    const now = clock.now();
    const since = new Date(now.getTime() - OWN_NORMAL_WINDOW - DAY);
    const readings = await newestReadings(this.database, { admissionId: id, since, most: MOST_READINGS });
    const ruleSet = await this.rules();
    await appendAudit(this.database, [
      { act: 'viewed-plan', actor: { kind: 'person', id: person.id }, ward: kept.wardId, admissions: [id] },
    ]);
    return {
      admissionId: id,
      version: kept.version,
      active: kept.active,
      pathway: kept.stay.pathway,
      level: kept.stay.level,
      plan: kept.stated,
      ruleSet: ruleSet.version,
      thresholds: thresholdsOf(ruleSet, kept.stay),
      ownNormal: ownNormals(kept.stay, readings, now.getTime()),
      zone: kept.zone,
      lastReadingAt: kept.lastReadingAt,
      nextDueAt: kept.nextDueAt,
      spo2Scale: kept.spo2Scale,
      changes: [...kept.changes],
    };
  }

  /** Puts a whole plan in the place of the one that was seen. The present is judged again by it; history never is. */
  @Put(':id/plan')
  async change(
    @Param('id', admissionId) id: string,
    @Body({ schema: planChange }) body: z.output<typeof planChange>,
    @Req() request: FastifyRequest,
  ): Promise<PlanChanged> {
    const { version, plan, reason } = body;
    const wish = { admissionId: id, version, plan, reason, actor: personOf(request), now: clock.now() };
    const outcome = await changePlan(this.database, wish);
    switch (outcome.kind) {
      case 'changed':
        return { version: outcome.version };
      case 'no-such-stay':
        throw noSuchPatient();
      case 'stale':
        throw changedSince('Nothing was changed.');
      case 'refused':
        throw outOfBounds(outcome.refusals);
      case 'no-change':
        throw new Refusal('invalid-document', 'This is the plan as it stands: nothing in it is different.', {
          errors: [{ pointer: '/plan', field: 'plan', detail: 'plan: expected something else than what stands' }],
        });
    }
  }

  /** The rules as the worker has them: a stored document that is refused is not followed. */
  private async rules(): Promise<RuleSet> {
    const stored = await ruleSetInForce(this.database);
    const read = stored && readRuleSet(stored.document);
    return read?.kind === 'accepted' ? read.ruleSet : DEFAULT_RULE_SET;
  }
}

function outOfBounds(refusals: readonly OutOfBounds[]): Refusal {
  const errors = refusals.map(({ path, message, mayChange }) => {
    const field = path
      .slice(path.lastIndexOf('/') + 1)
      .replaceAll('~1', '/')
      .replaceAll('~0', '~');
    return { pointer: `/plan${path}`, field, detail: `${message} What is allowed here: ${mayChange} decides.` };
  });
  return new Refusal('invalid-document', errors.map(({ detail }) => detail).join(' '), { errors });
}
