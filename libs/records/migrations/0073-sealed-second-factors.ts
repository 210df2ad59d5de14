import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The secret of a second factor is kept sealed under the settings' key instead of derived from it: it can be sealed anew under
 * another key, and the telephone keeps its own. Those that are derived still have a salt; the hub seals them.
 *
 * The key that cursors of searches are sealed with has one before it, and the moment it was made: it is changed by itself.
 */
export class SealedSecondFactors0073 implements MigrationInterface {
  name = 'SealedSecondFactors00731700000000073';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE second_factor ALTER salt DROP NOT NULL, ADD sealed bytea, ADD CHECK (num_nonnulls(salt, sealed) = 1);
      ALTER TABLE signing_key ADD key_before bytea, ADD made_at timestamptz NOT NULL DEFAULT now();
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
