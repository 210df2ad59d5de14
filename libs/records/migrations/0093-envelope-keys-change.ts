import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a home's tablets seal for the hub is sealed for a key that changes; the one before it opens what still waits on a tablet. */
export class EnvelopeKeysChange0093 implements MigrationInterface {
  name = 'EnvelopeKeysChange00931700000000093';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE home_tablet ADD envelope_key_before text, ADD envelope_key_made_at timestamptz NOT NULL DEFAULT now();
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
