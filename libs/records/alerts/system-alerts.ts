import { nextAlert, type AlertEffect, type Finding, type Instant, type OpenAlert } from '#clinical';
import type { Database, Transaction } from '../database.ts';
import { appendToFeed } from '../ward-feed.ts';
import { writeAlertEffects } from './found.ts';
import { keepFindings } from '../findings.ts';
import { msOf, OPEN } from '../sql.ts';
import { lockStays, lockWards } from './move-alarms.ts';

/** What an alert that no reading raised is about: a patient's stay, or a subject of the ward's own (a source, a worker, a channel). */
export type About = { readonly admissionId: string } | { readonly wardId: string; readonly subject: string };

/** What was found without a reading. The finding's rule is the alert's: there is one open alert of it for what it is about. */
export interface SystemFinding {
  readonly about: About;
  readonly finding: Finding;
}

type Says =
  | { readonly kind: 'breach'; readonly finding: Finding }
  | { readonly kind: 'clear'; readonly at: Instant; readonly sentence: string };

/**
 * Raises an alert that no reading raised, or goes on with the open one: the same lifecycle as every other alert. One that is
 * there and says the same is not counted again. Nothing happens to a stay that has ended.
 */
export function raiseSystemAlert(database: Database, { about, finding }: SystemFinding): Promise<void> {
  return tell(database, about, finding.ruleId, { kind: 'breach', finding });
}

/** Says that what a system alert was about is over. The alert stays until a person answers it (docs/decisions/0006). */
export function easeSystemAlert(
  database: Database,
  { about, ruleId, at, sentence }: { about: About; ruleId: string; at: Instant; sentence: string },
): Promise<void> {
  return tell(database, about, ruleId, { kind: 'clear', at, sentence });
}

async function tell(database: Database, about: About, ruleId: string, says: Says): Promise<void> {
  await database.transaction(async (transaction) => {
    const place = await hold(transaction, about);
    if (!place) return;
    const open = await openAlert(transaction, about, ruleId);
    if (says.kind === 'breach' && open?.conditionPresent === true && open.sentence === says.finding.sentence) return;
    const effects = effectsOf(open, says);
    if (effects.length === 0) return;
    const { wardId } = place;
    const admissionId = 'admissionId' in about ? about.admissionId : null;
    const found = {
      wardId,
      admissionId,
      subject: 'subject' in about ? about.subject : null,
      ended: false,
      effects,
      openAlerts: open ? [open] : [],
    };
    const alertOf = await writeAlertEffects(transaction, [found]);
    if (admissionId !== null && says.kind === 'breach') {
      const alertId = alertOf.get(says.finding) ?? null;
      await keepFindings(transaction, [{ admissionId, alertId, finding: says.finding }], place.now);
    }
    await appendToFeed(transaction, {
      type: 'alert-changed',
      at: place.now,
      changed: admissionId === null ? [] : [admissionId],
      ...(admissionId === null && { wardAlertsOf: [wardId] }),
    });
  });
}

function effectsOf(open: StoredOpenAlert | null, says: Says): readonly AlertEffect[] {
  if (says.kind === 'clear') return nextAlert(open, says)[1];
  return nextAlert(open, { ...says, raisedAt: says.finding.at })[1];
}

/** Locks what the alert hangs on; null when that is no more. */
async function hold(transaction: Transaction, about: About): Promise<{ wardId: string; now: Date } | null> {
  const now = 'clock_timestamp() AS now';
  if ('subject' in about) {
    await lockWards(transaction, [about.wardId]);
    const [ward] = await transaction.query<{ ward_id: string; now: Date }>(
      `SELECT id AS ward_id, ${now} FROM ward WHERE id = $1`,
      [about.wardId],
    );
    return ward ? { wardId: ward.ward_id, now: ward.now } : null;
  }
  await lockStays(transaction, [about.admissionId]);
  const [stay] = await transaction.query<{ ward_id: string; now: Date }>(
    `SELECT ward_id, ${now} FROM admission WHERE id = $1 AND status = 'active'`,
    [about.admissionId],
  );
  return stay ? { wardId: stay.ward_id, now: stay.now } : null;
}

type StoredOpenAlert = OpenAlert & { readonly id: string; readonly version: number; readonly sentence: string };

async function openAlert(transaction: Transaction, about: About, ruleId: string): Promise<StoredOpenAlert | null> {
  const [of, values] =
    'subject' in about
      ? ['al.admission_id IS NULL AND al.ward_id = $2 AND al.subject = $3', [about.wardId, about.subject]]
      : ['al.admission_id = $2', [about.admissionId]];
  const [row] = await transaction.query<StoredOpenAlert>(
    `SELECT al.id, al.version, al.sentence, al.rule_id AS "ruleId", al.priority, al.count, al.condition_present AS "conditionPresent",
       ${msOf('al.raised_at')} AS "raisedAt", ${msOf('al.effective_at')} AS "effectiveAt"
     FROM alert al WHERE al.rule_id = $1 AND ${of} AND ${OPEN}`,
    [ruleId, ...values],
  );
  return row ?? null;
}
