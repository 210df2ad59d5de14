import type { MigrationInterface, QueryRunner } from 'typeorm';
import { heldToScope } from './held-to-scope.ts';

/**
 * What a clinician wrote for the GP and for the person when they left, each time whole and never changed; and why a summary comes later,
 * where a stay ended at home without one.
 */
export class DischargeSummaries0084 implements MigrationInterface {
  name = 'DischargeSummaries00841700000000084';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE discharge_summary (
        id uuid PRIMARY KEY,
        admission_id uuid NOT NULL REFERENCES admission (id),
        at timestamptz NOT NULL,
        written_by uuid NOT NULL REFERENCES account (id),
        written_by_name text NOT NULL CHECK (written_by_name <> ''),
        -- The one in whose place it came; null for the first.
        after uuid,
        contents jsonb NOT NULL,
        -- What of the record stands in it, as it was then.
        told jsonb NOT NULL
      );
      -- Of two who write at once, the second sees what the first wrote.
      CREATE UNIQUE INDEX one_summary_after_another ON discharge_summary (admission_id, coalesce(after, '00000000-0000-0000-0000-000000000000'));
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON discharge_summary
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      ${heldToScope('discharge_summary')}

      CREATE TABLE summary_to_come (
        admission_id uuid PRIMARY KEY REFERENCES admission (id),
        reason text NOT NULL CHECK (reason <> ''),
        at timestamptz NOT NULL,
        by_id uuid NOT NULL REFERENCES account (id),
        by_name text NOT NULL
      );
      ${heldToScope('summary_to_come')}
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
