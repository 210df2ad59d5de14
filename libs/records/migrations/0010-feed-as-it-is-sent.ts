import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a feed event says is kept as the text that it is told in: a hub hands it on without reading it. Old events are found
 * by their time and deleted. Whoever's access changes, by whichever hand, is told of to the hubs when it commits.
 */
export class FeedAsItIsSent0010 implements MigrationInterface {
  name = 'FeedAsItIsSent00101700000000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE feed_event
        ALTER COLUMN tiles TYPE json,
        ALTER COLUMN removed DROP DEFAULT,
        ALTER COLUMN removed TYPE json,
        ALTER COLUMN removed SET DEFAULT '[]';
      CREATE INDEX feed_event_by_time ON feed_event (at);

      CREATE FUNCTION tell_of_access_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify('access_change', to_jsonb(OLD) ->> TG_ARGV[0]);
        RETURN NULL;
      END $$;
      CREATE TRIGGER account_may_do_something_else
        AFTER UPDATE OF role, ward_ids, care_home_id, disabled_at OR DELETE ON account
        FOR EACH ROW EXECUTE FUNCTION tell_of_access_change('id');
      -- Not when it was last seen: that is written every minute and changes nothing.
      CREATE TRIGGER session_ended
        AFTER UPDATE OF expires_at OR DELETE ON session
        FOR EACH ROW EXECUTE FUNCTION tell_of_access_change('account_id');
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
