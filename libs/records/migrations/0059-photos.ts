import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Photos that the staff of a home take of a wound or a device. The picture stands in a table of its own, so that no query about a stay reads
 * it by chance; in the database, so that a backup has it, every process reaches it and there is no path to travel. A JPEG is not compressed
 * again.
 */
export class Photos0059 implements MigrationInterface {
  name = 'Photos00591700000000059';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE photo (
        id uuid PRIMARY KEY,
        admission_id uuid NOT NULL REFERENCES admission (id),
        care_home_id text NOT NULL REFERENCES care_home (id),
        subject text NOT NULL CHECK (subject IN ('wound', 'device', 'other')),
        taken_at timestamptz NOT NULL,
        received_at timestamptz NOT NULL CHECK (received_at >= taken_at),
        taken_by uuid NOT NULL REFERENCES account (id),
        taken_by_name text NOT NULL CHECK (taken_by_name <> ''),
        width integer NOT NULL CHECK (width > 0),
        height integer NOT NULL CHECK (height > 0),
        -- SHA-256 of the picture as it is stored.
        digest bytea NOT NULL CHECK (octet_length(digest) = 32)
      );
      CREATE INDEX photo_of_stay ON photo (admission_id, taken_at, id);

      CREATE TABLE photo_picture (
        photo_id uuid PRIMARY KEY REFERENCES photo (id),
        jpeg bytea NOT NULL CHECK (octet_length(jpeg) BETWEEN 1 AND 200000)
      );
      ALTER TABLE photo_picture ALTER jpeg SET STORAGE EXTERNAL;

      CREATE FUNCTION refuse_change_of_photo() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'a photo is never changed';
      END $$;
      CREATE TRIGGER never_changed BEFORE UPDATE ON photo FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_photo();
      CREATE TRIGGER never_changed BEFORE UPDATE ON photo_picture FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_photo();
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
