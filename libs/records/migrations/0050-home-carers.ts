import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Carers who share a home's tablet: each is known by a name and a PIN. What is kept on the tablet is kept under the home's key, which
 * is given for a right PIN alone; what waits there to be sent is sealed for the home's envelope key, which never leaves the hub.
 * A proof says that somebody knew a carer's PIN, so that a reading may be stored in their name.
 */
export class HomeCarers0050 implements MigrationInterface {
  name = 'HomeCarers00501700000000050';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE home_carer (
        id uuid PRIMARY KEY,
        care_home_id text NOT NULL REFERENCES care_home (id),
        name text NOT NULL CHECK (name <> ''),
        pin_hash text NOT NULL,
        -- Moves when the PIN is set anew: what a tablet kept under the one before opens nothing any more.
        pin_version integer NOT NULL DEFAULT 1,
        added_at timestamptz NOT NULL,
        left_at timestamptz
      );
      CREATE UNIQUE INDEX home_carer_name ON home_carer (care_home_id, lower(name)) WHERE left_at IS NULL;

      CREATE TABLE home_tablet (
        care_home_id text PRIMARY KEY REFERENCES care_home (id),
        kept_under bytea NOT NULL CHECK (octet_length(kept_under) = 32),
        envelope_key text NOT NULL,
        lock_after_minutes integer NOT NULL DEFAULT 2 CHECK (lock_after_minutes BETWEEN 1 AND 30)
      );

      CREATE TABLE carer_proof (
        token_hash bytea PRIMARY KEY,
        carer_id uuid NOT NULL REFERENCES home_carer (id),
        given_at timestamptz NOT NULL
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
