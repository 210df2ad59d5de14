import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Somebody opened one patient beyond their wards: who, why, until when, and what a reviewer found. Only the review is ever added.
 */
export class BreakGlass0062 implements MigrationInterface {
  name = 'BreakGlass00621700000000062';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE break_glass (
        id uuid PRIMARY KEY,
        admission_id uuid NOT NULL REFERENCES admission (id),
        ward_id text NOT NULL REFERENCES ward (id),
        account_id uuid NOT NULL REFERENCES account (id),
        account_name text NOT NULL CHECK (account_name <> ''),
        role text NOT NULL,
        kind text NOT NULL CHECK (kind IN ('emergency', 'covering', 'asked', 'other')),
        reason text NOT NULL CHECK (reason <> ''),
        opened_at timestamptz NOT NULL,
        until timestamptz NOT NULL CHECK (until > opened_at),
        reviewed_at timestamptz,
        reviewed_by uuid REFERENCES account (id) CHECK (reviewed_by <> account_id),
        reviewed_by_name text,
        finding text CHECK (finding IN ('appropriate', 'not-appropriate')),
        note text,
        CONSTRAINT a_review_is_whole CHECK (
          num_nonnulls(reviewed_at, reviewed_by, reviewed_by_name, finding) IN (0, 4) AND (note IS NULL OR finding IS NOT NULL))
      );
      CREATE INDEX break_glass_of_account ON break_glass (account_id, until);
      CREATE INDEX break_glass_of_ward ON break_glass (ward_id, opened_at);

      CREATE FUNCTION refuse_change_of_break_glass() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        -- Which migration 0065 brings: what is erased leaves a tombstone.
        IF TG_OP = 'DELETE' AND leaves_a_tombstone() THEN RETURN OLD; END IF;
        IF TG_OP = 'UPDATE' THEN
          IF OLD.reviewed_at IS NULL AND (to_jsonb(OLD) - '{reviewed_at,reviewed_by,reviewed_by_name,finding,note}'::text[])
            = (to_jsonb(NEW) - '{reviewed_at,reviewed_by,reviewed_by_name,finding,note}'::text[]) THEN
            RETURN NEW;
          END IF;
        END IF;
        RAISE EXCEPTION 'who opened whom stays as it is: it is reviewed, once';
      END $$;
      CREATE TRIGGER break_glass_stands BEFORE UPDATE OR DELETE ON break_glass
        FOR EACH ROW EXECUTE FUNCTION refuse_change_of_break_glass();
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
