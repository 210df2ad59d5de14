import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What somebody does to a patient whom they opened beyond their wards is told with the opening that let them: the chain itself adds it, so
 * that no act can be told without. An auditor finds an opening with all that came of it, and a reviewer who tried in vain.
 */
export class ActsThroughABrokenGlass0075 implements MigrationInterface {
  name = 'ActsThroughABrokenGlass00751700000000075';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION glass_of_act(entry jsonb) RETURNS uuid LANGUAGE sql STABLE AS $$
        SELECT g.id FROM break_glass g
        WHERE g.account_id = (entry -> 'actor' ->> 'id')::uuid AND g.until > now() AND entry -> 'admissions' ? g.admission_id::text
        ORDER BY g.until DESC LIMIT 1 $$;

      CREATE OR REPLACE FUNCTION append_audit(entries jsonb) RETURNS void LANGUAGE plpgsql AS $$
      DECLARE
        head audit_head;
        entry jsonb;
        glass uuid;
        words text;
      BEGIN
        SELECT * INTO head FROM audit_head WHERE single FOR UPDATE;
        FOR entry IN SELECT * FROM jsonb_array_elements(entries) LOOP
          IF entry -> 'actor' ->> 'kind' = 'person' AND entry ? 'admissions' AND NOT coalesce(entry -> 'details' ? 'glass', false) THEN
            glass := glass_of_act(entry);
            IF glass IS NOT NULL THEN
              entry := jsonb_set(entry, '{details}', coalesce(entry -> 'details', '{}') || jsonb_build_object('glass', glass));
            END IF;
          END IF;
          head.seq := head.seq + 1;
          words := jsonb_set(entry, '{at}', to_jsonb(to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))::text;
          head.hash := sha256(head.hash || convert_to(head.seq || E'\\n' || words, 'UTF8'));
          INSERT INTO audit_entry (seq, content, hash) VALUES (head.seq, words, head.hash);
        END LOOP;
        UPDATE audit_head SET seq = head.seq, hash = head.hash WHERE single;
      END $$;

      CREATE INDEX audit_entry_by_glass ON audit_entry ((content::jsonb -> 'details' ->> 'glass'), seq)
        WHERE content::jsonb -> 'details' ->> 'glass' IS NOT NULL;
      CREATE INDEX audit_entry_refused_glass ON audit_entry (seq) WHERE content::jsonb ->> 'act' = 'break-glass-refused';
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
