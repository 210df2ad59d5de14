import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What was erased, when, by whom and why, and whose record must not be. What is only ever added to may be deleted by a
 * transaction that leaves a tombstone, and by no other. The audit trail is not: nothing is ever taken out of it.
 */
export class TombstonesAndHolds0065 implements MigrationInterface {
  name = 'TombstonesAndHolds00651700000000065';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE tombstone (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at timestamptz NOT NULL DEFAULT now(),
        class text NOT NULL,
        -- Of a patient: an id that leads nowhere any more.
        subject uuid,
        reason text NOT NULL CHECK (reason <> ''),
        -- Null when it was the timetable.
        done_by uuid,
        transaction xid8 NOT NULL DEFAULT pg_current_xact_id()
      );
      CREATE INDEX tombstone_of_transaction ON tombstone (transaction);
      CREATE TABLE tombstone_rows (
        tombstone_id bigint NOT NULL REFERENCES tombstone (id),
        table_name text NOT NULL,
        rows bigint NOT NULL CHECK (rows > 0),
        PRIMARY KEY (tombstone_id, table_name)
      );
      CREATE FUNCTION a_tombstone_stays() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'a tombstone stays as it is';
      END $$;
      CREATE TRIGGER stays BEFORE UPDATE OR DELETE OR TRUNCATE ON tombstone FOR EACH STATEMENT EXECUTE FUNCTION a_tombstone_stays();
      CREATE TRIGGER stays BEFORE UPDATE OR DELETE OR TRUNCATE ON tombstone_rows FOR EACH STATEMENT EXECUTE FUNCTION a_tombstone_stays();

      CREATE TABLE legal_hold (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        patient_id uuid NOT NULL REFERENCES patient (id),
        reason text NOT NULL CHECK (reason <> ''),
        placed_at timestamptz NOT NULL,
        placed_by uuid NOT NULL REFERENCES account (id),
        released_at timestamptz,
        released_by uuid REFERENCES account (id),
        CHECK ((released_at IS NULL) = (released_by IS NULL))
      );
      CREATE UNIQUE INDEX one_hold_in_force ON legal_hold (patient_id) WHERE released_at IS NULL;

      -- By its time as well: a record that is restored elsewhere brings numbers of transactions that are others' there.
      CREATE FUNCTION leaves_a_tombstone() RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT EXISTS (SELECT FROM tombstone WHERE transaction = pg_current_xact_id() AND at = now()) $$;

      CREATE OR REPLACE FUNCTION only_ever_added() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'DELETE' AND leaves_a_tombstone() THEN RETURN OLD; END IF;
        RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME;
      END $$;
      CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'DELETE' AND leaves_a_tombstone() THEN RETURN OLD; END IF;
        RAISE EXCEPTION '% only grows: what stands in it is never changed or deleted', TG_TABLE_NAME;
      END $$;
      CREATE OR REPLACE FUNCTION refuse_to_change_a_delivery_event() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'DELETE' AND leaves_a_tombstone() THEN RETURN OLD; END IF;
        RAISE EXCEPTION 'what was written of a delivery stays as it is';
      END $$;
      CREATE OR REPLACE FUNCTION refuse_change_of_scale_order() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'DELETE' AND leaves_a_tombstone() THEN RETURN OLD; END IF;
        RAISE EXCEPTION 'orders of a SpO2 scale are only ever added';
      END $$;
      CREATE OR REPLACE FUNCTION refuse_change_of_round_decision() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'DELETE' AND leaves_a_tombstone() THEN RETURN OLD; END IF;
        RAISE EXCEPTION 'decisions of a board round are only ever added';
      END $$;
      CREATE OR REPLACE FUNCTION refuse_change_of_home_record() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'DELETE' AND leaves_a_tombstone() THEN RETURN OLD; END IF;
        RAISE EXCEPTION 'what was asked and decided is only ever added to';
      END $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
