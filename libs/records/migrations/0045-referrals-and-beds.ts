import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who is to come: each referral with what was said, where it stands and every step that brought it there. How a stay ended. And in
 * which tenth of deprivation a postcode lies, from a file that the operator loads.
 */
export class ReferralsAndBeds0045 implements MigrationInterface {
  name = 'ReferralsAndBeds00451700000000045';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE referral (
        id uuid PRIMARY KEY,
        ward_id text NOT NULL REFERENCES ward (id),
        nhs_number text NOT NULL CHECK (nhs_number ~ '^[0-9]{10}$'),
        terms jsonb NOT NULL,
        state text NOT NULL CHECK (state IN ('received', 'waiting', 'offered', 'admitted', 'declined', 'withdrawn')),
        version integer NOT NULL DEFAULT 1,
        received_at timestamptz NOT NULL,
        received_by_name text NOT NULL,
        waits_since timestamptz,
        offered_until timestamptz,
        settled_at timestamptz,
        admission_id uuid REFERENCES admission (id),
        CHECK ((state = 'offered') = (offered_until IS NOT NULL)),
        CHECK ((state = 'admitted') = (admission_id IS NOT NULL)),
        CHECK ((state IN ('admitted', 'declined', 'withdrawn')) = (settled_at IS NOT NULL))
      );
      -- Asked for twice is one referral.
      CREATE UNIQUE INDEX one_open_referral_per_person ON referral (ward_id, nhs_number) WHERE settled_at IS NULL;
      CREATE INDEX referral_of_ward ON referral (ward_id, settled_at);

      CREATE TABLE referral_event (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        referral_id uuid NOT NULL REFERENCES referral (id),
        at timestamptz NOT NULL,
        by_id uuid NOT NULL REFERENCES account (id),
        by_name text NOT NULL,
        state text NOT NULL,
        reason text,
        advice text,
        -- As they stood when it was decided.
        criteria jsonb NOT NULL
      );
      CREATE INDEX referral_event_of_referral ON referral_event (referral_id, id);
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON referral_event
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      CREATE TABLE postcode_deprivation (
        -- Without spaces.
        postcode text PRIMARY KEY CHECK (postcode ~ '^[A-Z0-9]{5,7}$'),
        lsoa text NOT NULL,
        decile smallint NOT NULL CHECK (decile BETWEEN 1 AND 10)
      );

      ALTER TABLE admission
        ADD ending text CHECK (ending IN ('home', 'hospital', 'died', 'withdrawn')),
        ADD ending_reason text,
        ADD ended_by_name text;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
