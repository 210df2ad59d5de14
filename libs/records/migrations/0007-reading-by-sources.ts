import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an EPR needs to read: scores in the order in which they came about, a sender's own unmatched readings, sealed pages. */
export class ReadingBySources0007 implements MigrationInterface {
  name = 'ReadingBySources00071700000000007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- When a score last became what it is: a late reading scores its moment again. In whole milliseconds, as it is told.
      ALTER TABLE news2_score ADD COLUMN scored_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now());
      CREATE INDEX news2_score_by_time_of_scoring ON news2_score (scored_at);

      -- A sender may ask for what it sent of somebody whom nobody knows yet. Of a reading that is somebody's it costs nothing.
      CREATE INDEX observation_of_nobody ON observation (unmatched_nhs_number) WHERE admission_id IS NULL;

      -- The last link of a page holds where the next begins; only we can make one. The same for every process, in no file.
      CREATE TABLE signing_key (
        purpose text PRIMARY KEY,
        key bytea NOT NULL CHECK (length(key) = 32)
      );
      INSERT INTO signing_key (purpose, key)
        VALUES ('search-cursor', sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())));
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
