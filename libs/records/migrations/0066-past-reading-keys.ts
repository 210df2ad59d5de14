import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Identities of readings that came long ago, apart from those of the last weeks: senders' references come in no order, so that
 * each new one lands on another page of the index, and an index of years fits into no memory (decision 0002).
 */
export class PastReadingKeys0066 implements MigrationInterface {
  name = 'PastReadingKeys00661700000000066';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE reading_key_past (
        source_id integer NOT NULL,
        source_ref text NOT NULL,
        observation_id uuid NOT NULL,
        received_at timestamptz NOT NULL,
        moved_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (source_id, source_ref)
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
