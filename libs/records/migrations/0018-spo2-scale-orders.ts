import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The SpO2 scale of a stay is a clinician's order with its time: scale 1 until there is one. Orders are only ever added, so that
 * a reading that comes late is scored on the scale of its own time, and no score of the past is made again. What stood as one
 * number on the stay becomes the order that it must have been; the plan does not say it a second time.
 */
export class SpO2ScaleOrders0018 implements MigrationInterface {
  name = 'SpO2ScaleOrders00181700000000018';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE spo2_scale_order (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        admission_id uuid NOT NULL REFERENCES admission (id),
        scale smallint NOT NULL CHECK (scale IN (1, 2)),
        in_force_from timestamptz NOT NULL,
        authorised_by text NOT NULL CHECK (authorised_by <> ''),
        role text NOT NULL CHECK (role <> ''),
        reason text NOT NULL CHECK (reason <> ''),
        -- Who wrote it down, which need not be who decided; null for what was taken over with the stay.
        ordered_by uuid REFERENCES account (id)
      );
      CREATE INDEX spo2_scale_order_of_stay ON spo2_scale_order (admission_id, in_force_from, id);

      CREATE FUNCTION refuse_change_of_scale_order() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'orders of a SpO2 scale are only ever added';
      END $$;
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON spo2_scale_order
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_scale_order();

      INSERT INTO spo2_scale_order (admission_id, scale, in_force_from, authorised_by, role, reason)
      SELECT id, 2, admitted_at,
        coalesce(nullif(plan #>> '{spo2ScaleOrder,authorisedBy}', ''), 'not recorded'),
        coalesce(nullif(plan #>> '{spo2ScaleOrder,role}', ''), 'not recorded'),
        coalesce(nullif(plan #>> '{spo2ScaleOrder,reason}', ''), 'In force before orders were kept')
      FROM admission WHERE spo2_scale = 2;
      UPDATE admission SET plan = plan - 'spo2ScaleOrder' - 'spo2ScaleOrders';
      ALTER TABLE admission
        DROP COLUMN spo2_scale,
        ADD CONSTRAINT plan_holds_no_scale CHECK (NOT plan ?| ARRAY['spo2ScaleOrder', 'spo2ScaleOrders']);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
