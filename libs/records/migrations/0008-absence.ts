import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The sets that were due and have not come: how far up each one's ladder is, and when to look again. A row is there only
 * while a stay is late, so that evaluating a reading has nothing more to write: what it did shows in `admission.next_due_at`.
 */
export class Absence0008 implements MigrationInterface {
  name = 'Absence00081700000000008';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE absence (
        admission_id uuid PRIMARY KEY REFERENCES admission (id),
        due_at timestamptz NOT NULL,
        step text NOT NULL CHECK (step IN ('remind', 'tell-carer', 'tell-hub', 'silent')),
        -- Null at the top of the ladder.
        next_look_at timestamptz
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
