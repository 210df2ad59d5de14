import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Every change of a stay's plan, with who made it, why, and the plan before and after; notes on a stay, put right by another
 * that strikes them. Neither is ever changed or deleted. Alerts are found by their stay, closed ones as well.
 */
export class PlanChangesAndNotes0027 implements MigrationInterface {
  name = 'PlanChangesAndNotes00271700000000027';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE plan_change (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        admission_id uuid NOT NULL REFERENCES admission (id),
        at timestamptz NOT NULL,
        changed_by uuid NOT NULL REFERENCES account (id),
        changed_by_name text NOT NULL,
        reason text NOT NULL CHECK (reason <> ''),
        -- The stay's version that it made.
        version integer NOT NULL,
        before jsonb NOT NULL,
        after jsonb NOT NULL,
        UNIQUE (admission_id, version)
      );
      CREATE INDEX plan_change_of_stay ON plan_change (admission_id, at, id);
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON plan_change
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      CREATE TABLE stay_note (
        id uuid PRIMARY KEY,
        admission_id uuid NOT NULL REFERENCES admission (id),
        at timestamptz NOT NULL,
        written_by uuid NOT NULL REFERENCES account (id),
        written_by_name text NOT NULL,
        text text NOT NULL CHECK (length(text) BETWEEN 1 AND 2000),
        -- The note that this one puts right: of the same stay, and struck only once.
        strikes uuid UNIQUE,
        UNIQUE (admission_id, id),
        FOREIGN KEY (admission_id, strikes) REFERENCES stay_note (admission_id, id),
        CHECK (strikes <> id)
      );
      CREATE INDEX stay_note_of_stay ON stay_note (admission_id, at, id);
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON stay_note
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      CREATE INDEX alert_of_stay ON alert (admission_id, id);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
