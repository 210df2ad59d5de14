import type { MigrationInterface, QueryRunner } from 'typeorm';
import { heldToScope } from './held-to-scope.ts';

/**
 * Where bundles of stays that have ended are sent, what waits to be sent or was, and every attempt with what was answered. A bundle is
 * asked for in the transaction that ends the stay, and made and sent by the worker: no other system holds up a discharge.
 */
export class DischargeSendings0085 implements MigrationInterface {
  name = 'DischargeSendings00851700000000085';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE discharge_endpoint (
        id uuid PRIMARY KEY,
        -- Null: of every ward that has none of its own.
        ward_id text REFERENCES ward (id),
        name text NOT NULL CHECK (name <> ''),
        url text NOT NULL CHECK (url <> ''),
        secret_version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL,
        created_by text NOT NULL,
        ended_at timestamptz,
        ended_by text
      );
      CREATE UNIQUE INDEX one_discharge_endpoint ON discharge_endpoint (coalesce(ward_id, '')) WHERE ended_at IS NULL;

      CREATE TABLE discharge_sending (
        -- By which the receiver knows the bundle again, however often it is sent.
        id uuid PRIMARY KEY,
        admission_id uuid NOT NULL REFERENCES admission (id),
        -- The summary in it; null for a stay that ended without one.
        summary_id uuid REFERENCES discharge_summary (id),
        endpoint_id uuid NOT NULL REFERENCES discharge_endpoint (id),
        -- Under which addresses its resources are named.
        base text NOT NULL,
        queued_at timestamptz NOT NULL,
        queued_by_name text NOT NULL,
        state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'received', 'refused', 'given-up', 'held')),
        due_at timestamptz,
        give_up_at timestamptz NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        -- Made once, so that what is sent again is the same to the last letter.
        document text,
        settled_at timestamptz,
        detail text,
        CHECK ((state = 'queued') = (due_at IS NOT NULL)),
        CHECK ((state = 'queued') = (settled_at IS NULL))
      );
      CREATE UNIQUE INDEX one_sending_of_a_summary ON discharge_sending
        (admission_id, coalesce(summary_id, '00000000-0000-0000-0000-000000000000'));
      CREATE INDEX discharge_sending_due ON discharge_sending (due_at) WHERE state = 'queued';
      CREATE INDEX discharge_sending_not_received ON discharge_sending (admission_id) WHERE state <> 'received';
      ${heldToScope('discharge_sending')}

      CREATE TABLE discharge_attempt (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        sending_id uuid NOT NULL REFERENCES discharge_sending (id),
        admission_id uuid NOT NULL REFERENCES admission (id),
        attempt integer NOT NULL,
        at timestamptz NOT NULL,
        kind text NOT NULL CHECK (kind IN ('attempt', 'received', 'not-now', 'refused', 'given-up', 'held', 'asked-again')),
        -- To whom, as the endpoint was called.
        sent_to text,
        bytes integer,
        status integer,
        -- What the receiver said of it, cut to a length.
        detail text CHECK (length(detail) <= 1000)
      );
      CREATE INDEX discharge_attempt_of_sending ON discharge_attempt (sending_id, id);
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON discharge_attempt
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      ${heldToScope('discharge_attempt')}
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
