import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A record that colleagues must not read out of curiosity: of somebody who works here, or whom everybody knows. Who said so,
 * why, who is named to see it, and who ended it. Only its end is ever added.
 */
export class RestrictedRecords0070 implements MigrationInterface {
  name = 'RestrictedRecords00701700000000070';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE record_restriction (
        id uuid PRIMARY KEY,
        patient_id uuid NOT NULL REFERENCES patient (id),
        set_at timestamptz NOT NULL,
        set_by uuid NOT NULL REFERENCES account (id),
        set_by_name text NOT NULL CHECK (set_by_name <> ''),
        reason text NOT NULL CHECK (reason <> ''),
        -- Who sees it besides the leads of their wards and whoever said so.
        named uuid[] NOT NULL,
        lifted_at timestamptz CHECK (lifted_at >= set_at),
        lifted_by uuid REFERENCES account (id),
        lifted_by_name text,
        lifted_reason text CHECK (lifted_reason <> ''),
        CONSTRAINT an_end_is_whole CHECK (num_nonnulls(lifted_at, lifted_by, lifted_by_name, lifted_reason) IN (0, 4))
      );
      CREATE UNIQUE INDEX one_restriction_in_force ON record_restriction (patient_id) WHERE lifted_at IS NULL;
      CREATE INDEX record_restriction_of_patient ON record_restriction (patient_id, set_at);

      CREATE FUNCTION refuse_change_of_restriction() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'DELETE' AND leaves_a_tombstone() THEN RETURN OLD; END IF;
        IF TG_OP = 'UPDATE' THEN
          IF OLD.lifted_at IS NULL AND (to_jsonb(OLD) - '{lifted_at,lifted_by,lifted_by_name,lifted_reason}'::text[])
            = (to_jsonb(NEW) - '{lifted_at,lifted_by,lifted_by_name,lifted_reason}'::text[]) THEN
            RETURN NEW;
          END IF;
        END IF;
        RAISE EXCEPTION 'a restriction stays as it is: it is ended, once';
      END $$;
      CREATE TRIGGER restriction_stands BEFORE UPDATE OR DELETE ON record_restriction
        FOR EACH ROW EXECUTE FUNCTION refuse_change_of_restriction();
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
