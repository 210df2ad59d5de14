import type { MigrationInterface, QueryRunner } from 'typeorm';
import { heldToScope } from './held-to-scope.ts';

/**
 * What is expected of the days ahead: when somebody is to come and when somebody is to go, each with why, the newest counts. And the
 * first set of readings of each new stay, until a clinician has checked it: stays from before have none to check.
 */
export class DaysAhead0078 implements MigrationInterface {
  name = 'DaysAhead00781700000000078';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE planned_discharge (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        admission_id uuid NOT NULL REFERENCES admission (id),
        -- Null: not expected any more.
        on_day date,
        reason text NOT NULL CHECK (reason <> ''),
        at timestamptz NOT NULL,
        by_id uuid NOT NULL REFERENCES account (id),
        by_name text NOT NULL
      );
      CREATE INDEX planned_discharge_of_stay ON planned_discharge (admission_id, id);
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON planned_discharge
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      CREATE TABLE planned_admission (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        referral_id uuid NOT NULL REFERENCES referral (id),
        on_day date,
        reason text NOT NULL CHECK (reason <> ''),
        at timestamptz NOT NULL,
        by_id uuid NOT NULL REFERENCES account (id),
        by_name text NOT NULL
      );
      CREATE INDEX planned_admission_of_referral ON planned_admission (referral_id, id);
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON planned_admission
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      CREATE TABLE first_reading (
        admission_id uuid PRIMARY KEY REFERENCES admission (id),
        due_at timestamptz NOT NULL,
        checked_at timestamptz,
        checked_by uuid REFERENCES account (id),
        checked_by_name text,
        CHECK ((checked_at IS NULL) = (checked_by IS NULL) AND (checked_at IS NULL) = (checked_by_name IS NULL))
      );
      CREATE INDEX first_reading_to_check ON first_reading (admission_id) WHERE checked_at IS NULL;

      -- Each move of a stay from one ward to another.
      CREATE TABLE ward_transfer (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        admission_id uuid NOT NULL REFERENCES admission (id),
        from_ward_id text NOT NULL REFERENCES ward (id),
        to_ward_id text NOT NULL REFERENCES ward (id),
        bed_before smallint,
        bed_after smallint,
        reason text NOT NULL CHECK (reason <> ''),
        at timestamptz NOT NULL,
        by_id uuid NOT NULL REFERENCES account (id),
        by_name text NOT NULL,
        CHECK (from_ward_id <> to_ward_id)
      );
      CREATE INDEX ward_transfer_of_stay ON ward_transfer (admission_id, id);
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ward_transfer
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      ${['planned_discharge', 'first_reading', 'ward_transfer'].map((table) => heldToScope(table)).join('')}
      ${heldToScope('planned_admission', '(SELECT true FROM referral r WHERE r.id = planned_admission.referral_id LIMIT 1)')}
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
