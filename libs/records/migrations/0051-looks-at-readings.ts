import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who of the hub had a stay's newest readings before them last: its care home is told, and the audit trail is no place to look it up. */
export class LooksAtReadings0051 implements MigrationInterface {
  name = 'LooksAtReadings00511700000000051';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE stay_look (
        admission_id uuid PRIMARY KEY REFERENCES admission (id),
        at timestamptz NOT NULL,
        account_id uuid NOT NULL REFERENCES account (id),
        by_name text NOT NULL CHECK (by_name <> '')
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
