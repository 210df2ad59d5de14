import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Readings of somebody at their own home, which a person of the ward wrote down, have a source, as every reading has: one for each ward, without a key. */
export class ReadingsByPeople0032 implements MigrationInterface {
  name = 'ReadingsByPeople00321700000000032';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE source ADD COLUMN people_of text UNIQUE REFERENCES ward (id)`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
