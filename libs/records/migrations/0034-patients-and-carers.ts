import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Patients and their carers sign in by a code that the hub gives, once: each is an account that reaches one stay, without a
 * password, and nothing once the stay is over. What the hub writes to them is kept with when it was seen.
 */
export class PatientsAndCarers0034 implements MigrationInterface {
  name = 'PatientsAndCarers00341700000000034';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE account
        ADD admission_id uuid REFERENCES admission (id),
        ADD CONSTRAINT patients_and_carers_have_one_stay CHECK (
          (role IN ('patient', 'carer')) = (admission_id IS NOT NULL) AND (admission_id IS NULL OR ward_ids = '{}'));
      CREATE INDEX account_of_stay ON account (admission_id) WHERE admission_id IS NOT NULL;

      CREATE TABLE sign_in_code (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES account (id),
        -- By which it is found: no secret.
        locator text NOT NULL,
        secret_hash text NOT NULL,
        issued_at timestamptz NOT NULL,
        issued_by uuid NOT NULL REFERENCES account (id),
        issued_by_name text NOT NULL,
        expires_at timestamptz NOT NULL,
        tries_left smallint NOT NULL CHECK (tries_left >= 0),
        used_at timestamptz,
        revoked_at timestamptz,
        CHECK (expires_at > issued_at)
      );
      CREATE INDEX sign_in_code_by_locator ON sign_in_code (locator);
      CREATE INDEX sign_in_code_of_account ON sign_in_code (account_id);

      CREATE TABLE patient_message (
        id uuid PRIMARY KEY,
        admission_id uuid NOT NULL REFERENCES admission (id),
        at timestamptz NOT NULL,
        written_by uuid NOT NULL REFERENCES account (id),
        written_by_name text NOT NULL,
        text text NOT NULL CHECK (length(text) BETWEEN 1 AND 1000),
        seen_at timestamptz
      );
      CREATE INDEX patient_message_of_stay ON patient_message (admission_id, at);

      -- What patients ring.
      ALTER TABLE ward ADD patient_phone text CHECK (patient_phone ~ '^[0-9 +]{5,20}$');
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
