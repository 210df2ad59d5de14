import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a person said about their record going to others: to what they consent, what they object to, and that they took it back. Only
 * ever added to: the newest for each purpose holds. Who was handed on although they object is kept with why.
 */
export class SharingChoices0071 implements MigrationInterface {
  name = 'SharingChoices00711700000000071';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE sharing_choice (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        patient_id uuid NOT NULL REFERENCES patient (id),
        scope text NOT NULL CHECK (scope IN ('gp', 'care-home', 'community', 'research', 'national-data-opt-out')),
        choice text NOT NULL CHECK (choice IN ('consents', 'objects', 'withdrawn')),
        said_by text NOT NULL CHECK (said_by IN ('patient', 'attorney', 'parent', 'best-interests', 'nhs-register')),
        said_how text NOT NULL CHECK (said_how IN ('in-person', 'telephone', 'writing', 'looked-up')),
        said_on date NOT NULL,
        note text CHECK (note <> ''),
        at timestamptz NOT NULL,
        recorded_by uuid NOT NULL REFERENCES account (id),
        recorded_by_name text NOT NULL CHECK (recorded_by_name <> ''),
        -- Nobody consents to the opt-out: they have opted out, or not.
        CHECK (scope <> 'national-data-opt-out' OR choice <> 'consents')
      );
      CREATE INDEX sharing_choice_of_patient ON sharing_choice (patient_id, scope, id);
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON sharing_choice
        FOR EACH ROW EXECUTE FUNCTION only_ever_added();

      ALTER TABLE onward_transfer ADD COLUMN despite_objection text CHECK (despite_objection <> '');
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
