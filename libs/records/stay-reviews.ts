import { DAY, readinessVersion } from '#clinical';
import type { ReviewDraft } from '#contracts';
import type { Actor } from './alerts/alerts.ts';
import { appendAudit } from './audit.ts';
import type { Database } from './database.ts';
import { readinessRulesAt } from './readiness-rules.ts';
import { NOTHING_SAID, readinessOf, stayForReadiness } from './stay-level.ts';
import { appendToFeed } from './ward-feed.ts';

export type ReviewOutcome =
  | { readonly kind: 'reviewed'; readonly id: number; readonly nextAt: number }
  | { readonly kind: 'no-such-stay' }
  /** Somebody reviewed it since the person looked. */
  | { readonly kind: 'stale' };

/** Keeps what a review of a stay decided, with the criteria as they stand in the transaction that holds it. */
export function reviewStay(
  database: Database,
  wish: { admissionId: string; draft: ReviewDraft; actor: Actor; since: Date; now: Date },
): Promise<ReviewOutcome> {
  const { admissionId, draft, actor, since, now } = wish;
  return database.transaction(async (transaction): Promise<ReviewOutcome> => {
    const found = await stayForReadiness(transaction, { admissionId, wardIds: actor.wardIds, since, now });
    if (!found) return { kind: 'no-such-stay' };
    if ((found.lastReview?.id ?? null) !== draft.after) return { kind: 'stale' };
    const rules = await readinessRulesAt(transaction, now);
    const { criteria } = readinessOf(found, NOTHING_SAID, now, rules);
    const [made] = await transaction.query<{ id: string }>(
      `INSERT INTO stay_review (admission_id, at, by_id, by_name, decision, reason, next_in_days, criteria, rules)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
      [
        admissionId,
        now,
        actor.id,
        actor.displayName,
        draft.decision,
        draft.reason,
        draft.nextInDays,
        JSON.stringify(criteria),
        readinessVersion(rules),
      ],
    );
    if (!made) throw new Error('a review that was kept has a number');
    await appendToFeed(transaction, { type: 'admission-changed', at: now, changed: [admissionId] });
    await appendAudit(transaction, [
      {
        act: 'reviewed-stay',
        actor: { kind: 'person', id: actor.id },
        ward: found.wardId,
        admissions: [admissionId],
        details: { review: made.id, decision: draft.decision, nextInDays: draft.nextInDays },
      },
    ]);
    return { kind: 'reviewed', id: Number(made.id), nextAt: now.getTime() + draft.nextInDays * DAY };
  });
}
