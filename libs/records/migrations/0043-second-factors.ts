import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A second factor: what its secret is derived from, and the codes for when the telephone is lost, hashed. A session may be one that
 * can set a second factor up and do nothing else.
 */
export class SecondFactors0043 implements MigrationInterface {
  name = 'SecondFactors00431700000000043';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE second_factor (
        account_id uuid PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
        salt bytea NOT NULL,
        begun_at timestamptz NOT NULL,
        -- Null until the first code from the telephone was right: nothing is asked for before.
        since timestamptz,
        -- The last step whose code was used: none is good twice. Source: RFC 6238, 5.2.
        last_step bigint NOT NULL DEFAULT 0
      );

      CREATE TABLE spare_code (
        account_id uuid NOT NULL REFERENCES second_factor (account_id) ON DELETE CASCADE,
        code_hash bytea NOT NULL,
        used_at timestamptz,
        PRIMARY KEY (account_id, code_hash)
      );

      ALTER TABLE session ADD kind text NOT NULL DEFAULT 'full' CHECK (kind IN ('full', 'setting-up'));
      CREATE TRIGGER session_may_do_something_else AFTER UPDATE OF kind ON session
        FOR EACH ROW EXECUTE FUNCTION tell_of_access_change('account_id');
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
