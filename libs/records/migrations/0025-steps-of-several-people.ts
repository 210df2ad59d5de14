import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A step asks several people by name, or whoever holds a role; after the last step everybody of the ward who may answer is
 * asked, and that has to be somebody. Receipts: a channel that is not asked back is asked what became of a message.
 */
export class StepsOfSeveralPeople0025 implements MigrationInterface {
  name = 'StepsOfSeveralPeople00251700000000025';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE alert_route_person (
        ward_id text NOT NULL,
        version integer NOT NULL,
        period text NOT NULL,
        place smallint NOT NULL,
        account_id uuid NOT NULL REFERENCES account (id),
        PRIMARY KEY (ward_id, version, period, place, account_id),
        FOREIGN KEY (ward_id, version, period, place) REFERENCES alert_route_step (ward_id, version, period, place)
      );
      INSERT INTO alert_route_person (ward_id, version, period, place, account_id)
        SELECT ward_id, version, period, place, account_id FROM alert_route_step WHERE account_id IS NOT NULL;
      -- Without a role, the people of alert_route_person are asked.
      ALTER TABLE alert_route_step DROP COLUMN account_id,
        ADD CONSTRAINT a_role_that_answers CHECK (role IS NULL OR role IN ('hub-clinician', 'lead'));

      CREATE OR REPLACE FUNCTION refuse_a_route_to_nobody() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        gap text;
      BEGIN
        SELECT w.id INTO gap FROM unnest(OLD.ward_ids) AS w(id)
        WHERE EXISTS (SELECT FROM alert_route r WHERE r.ward_id = w.id)
          AND NOT EXISTS (
            SELECT FROM account c
            WHERE c.disabled_at IS NULL AND w.id = ANY (c.ward_ids) AND c.role IN ('hub-clinician', 'lead'))
        LIMIT 1;
        IF FOUND THEN
          RAISE EXCEPTION 'the route of ward % would end in nobody', gap
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_route_ends_in_somebody', TABLE = 'account', DETAIL = gap;
        END IF;
        RETURN NULL;
      END $$;

      ALTER TABLE delivery
        -- What only the device that got it can know, the same at every attempt: with it, it tells that it came and was opened.
        ADD receipt_key text NOT NULL DEFAULT gen_random_uuid()::text,
        DROP COLUMN receipt_key_hash,
        -- When the channel is asked what became of it, and how often it was.
        ADD ask_at timestamptz,
        ADD asked integer NOT NULL DEFAULT 0;
      CREATE INDEX delivery_to_ask ON delivery (ask_at) WHERE ask_at IS NOT NULL;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
