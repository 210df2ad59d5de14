import type { MigrationInterface, QueryRunner } from 'typeorm';
import { heldToScope } from './held-to-scope.ts';

/**
 * What a ward lends to those who have no device of their own, and to whom. What is out is a loan that has not ended: one kit has at most
 * one of these, whoever lends it.
 */
export class KitLoans0079 implements MigrationInterface {
  name = 'KitLoans00791700000000079';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE kit (
        id uuid PRIMARY KEY,
        ward_id text NOT NULL REFERENCES ward (id),
        kind text NOT NULL CHECK (kind <> ''),
        serial text NOT NULL CHECK (serial <> ''),
        -- %, as it was seen last; null for what has none.
        battery smallint CHECK (battery BETWEEN 0 AND 100),
        -- Where it is while no loan of it is open.
        state text NOT NULL CHECK (state IN ('in-stock', 'cleaning', 'lost', 'broken')),
        version integer NOT NULL DEFAULT 1,
        added_at timestamptz NOT NULL,
        CONSTRAINT one_kit_of_a_serial UNIQUE (kind, serial)
      );
      CREATE INDEX kit_of_ward ON kit (ward_id);

      CREATE TABLE kit_loan (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        kit_id uuid NOT NULL REFERENCES kit (id),
        admission_id uuid NOT NULL REFERENCES admission (id),
        lent_at timestamptz NOT NULL,
        lent_by uuid NOT NULL REFERENCES account (id),
        lent_by_name text NOT NULL,
        ended_at timestamptz,
        ended_by_name text,
        -- What became of it: at cleaning, lost or broken.
        ended_as text CHECK (ended_as IN ('cleaning', 'lost', 'broken')),
        CHECK ((ended_at IS NULL) = (ended_as IS NULL) AND (ended_at IS NULL) = (ended_by_name IS NULL))
      );
      CREATE UNIQUE INDEX one_kit_is_out_once ON kit_loan (kit_id) WHERE ended_at IS NULL;
      CREATE INDEX kit_loan_of_stay ON kit_loan (admission_id);
      ${heldToScope('kit_loan')}
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
