import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Readings that a care home's own staff upload have a source, as every reading has: one for each home, without a key. */
export class RoundSheets0012 implements MigrationInterface {
  name = 'RoundSheets00121700000000012';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE source ADD COLUMN round_sheets_of text UNIQUE REFERENCES care_home (id)`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
