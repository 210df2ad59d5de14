import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the hub decides comes back to the home: readings that are asked for once more, an SBARD with the hub's decision, and whom to
 * ring. A request to repeat answers itself by the first reading that was measured after it, so it holds no state of its own. An
 * SBARD is kept in the words in which it was sent; a decision is made once.
 */
export class DecisionComesBack0038 implements MigrationInterface {
  name = 'DecisionComesBack00381700000000038';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE repeat_request (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        admission_id uuid NOT NULL REFERENCES admission (id),
        asked_at timestamptz NOT NULL,
        due_at timestamptz NOT NULL CHECK (due_at > asked_at),
        asked_by uuid NOT NULL REFERENCES account (id),
        asked_by_name text NOT NULL CHECK (asked_by_name <> ''),
        note text CHECK (note <> '')
      );
      CREATE INDEX repeat_request_of_stay ON repeat_request (admission_id, id);

      CREATE TABLE sbard (
        id uuid PRIMARY KEY,
        admission_id uuid NOT NULL REFERENCES admission (id),
        care_home_id text NOT NULL REFERENCES care_home (id),
        written_at timestamptz NOT NULL,
        written_by uuid NOT NULL REFERENCES account (id),
        written_by_name text NOT NULL CHECK (written_by_name <> ''),
        situation text[] NOT NULL,
        background text[] NOT NULL,
        assessment text[] NOT NULL,
        recommendation text NOT NULL CHECK (recommendation <> ''),
        decision text CHECK (decision <> ''),
        decided_at timestamptz,
        decided_by uuid REFERENCES account (id),
        decided_by_name text,
        CHECK (num_nulls(decision, decided_at, decided_by, decided_by_name) IN (0, 4))
      );
      CREATE INDEX sbard_of_stay ON sbard (admission_id, written_at);

      CREATE FUNCTION refuse_change_of_home_record() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'what was asked and decided is only ever added to';
      END $$;
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON repeat_request
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_home_record();
      CREATE TRIGGER stays BEFORE DELETE OR TRUNCATE ON sbard
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_home_record();
      CREATE TRIGGER decided_once BEFORE UPDATE ON sbard FOR EACH ROW
        WHEN (OLD.decision IS NOT NULL OR (OLD.id, OLD.admission_id, OLD.written_at, OLD.written_by, OLD.situation, OLD.background,
          OLD.assessment, OLD.recommendation) IS DISTINCT FROM (NEW.id, NEW.admission_id, NEW.written_at, NEW.written_by, NEW.situation,
          NEW.background, NEW.assessment, NEW.recommendation))
        EXECUTE FUNCTION refuse_change_of_home_record();

      ALTER TABLE ward
        ADD home_phone text CHECK (home_phone ~ '^[0-9 +]{3,20}$'),
        ADD closed_whom text NOT NULL DEFAULT 'NHS 111' CHECK (closed_whom <> ''),
        ADD closed_phone text NOT NULL DEFAULT '111' CHECK (closed_phone ~ '^[0-9 +]{3,20}$');
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
