import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who saw whom and who did what, as a chain: each entry's hash is over its own words and the hash before it, so that an
 * entry that is changed, taken out or put in between is found. `content` is hashed as it stands; what is asked for is
 * computed from it, so that an index cannot say anything else.
 */
export class AuditTrail0009 implements MigrationInterface {
  name = 'AuditTrail00091700000000009';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE audit_entry (
        seq bigint PRIMARY KEY,
        content text NOT NULL,
        hash bytea NOT NULL
      );
      CREATE INDEX audit_entry_by_stay ON audit_entry USING gin ((content::jsonb -> 'admissions') jsonb_path_ops);
      CREATE INDEX audit_entry_by_actor ON audit_entry ((content::jsonb -> 'actor' ->> 'id'), seq);

      -- One row: the end of the chain. Whoever appends holds it until the commit, so that the chain has one order.
      CREATE TABLE audit_head (
        single boolean PRIMARY KEY DEFAULT true CHECK (single),
        seq bigint NOT NULL,
        hash bytea NOT NULL
      );
      INSERT INTO audit_head (seq, hash) VALUES (0, '');

      CREATE FUNCTION append_audit(entries jsonb) RETURNS void LANGUAGE plpgsql AS $$
      DECLARE
        head audit_head;
        entry jsonb;
        words text;
      BEGIN
        SELECT * INTO head FROM audit_head WHERE single FOR UPDATE;
        FOR entry IN SELECT * FROM jsonb_array_elements(entries) LOOP
          head.seq := head.seq + 1;
          words := jsonb_set(entry, '{at}', to_jsonb(to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))::text;
          head.hash := sha256(head.hash || convert_to(head.seq || E'\\n' || words, 'UTF8'));
          INSERT INTO audit_entry (seq, content, hash) VALUES (head.seq, words, head.hash);
        END LOOP;
        UPDATE audit_head SET seq = head.seq, hash = head.hash WHERE single;
      END $$;

      CREATE FUNCTION refuse_change_of_audit() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'the audit trail is only ever added to';
      END $$;
      CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION refuse_change_of_audit();
      CREATE TRIGGER audit_is_never_emptied BEFORE TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_audit();
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
