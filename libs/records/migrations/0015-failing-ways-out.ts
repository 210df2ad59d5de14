import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A webhook fails by itself: one receiver that is down says nothing of the others. And how soon a ward's alerts are to be
 * accepted is changed by people, with a reason: the changes are kept, and the ward has what is in force.
 */
export class FailingWaysOut0015 implements MigrationInterface {
  name = 'FailingWaysOut00151700000000015';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE webhook
        ADD failures_in_a_row integer NOT NULL DEFAULT 0,
        ADD last_success_at timestamptz,
        ADD last_failure_at timestamptz,
        ADD last_failure text,
        ADD failing_since timestamptz,
        ADD failing_why text;
      -- The log of one webhook, newest first.
      CREATE INDEX message_by_webhook ON message (webhook_id, created_at) WHERE webhook_id IS NOT NULL;

      CREATE TABLE accept_times_change (
        ward_id text NOT NULL REFERENCES ward (id),
        version integer NOT NULL CHECK (version >= 1),
        emergency_minutes smallint NOT NULL,
        urgent_minutes smallint NOT NULL,
        technical_minutes smallint NOT NULL,
        routine_by smallint NOT NULL,
        why text NOT NULL,
        changed_by uuid NOT NULL REFERENCES account (id),
        changed_by_name text NOT NULL,
        changed_at timestamptz NOT NULL,
        PRIMARY KEY (ward_id, version)
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
