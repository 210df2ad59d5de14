import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who was handed on, to whom, why, and how long after the first alert of it; with what the record said at that moment. */
export class OnwardTransfers0058 implements MigrationInterface {
  name = 'OnwardTransfers00581700000000058';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE onward_transfer (
        id uuid PRIMARY KEY,
        admission_id uuid NOT NULL REFERENCES admission (id),
        at timestamptz NOT NULL,
        transferred_to text NOT NULL,
        reason text NOT NULL CHECK (reason <> ''),
        transferred_by uuid NOT NULL REFERENCES account (id),
        transferred_by_name text NOT NULL CHECK (transferred_by_name <> ''),
        first_alert_at timestamptz,
        told jsonb NOT NULL
      );
      CREATE INDEX onward_transfer_of_stay ON onward_transfer (admission_id, at);
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON onward_transfer
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_home_record();
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
