import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A session may be a wall screen's: it shows the board of one ward and can do nothing else. It belongs to the account that opened it,
 * says where it hangs, and whether it may have full names.
 */
export class WallScreens0061 implements MigrationInterface {
  name = 'WallScreens00611700000000061';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE session DROP CONSTRAINT session_kind_check;
      ALTER TABLE session
        ADD CONSTRAINT session_kind_check CHECK (kind IN ('full', 'setting-up', 'wall')),
        ADD wall_ward_id text REFERENCES ward (id),
        ADD wall_names text CHECK (wall_names IN ('initials', 'full')),
        ADD wall_place text CHECK (length(wall_place) BETWEEN 1 AND 60),
        ADD CONSTRAINT a_wall_is_of_a_ward CHECK (
          (kind = 'wall') = (wall_ward_id IS NOT NULL) AND (kind = 'wall') = (wall_names IS NOT NULL)
          AND (kind = 'wall') = (wall_place IS NOT NULL));
      CREATE INDEX session_of_wall ON session (wall_ward_id) WHERE wall_ward_id IS NOT NULL;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
