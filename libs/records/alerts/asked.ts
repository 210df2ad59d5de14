import { isByName, type AskReason, type Instant, type Place, stepAt } from '#clinical';
import type { Transaction } from '../database.ts';
import { askToNotify, type NotificationReason } from '../notifications/ask.ts';

/** People are asked to answer an alert, as it will stand when the transaction commits. */
export interface Asked {
  readonly alertId: string;
  readonly wardId: string;
  readonly version: number;
  readonly place: Place;
  readonly why: AskReason;
}

const REASONS: Readonly<Record<AskReason, NotificationReason>> = {
  raised: 'raised',
  worsened: 'raised',
  'timed-out': 'escalated',
  'not-delivered': 'escalated',
  'route-changed': 'escalated',
  rejected: 'escalated',
  'given-back': 'escalated',
  'no-outcome': 'escalated',
  'holder-gone': 'escalated',
  'handed-over': 'handed-over',
};

/**
 * The accounts behind each step. Named people count while their account is open and of the ward. Where the ward has nobody
 * who may answer, its last step is for the administrators: an alert that nobody can answer is theirs to mend.
 */
const PEOPLE = `
  SELECT r.n, c.id FROM jsonb_to_recordset($1::jsonb) AS r(n int, ward_id text, kind text, role text, ids jsonb)
  JOIN account c ON c.disabled_at IS NULL AND c.ward_ids @> ARRAY[r.ward_id] AND CASE r.kind
    WHEN 'accounts' THEN r.ids ? c.id::text
    WHEN 'role' THEN c.role = r.role
    ELSE c.role IN ('hub-clinician', 'lead')
  END
  UNION ALL
  SELECT r.n, c.id FROM jsonb_to_recordset($1::jsonb) AS r(n int, ward_id text, kind text)
  JOIN account c ON c.disabled_at IS NULL AND c.role = 'administrator'
  WHERE r.kind = 'ward-fallback' AND NOT EXISTS (
    SELECT FROM account o WHERE o.disabled_at IS NULL AND o.ward_ids @> ARRAY[r.ward_id] AND o.role IN ('hub-clinician', 'lead'))`;

/** Has everybody told who is asked, in the transaction that asks them. */
export async function tellWhoIsAsked(transaction: Transaction, asked: readonly Asked[], now: Instant): Promise<void> {
  if (asked.length === 0) return;
  const steps = asked.map(({ wardId, place }, n) => {
    const step = stepAt(place);
    return {
      n,
      ward_id: wardId,
      kind: step.kind,
      role: step.kind === 'role' ? step.role : null,
      ids: step.kind === 'accounts' ? step.accounts.map(({ id }) => id) : [],
    };
  });
  const people = await transaction.query<{ n: number; id: string }>(PEOPLE, [JSON.stringify(steps)], 'people-asked');
  await askToNotify(
    transaction,
    people.flatMap(({ n, id: accountId }) => {
      const one = asked[n];
      if (!one) return [];
      const { alertId, version: alertVersion, place, why } = one;
      const step = isByName(place.route) ? 0 : place.step + 1;
      return [{ alertId, accountId, reason: REASONS[why], step, alertVersion }];
    }),
    new Date(now),
  );
}
