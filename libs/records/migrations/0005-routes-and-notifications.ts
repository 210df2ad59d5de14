import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who is told of an alert, how, and whether it reached them.
 *
 * A route is added and never changed: the newest version of a ward is in force, and the versions are their own history. A
 * notification is asked for in the transaction that raises, escalates or hands over; everything after that (message, delivery,
 * attempts) is found from its row, so that no process and no queue has to remember it.
 */
export class RoutesAndNotifications0005 implements MigrationInterface {
  name = 'RoutesAndNotifications00051700000000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE alert_route (
        ward_id text NOT NULL REFERENCES ward (id),
        version integer NOT NULL CHECK (version >= 1),
        -- Hub hours in minutes after midnight on the ward's clocks.
        hub_from smallint NOT NULL CHECK (hub_from BETWEEN 0 AND 1439),
        hub_to smallint NOT NULL CHECK (hub_to BETWEEN 1 AND 1440),
        changed_by uuid REFERENCES account (id),
        changed_by_name text NOT NULL,
        changed_at timestamptz NOT NULL,
        why text,
        PRIMARY KEY (ward_id, version),
        CHECK (hub_from < hub_to)
      );

      -- In order: a person by name or whoever holds a role on the ward; how long they have before the next step, by priority, in seconds.
      CREATE TABLE alert_route_step (
        ward_id text NOT NULL,
        version integer NOT NULL,
        period text NOT NULL CHECK (period IN ('hub-hours', 'on-call')),
        place smallint NOT NULL CHECK (place >= 1),
        account_id uuid REFERENCES account (id),
        role text,
        wait_emergency integer NOT NULL CHECK (wait_emergency BETWEEN 60 AND 86400),
        wait_urgent integer NOT NULL CHECK (wait_urgent BETWEEN 60 AND 86400),
        wait_routine integer NOT NULL CHECK (wait_routine BETWEEN 60 AND 86400),
        wait_technical integer NOT NULL CHECK (wait_technical BETWEEN 60 AND 86400),
        PRIMARY KEY (ward_id, version, period, place),
        FOREIGN KEY (ward_id, version) REFERENCES alert_route (ward_id, version),
        CHECK (num_nonnulls(account_id, role) = 1)
      );

      -- Days with hours of their own, such as bank holidays; without hours the on-call route holds all day.
      CREATE TABLE alert_route_day (
        ward_id text NOT NULL,
        version integer NOT NULL,
        day date NOT NULL,
        name text NOT NULL,
        hub_from smallint CHECK (hub_from BETWEEN 0 AND 1439),
        hub_to smallint CHECK (hub_to BETWEEN 1 AND 1440),
        PRIMARY KEY (ward_id, version, day),
        FOREIGN KEY (ward_id, version) REFERENCES alert_route (ward_id, version),
        CHECK (num_nulls(hub_from, hub_to) IN (0, 2) AND (hub_from IS NULL OR hub_from < hub_to))
      );

      -- No change of an account may leave a stored route without somebody at its end: the last step of each part has a holder.
      CREATE FUNCTION refuse_a_route_to_nobody() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        gap record;
      BEGIN
        SELECT last.ward_id, last.period, last.role INTO gap
        FROM (
          SELECT DISTINCT ON (s.ward_id, s.period) s.ward_id, s.period, s.account_id, s.role
          FROM alert_route_step s
          WHERE s.ward_id = ANY (OLD.ward_ids)
            AND s.version = (SELECT max(r.version) FROM alert_route r WHERE r.ward_id = s.ward_id)
          ORDER BY s.ward_id, s.period, s.place DESC
        ) last
        WHERE NOT EXISTS (
          SELECT FROM account c
          WHERE c.disabled_at IS NULL AND last.ward_id = ANY (c.ward_ids) AND (c.id = last.account_id OR c.role = last.role)
        )
        LIMIT 1;
        IF FOUND THEN
          RAISE EXCEPTION 'the % route of ward % would end in nobody', gap.period, gap.ward_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_route_ends_in_somebody', TABLE = 'account',
              DETAIL = jsonb_build_object('wardId', gap.ward_id, 'period', gap.period, 'role', gap.role)::text;
        END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER a_route_ends_in_somebody
        AFTER DELETE OR UPDATE OF disabled_at, role, ward_ids ON account
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_a_route_to_nobody();

      -- Something outside that is told of a ward's alerts. Its secret is derived from the settings' key and kept nowhere.
      CREATE TABLE webhook (
        id uuid PRIMARY KEY,
        ward_id text NOT NULL REFERENCES ward (id),
        name text NOT NULL,
        url text NOT NULL,
        priorities text[] NOT NULL,
        secret_version integer NOT NULL DEFAULT 1,
        created_by text NOT NULL,
        created_at timestamptz NOT NULL,
        ended_at timestamptz,
        ended_why text
      );
      CREATE INDEX webhook_by_ward ON webhook (ward_id);

      -- How a person wants to be told. Channels by priority: {"emergency": ["push", "sms"], …}.
      CREATE TABLE contact (
        account_id uuid PRIMARY KEY REFERENCES account (id),
        version integer NOT NULL DEFAULT 1,
        mobile text,
        email text,
        channels jsonb NOT NULL,
        -- Minutes after midnight; nothing but emergencies comes between them. They may go over midnight.
        quiet_from smallint CHECK (quiet_from BETWEEN 0 AND 1439),
        quiet_to smallint CHECK (quiet_to BETWEEN 0 AND 1439),
        changed_at timestamptz NOT NULL,
        CHECK (num_nulls(quiet_from, quiet_to) IN (0, 2))
      );

      -- A browser that a person lets us push to. It goes when its push service says that it is gone.
      CREATE TABLE push_device (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES account (id),
        endpoint text NOT NULL UNIQUE,
        p256dh text NOT NULL,
        auth text NOT NULL,
        name text NOT NULL,
        created_at timestamptz NOT NULL
      );
      CREATE INDEX push_device_by_account ON push_device (account_id);

      -- What one person (or one webhook) is told at one time: of one alert, or of several at once.
      CREATE TABLE message (
        id uuid PRIMARY KEY,
        kind text NOT NULL CHECK (kind IN ('alert', 'digest', 'test')),
        account_id uuid REFERENCES account (id),
        webhook_id uuid REFERENCES webhook (id),
        ward_id text REFERENCES ward (id),
        priority text NOT NULL CHECK (priority IN ('emergency', 'urgent', 'routine', 'technical')),
        reason text NOT NULL,
        created_at timestamptz NOT NULL,
        -- A webhook is told of each step once, however many people it is about.
        once text UNIQUE,
        CHECK (num_nonnulls(account_id, webhook_id) = 1),
        CHECK (kind = 'test' OR ward_id IS NOT NULL)
      );
      CREATE INDEX message_by_account ON message (account_id, created_at);

      CREATE TABLE message_alert (
        alert_id uuid NOT NULL REFERENCES alert (id),
        message_id uuid NOT NULL REFERENCES message (id),
        PRIMARY KEY (alert_id, message_id)
      );
      CREATE INDEX message_alert_by_message ON message_alert (message_id);

      -- The outbox: written in the transaction that raises, escalates or hands over.
      CREATE TABLE notification (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        alert_id uuid NOT NULL REFERENCES alert (id),
        account_id uuid NOT NULL REFERENCES account (id),
        reason text NOT NULL,
        step smallint NOT NULL,
        -- The alert's version that it is about: raised again, it asks again.
        alert_version integer NOT NULL,
        created_at timestamptz NOT NULL,
        -- Put off: to be told with others, after quiet hours, or when the hour's messages are used up.
        not_before timestamptz NOT NULL,
        settled_at timestamptz,
        outcome text CHECK (outcome IN ('told', 'overtaken', 'board-only', 'no-account')),
        message_id uuid REFERENCES message (id),
        UNIQUE (alert_id, account_id, reason, step, alert_version),
        CHECK ((settled_at IS NULL) = (outcome IS NULL)),
        CHECK ((outcome IS NOT DISTINCT FROM 'told') = (message_id IS NOT NULL))
      ) WITH (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 2000);
      CREATE INDEX notification_waiting ON notification (not_before) WHERE settled_at IS NULL;
      CREATE INDEX notification_waiting_by_account ON notification (account_id) WHERE settled_at IS NULL;

      -- One message over one channel. Its id is the idempotency key wherever the channel knows one.
      CREATE TABLE delivery (
        id uuid PRIMARY KEY,
        message_id uuid NOT NULL REFERENCES message (id),
        channel text NOT NULL CHECK (channel IN ('push', 'notify-sms', 'notify-email', 'smtp', 'webhook')),
        -- For push: which of the person's browsers. It may be gone by now.
        device_id uuid,
        state text NOT NULL CHECK (state IN ('queued', 'sent', 'delivered', 'read', 'failed', 'not-needed')),
        attempts integer NOT NULL DEFAULT 0,
        -- When it is tried next; a worker that has it in hand has moved it on for as long as it may take.
        due_at timestamptz,
        give_up_at timestamptz NOT NULL,
        -- The channel's own id for it.
        receipt text,
        -- What only the device that got it can know: with it, it tells that it came and that it was opened.
        receipt_key_hash bytea,
        created_at timestamptz NOT NULL,
        sent_at timestamptz,
        delivered_at timestamptz,
        read_at timestamptz,
        ended_at timestamptz,
        detail text,
        CHECK ((state = 'queued') = (due_at IS NOT NULL))
      );
      CREATE UNIQUE INDEX delivery_of_message ON delivery (message_id, channel, device_id) NULLS NOT DISTINCT;
      CREATE INDEX delivery_due ON delivery (due_at) WHERE state = 'queued';
      -- For how long the oldest emergency of each channel has been on its way.
      CREATE INDEX delivery_under_way ON delivery (channel, created_at) WHERE state IN ('queued', 'sent');

      -- Each attempt before it is made, what the channel answered, and what it told later. Never changed.
      CREATE TABLE delivery_event (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        delivery_id uuid NOT NULL REFERENCES delivery (id),
        at timestamptz NOT NULL,
        attempt integer NOT NULL,
        kind text NOT NULL,
        receipt text,
        detail text
      );
      CREATE INDEX delivery_event_by_delivery ON delivery_event (delivery_id);
      CREATE FUNCTION refuse_to_change_a_delivery_event() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'what was written of a delivery stays as it is';
      END $$;
      CREATE TRIGGER delivery_event_is_append_only BEFORE UPDATE OR DELETE ON delivery_event
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_a_delivery_event();

      -- What the rules worker says that it can send with, and how that goes.
      CREATE TABLE channel (
        name text PRIMARY KEY,
        configured boolean NOT NULL,
        -- For push: the VAPID key that browsers subscribe with.
        public_key text,
        told_at timestamptz NOT NULL,
        failures_in_a_row integer NOT NULL DEFAULT 0,
        last_success_at timestamptz,
        last_failure_at timestamptz,
        last_failure text,
        failing_since timestamptz,
        failing_why text
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
