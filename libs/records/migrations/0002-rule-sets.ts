import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the rules were, always: a rule document is added and never changed, and the newest one is in force. */
export class RuleSets0002 implements MigrationInterface {
  name = 'RuleSets00021700000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE rule_set (
        seq integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        id text NOT NULL,
        version text NOT NULL,
        document jsonb NOT NULL,
        approver text NOT NULL,
        installed_at timestamptz NOT NULL,
        UNIQUE (id, version)
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
