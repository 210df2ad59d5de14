import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A single new breach that waits for its repeat: what would alert, and when it does so by itself. The home is asked by a repeat
 * request that no person made.
 */
export class RepeatFirst0057 implements MigrationInterface {
  name = 'RepeatFirst00571700000000057';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE pending_repeat (
        admission_id uuid NOT NULL REFERENCES admission (id),
        rule_id text NOT NULL,
        finding jsonb NOT NULL,
        due_at timestamptz NOT NULL,
        PRIMARY KEY (admission_id, rule_id)
      );
      CREATE INDEX pending_repeat_due ON pending_repeat (due_at);
      ALTER TABLE repeat_request ALTER asked_by DROP NOT NULL;
      CREATE INDEX account_of_care_home ON account (care_home_id) WHERE disabled_at IS NULL;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
