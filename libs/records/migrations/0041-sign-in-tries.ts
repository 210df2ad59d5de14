import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Tries to sign in are counted where every hub sees them, and browsers that somebody signed in from before are known again:
 * whoever guesses at an account from elsewhere does not keep its owner out. What is counted by is kept as a hash.
 */
export class SignInTries0041 implements MigrationInterface {
  name = 'SignInTries00411700000000041';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE sign_in_try (
        key bytea PRIMARY KEY,
        failures integer NOT NULL CHECK (failures >= 0),
        last_at timestamptz NOT NULL,
        open_at timestamptz NOT NULL
      );
      CREATE INDEX sign_in_try_by_time ON sign_in_try (last_at);

      CREATE TABLE known_browser (
        account_id uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
        browser_hash bytea NOT NULL,
        last_used_at timestamptz NOT NULL,
        PRIMARY KEY (account_id, browser_hash)
      );
      CREATE INDEX known_browser_by_time ON known_browser (last_used_at);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
