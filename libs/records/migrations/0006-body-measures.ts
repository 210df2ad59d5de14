import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Height and body mass index: kept beside the vitals and read by no rule. */
export class BodyMeasures0006 implements MigrationInterface {
  name = 'BodyMeasures00061700000000006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE observation
        ADD COLUMN height double precision,
        ADD COLUMN bmi double precision;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
