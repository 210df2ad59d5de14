import { AUDIT_PAGE, type AuditPage, type AuditPeople, type AuditQuestion } from '#contracts';
import type { Account } from './accounts.ts';
import { appendAudit } from './audit.ts';
import type { Database } from './database.ts';
import { msOf } from './sql.ts';

const ENTRIES = `
  SELECT e.seq::float8 AS seq, ${msOf(`(e.entry ->> 'at')::timestamptz`)} AS at, e.entry ->> 'act' AS act,
    json_build_object('kind', e.entry -> 'actor' ->> 'kind', 'id', e.entry -> 'actor' ->> 'id', 'name', CASE e.entry -> 'actor' ->> 'kind'
      WHEN 'person' THEN (SELECT c.display_name FROM account c WHERE c.id = (e.entry -> 'actor' ->> 'id')::uuid)
      WHEN 'source' THEN (SELECT s.name FROM source s WHERE s.id::text = e.entry -> 'actor' ->> 'id') END) AS who,
    e.entry ->> 'ward' AS ward, e.entry ->> 'careHome' AS "careHome", coalesce(e.entry -> 'admissions', '[]') AS admissions,
    e.entry ->> 'alert' AS alert, coalesce(e.entry -> 'details', '{}') AS details
  FROM (
    SELECT seq, content::jsonb AS entry FROM audit_entry
    WHERE ($1::text IS NULL OR content::jsonb -> 'actor' ->> 'id' = $1)
      AND ($2::jsonb[] IS NULL OR content::jsonb -> 'admissions' @> ANY ($2::jsonb[]))
      AND ($3::text IS NULL OR content::jsonb ->> 'act' = $3)
      AND ($4::timestamptz IS NULL OR (content::jsonb ->> 'at')::timestamptz >= $4)
      AND ($5::timestamptz IS NULL OR (content::jsonb ->> 'at')::timestamptz <= $5)
      AND ($6::bigint IS NULL OR seq < $6)
      AND ($7::text IS NULL OR content::jsonb -> 'details' ->> 'glass' = $7)
    ORDER BY seq DESC LIMIT ${AUDIT_PAGE + 1}
  ) e ORDER BY e.seq DESC`;

/** A page of the trail. That it was looked for is a link of its own, written before it is given. */
export function searchAudit(
  database: Database,
  { asks, question }: { asks: Account; question: AuditQuestion },
): Promise<Pick<AuditPage, 'entries' | 'more'>> {
  const { account, nhsNumber, admission, glass, act, from, to, before } = question;
  return database.transaction(async (transaction) => {
    // The trail is as long as it is; what is not asked for by stay or person is looked for from its end.
    await transaction.query('SET LOCAL enable_seqscan = on');
    await transaction.query('SET LOCAL plan_cache_mode = force_custom_plan');
    const stays =
      nhsNumber === undefined
        ? admission === undefined
          ? null
          : [admission]
        : (
            await transaction.query<{ id: string }>(
              'SELECT a.id FROM admission a JOIN patient p ON p.id = a.patient_id WHERE p.nhs_number = $1 AND ($2::uuid IS NULL OR a.id = $2)',
              [nhsNumber, admission ?? null],
            )
          ).map(({ id }) => id);
    const found = await transaction.query<AuditPage['entries'][number]>(ENTRIES, [
      account ?? null,
      stays && stays.map((id) => JSON.stringify([id])),
      act ?? null,
      from ?? null,
      to ?? null,
      before ?? null,
      glass ?? null,
    ]);
    await appendAudit(transaction, [
      {
        act: 'searched-audit-trail',
        actor: { kind: 'person', id: asks.id },
        ...(stays && { admissions: stays }),
        details: {
          account: account ?? null,
          askedGlass: glass ?? null,
          act: act ?? null,
          from: from ?? null,
          to: to ?? null,
          before: before ?? null,
        },
      },
    ]);
    return { entries: found.slice(0, AUDIT_PAGE), more: found.length > AUDIT_PAGE };
  });
}

/** Everybody who works here or did: whom an auditor can ask about. No patient or carer. */
export function peopleOfAudit(database: Database): Promise<AuditPeople['people']> {
  return database.transaction(async (transaction) => {
    await transaction.query('SET LOCAL enable_seqscan = on');
    return transaction.query(
      `SELECT c.id, c.display_name AS name, c.role FROM account c WHERE c.admission_id IS NULL ORDER BY c.display_name, c.id`,
    );
  });
}
