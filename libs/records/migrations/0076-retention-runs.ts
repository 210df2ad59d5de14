import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The night's end of keeping, done by one worker at a time and taken up again where one was lost, with its report; and who decided that
 * the care records that are due go with the next one.
 */
export class RetentionRuns0076 implements MigrationInterface {
  name = 'RetentionRuns00761700000000076';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE retention_run (
        id uuid PRIMARY KEY,
        -- The day that it is of, where the workers' timetable is kept.
        day date NOT NULL UNIQUE,
        started_at timestamptz NOT NULL,
        finished_at timestamptz,
        held_by text,
        held_until timestamptz NOT NULL,
        -- One a class that is done: class, days, people, rows removed by table.
        report jsonb NOT NULL DEFAULT '[]',
        -- Care records that were due and that nobody had decided about, when it was done.
        left_due integer
      );
      CREATE UNIQUE INDEX one_retention_run_at_a_time ON retention_run ((true)) WHERE finished_at IS NULL;

      CREATE TABLE retention_decision (
        id uuid PRIMARY KEY,
        decided_at timestamptz NOT NULL,
        decided_by uuid NOT NULL REFERENCES account (id),
        decided_by_name text NOT NULL CHECK (decided_by_name <> ''),
        -- How many people's care records they saw to be due.
        people integer NOT NULL CHECK (people > 0),
        reason text NOT NULL CHECK (reason <> ''),
        withdrawn_at timestamptz,
        withdrawn_by_name text,
        run_id uuid REFERENCES retention_run (id),
        CHECK ((withdrawn_at IS NULL) = (withdrawn_by_name IS NULL)),
        CHECK (withdrawn_at IS NULL OR run_id IS NULL)
      );
      CREATE UNIQUE INDEX one_retention_decision_waits ON retention_decision ((true)) WHERE withdrawn_at IS NULL AND run_id IS NULL;

      CREATE FUNCTION a_retention_decision_stands() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'UPDATE' AND OLD.withdrawn_at IS NULL AND OLD.run_id IS NULL
          AND (to_jsonb(OLD) - '{withdrawn_at,withdrawn_by_name,run_id}'::text[]) = (to_jsonb(NEW) - '{withdrawn_at,withdrawn_by_name,run_id}'::text[]) THEN
          RETURN NEW;
        END IF;
        RAISE EXCEPTION 'what was decided about care records stays as it is: it is withdrawn or done, once';
      END $$;
      CREATE TRIGGER stands BEFORE UPDATE OR DELETE ON retention_decision FOR EACH ROW EXECUTE FUNCTION a_retention_decision_stands();
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
