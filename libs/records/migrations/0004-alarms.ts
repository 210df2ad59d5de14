import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Alerts as alarms: an open one always has somebody who is responsible and a time at which the next thing happens, and the
 * database refuses one that has not. Due times stand on the alert that they are about (docs/decisions/0010).
 */
export class Alarms0004 implements MigrationInterface {
  name = 'Alarms00041700000000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE ward
        ADD accept_emergency_minutes smallint NOT NULL DEFAULT 15 CHECK (accept_emergency_minutes BETWEEN 5 AND 30),
        ADD accept_urgent_minutes smallint NOT NULL DEFAULT 120 CHECK (accept_urgent_minutes BETWEEN 15 AND 240),
        ADD accept_technical_minutes smallint NOT NULL DEFAULT 60 CHECK (accept_technical_minutes BETWEEN 15 AND 480),
        -- On the ward's clocks, in minutes after midnight.
        ADD accept_routine_by smallint NOT NULL DEFAULT 1200 CHECK (accept_routine_by BETWEEN 720 AND 1320);

      -- What a ward's alerts about no patient are (a source, a worker, a channel): null where an event does not touch them.
      ALTER TABLE feed_event ADD ward_alerts jsonb;

      ALTER TABLE alert_event ADD actor_id uuid REFERENCES account (id), ADD details jsonb;

      CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          RAISE EXCEPTION '% only grows: what stands in it is never changed or deleted', TG_TABLE_NAME;
        END $$;
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON alert_event
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      ALTER TABLE alert RENAME COLUMN accepted_by TO accepted_by_name;
      ALTER TABLE alert RENAME COLUMN resolved_by TO resolved_by_name;
      ALTER TABLE alert DROP CONSTRAINT alert_check1;
      ALTER TABLE alert
        ALTER admission_id DROP NOT NULL,
        -- What an alert that is about no patient is about.
        ADD subject text,
        ADD accept_by timestamptz,
        -- Raised: the route that it is on, which of its steps is asked, and since when.
        ADD route jsonb,
        ADD step smallint,
        ADD asked_at timestamptz,
        ADD next_step_at timestamptz,
        ADD delivered_at timestamptz,
        ADD paused_until timestamptz,
        ADD accepted_by uuid REFERENCES account (id),
        ADD resolved_by uuid REFERENCES account (id),
        ADD grouped_under uuid REFERENCES alert (id),
        -- The oldest version whose reader may still accept it: nothing but time has passed since.
        ADD acceptable_since integer NOT NULL DEFAULT 1;
      UPDATE alert SET acceptable_since = version;
    `);
    await runner.query(`
      -- Accepted by a name that no account has any more: put to the ward again.
      UPDATE alert SET accepted_by = (SELECT c.id FROM account c WHERE c.display_name = alert.accepted_by_name ORDER BY c.id LIMIT 1)
      WHERE status = 'accepted';
      UPDATE alert SET status = 'raised', accepted_by_name = NULL, accepted_at = NULL WHERE status = 'accepted' AND accepted_by IS NULL;
      UPDATE alert SET accept_by = now() + interval '15 minutes', next_step_at = now() + interval '15 minutes' WHERE status IN ('raised', 'accepted');
      UPDATE alert SET step = 0, asked_at = now(),
        route = '{"id": "default", "until": null, "steps": [{"kind": "role", "role": "hub-clinician", "waitFor": 900000}, {"kind": "ward-fallback", "waitFor": 300000}]}'
      WHERE status = 'raised';
    `);
    await runner.query(`
      -- Whether this step of a route is a step at all, and asks somebody.
      CREATE FUNCTION asks_somebody(route jsonb, step smallint) RETURNS boolean IMMUTABLE LANGUAGE sql RETURN coalesce(
        step >= 0 AND CASE route -> 'steps' -> step::integer ->> 'kind'
          WHEN 'ward-fallback' THEN true
          WHEN 'role' THEN route -> 'steps' -> step::integer ->> 'role' IN ('hub-clinician', 'lead')
          WHEN 'accounts' THEN route -> 'steps' -> step::integer -> 'accounts' -> 0 ->> 'id' IS NOT NULL
        END, false);

      ALTER TABLE alert
        ADD CONSTRAINT alert_is_about_a_stay_or_a_subject CHECK ((admission_id IS NULL) <> (subject IS NULL)),
        ADD CONSTRAINT open_alert_has_a_next_step CHECK (
          (status IN ('raised', 'accepted')) = (next_step_at IS NOT NULL) AND (status NOT IN ('raised', 'accepted') OR accept_by IS NOT NULL)),
        ADD CONSTRAINT raised_alert_asks_somebody CHECK (
          CASE WHEN status = 'raised'
            THEN asks_somebody(route, step) AND asked_at IS NOT NULL AND accepted_by IS NULL AND accepted_by_name IS NULL
            ELSE route IS NULL AND step IS NULL AND asked_at IS NULL
          END),
        ADD CONSTRAINT accepted_alert_has_a_name CHECK (
          status <> 'accepted' OR (accepted_by IS NOT NULL AND accepted_by_name IS NOT NULL AND accepted_at IS NOT NULL)),
        ADD CONSTRAINT next_step_is_not_far CHECK (next_step_at <= coalesce(asked_at, accepted_at) + interval '26 hours');

      CREATE UNIQUE INDEX one_open_alert_per_ward_rule_and_subject ON alert (ward_id, rule_id, subject)
        WHERE admission_id IS NULL AND status IN ('raised', 'accepted');
      CREATE INDEX alert_by_next_step ON alert (next_step_at) WHERE status IN ('raised', 'accepted');
      CREATE INDEX alert_by_holder ON alert (accepted_by) WHERE status = 'accepted';

      -- An open alert of a stay that has ended would be on no board: nobody could have it.
      CREATE FUNCTION open_alert_needs_an_active_stay() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF EXISTS (SELECT FROM admission a WHERE a.id = NEW.admission_id AND a.status <> 'active') THEN
            RAISE EXCEPTION 'an open alert of a stay that has ended' USING ERRCODE = 'check_violation';
          END IF;
          RETURN NEW;
        END $$;
      CREATE TRIGGER open_alert_needs_an_active_stay BEFORE INSERT OR UPDATE OF status, admission_id ON alert
        FOR EACH ROW WHEN (NEW.admission_id IS NOT NULL AND NEW.status IN ('raised', 'accepted'))
        EXECUTE FUNCTION open_alert_needs_an_active_stay();

      CREATE FUNCTION stay_ends_without_open_alerts() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF EXISTS (SELECT FROM alert WHERE admission_id = NEW.id AND status IN ('raised', 'accepted')) THEN
            RAISE EXCEPTION 'a stay ended with open alerts' USING ERRCODE = 'check_violation';
          END IF;
          RETURN NULL;
        END $$;
      CREATE CONSTRAINT TRIGGER stay_ends_without_open_alerts AFTER UPDATE OF status ON admission
        DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW WHEN (OLD.status = 'active' AND NEW.status <> 'active')
        EXECUTE FUNCTION stay_ends_without_open_alerts();
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
