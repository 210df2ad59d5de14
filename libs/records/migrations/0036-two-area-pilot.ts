import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The pilot in two areas: which homes an area has, how many of their residents it may take (from one or two to fifteen, each growth
 * with who approved it), and in which arm each resident is. That no area has more than it may is held here, whoever admits.
 */
export class TwoAreaPilot0036 implements MigrationInterface {
  name = 'TwoAreaPilot00361700000000036';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE pilot_area (
        id uuid PRIMARY KEY,
        ward_id text NOT NULL REFERENCES ward (id),
        name text NOT NULL CHECK (name <> ''),
        opened_at timestamptz NOT NULL,
        UNIQUE (ward_id, name)
      );
      ALTER TABLE care_home ADD pilot_area_id uuid REFERENCES pilot_area (id);
      CREATE INDEX care_home_of_area ON care_home (pilot_area_id);

      CREATE TABLE pilot_cap (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        area_id uuid NOT NULL REFERENCES pilot_area (id),
        cap smallint NOT NULL CHECK (cap BETWEEN 1 AND 15),
        approved_by text NOT NULL CHECK (approved_by <> ''),
        reason text NOT NULL CHECK (reason <> ''),
        at timestamptz NOT NULL,
        recorded_by uuid NOT NULL REFERENCES account (id),
        recorded_by_name text NOT NULL,
        -- It only grows.
        UNIQUE (area_id, cap)
      );
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON pilot_cap
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      ALTER TABLE admission
        ADD arm text CHECK (arm IN ('admission-avoidance', 'return-from-hospital')),
        ADD CONSTRAINT an_arm_is_of_a_home CHECK (arm IS NULL OR care_home_id IS NOT NULL);
      CREATE INDEX admission_in_pilot ON admission (care_home_id) WHERE status = 'active' AND arm IS NOT NULL;

      CREATE FUNCTION pilot_cap_holds() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
          area uuid;
          most smallint;
        BEGIN
          SELECT h.pilot_area_id INTO area FROM care_home h WHERE h.id = NEW.care_home_id;
          IF area IS NULL THEN
            RAISE EXCEPTION 'the home is in no area of the pilot' USING ERRCODE = 'check_violation', CONSTRAINT = 'pilot_needs_an_area';
          END IF;
          -- Two who are admitted at once take turns.
          PERFORM FROM pilot_area WHERE id = area FOR UPDATE;
          SELECT max(cap) INTO most FROM pilot_cap WHERE area_id = area;
          IF (SELECT count(*) FROM admission a JOIN care_home h ON h.id = a.care_home_id
              WHERE h.pilot_area_id = area AND a.status = 'active' AND a.arm IS NOT NULL AND a.id <> NEW.id) >= coalesce(most, 0) THEN
            RAISE EXCEPTION 'the area has as many residents as were approved' USING ERRCODE = 'check_violation', CONSTRAINT = 'pilot_cap';
          END IF;
          RETURN NEW;
        END $$;
      CREATE TRIGGER pilot_cap_holds BEFORE INSERT OR UPDATE OF arm, care_home_id, status ON admission
        FOR EACH ROW WHEN (NEW.status = 'active' AND NEW.arm IS NOT NULL) EXECUTE FUNCTION pilot_cap_holds();
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
