import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What whoever takes somebody over asks first, and the record does not know: where they are, what they take, and what was done. */
export class SaidAtHandingOn0086 implements MigrationInterface {
  name = 'SaidAtHandingOn00861700000000086';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE onward_transfer
        ADD whereabouts text CHECK (whereabouts <> ''),
        ADD medications text CHECK (medications <> ''),
        ADD done text CHECK (done <> '');
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
