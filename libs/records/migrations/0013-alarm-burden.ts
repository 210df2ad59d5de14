import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The alerts and the stays of a ward over a period: what the alarm burden is counted from. */
export class AlarmBurden0013 implements MigrationInterface {
  name = 'AlarmBurden00131700000000013';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX alert_by_ward ON alert (ward_id, raised_at);
      CREATE INDEX admission_by_ward ON admission (ward_id, admitted_at);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
