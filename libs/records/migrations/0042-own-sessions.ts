import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A session can be named without its token, and says where it is: its owner sees it and ends it. */
export class OwnSessions0042 implements MigrationInterface {
  name = 'OwnSessions00421700000000042';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE session
        ADD id uuid NOT NULL DEFAULT gen_random_uuid(),
        ADD browser text CHECK (length(browser) <= 100),
        ADD address text CHECK (length(address) <= 60);
      ALTER TABLE session ALTER id DROP DEFAULT;
      CREATE UNIQUE INDEX session_by_id ON session (id);
      CREATE INDEX session_of_account ON session (account_id, created_at);

      ALTER TABLE account ADD last_signed_in_at timestamptz;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
