import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every change of a stay's level, with who made it, why, and every criterion as it stood at that moment. Never changed or deleted. */
export class LevelChanges0035 implements MigrationInterface {
  name = 'LevelChanges00351700000000035';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE level_change (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        admission_id uuid NOT NULL REFERENCES admission (id),
        at timestamptz NOT NULL,
        changed_by uuid NOT NULL REFERENCES account (id),
        changed_by_name text NOT NULL,
        from_level text NOT NULL CHECK (from_level IN ('intensive', 'standard', 'light', 'check-in')),
        to_level text NOT NULL CHECK (to_level IN ('intensive', 'standard', 'light', 'check-in')),
        reason text NOT NULL CHECK (reason <> ''),
        -- Of the criteria, those that were not met or not known and went down all the same.
        overridden text[] NOT NULL,
        criteria jsonb NOT NULL,
        bed_before smallint,
        bed_after smallint,
        -- The plan's own times of sets, which were for the level before.
        schedule_before jsonb,
        -- The stay's version that it made.
        version integer NOT NULL,
        UNIQUE (admission_id, version),
        CHECK (from_level <> to_level)
      );
      CREATE INDEX level_change_of_stay ON level_change (admission_id, at, id);
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON level_change
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
