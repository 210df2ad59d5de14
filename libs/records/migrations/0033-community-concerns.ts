import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What police, fire, post and neighbours notice, and the codes by which their organisations may tell it. A concern is never
 * deleted: who it is about, who took it and what came of it are written to it once each.
 */
export class CommunityConcerns0033 implements MigrationInterface {
  name = 'CommunityConcerns00331700000000033';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE partner_code (
        id uuid PRIMARY KEY,
        ward_id text NOT NULL REFERENCES ward (id),
        organisation text NOT NULL CHECK (organisation <> ''),
        code_hash bytea NOT NULL UNIQUE,
        -- Its first characters, so that people can tell codes apart.
        prefix text NOT NULL,
        issued_at timestamptz NOT NULL,
        issued_by uuid NOT NULL REFERENCES account (id),
        issued_by_name text NOT NULL,
        expires_at timestamptz NOT NULL,
        revoked_at timestamptz,
        revoked_by_name text,
        last_used_at timestamptz,
        CHECK ((revoked_at IS NULL) = (revoked_by_name IS NULL))
      );
      CREATE INDEX partner_code_of_ward ON partner_code (ward_id);

      CREATE TABLE concern (
        id uuid PRIMARY KEY,
        ward_id text NOT NULL REFERENCES ward (id),
        partner_code_id uuid NOT NULL REFERENCES partner_code (id),
        organisation text NOT NULL,
        -- The sender's own: sent again under it, it is kept once.
        reference uuid NOT NULL,
        name text CHECK (name <> ''),
        address text CHECK (address <> ''),
        noticed text[] NOT NULL CHECK (cardinality(noticed) > 0),
        received_at timestamptz NOT NULL,
        due_at timestamptz NOT NULL,
        -- Who it is about: a stay, or (matched, and no stay) nobody of ours.
        admission_id uuid REFERENCES admission (id),
        matched_at timestamptz,
        matched_by_name text,
        taken_by uuid REFERENCES account (id),
        taken_by_name text,
        taken_at timestamptz,
        outcome text CHECK (outcome <> ''),
        outcome_note text CHECK (outcome_note <> ''),
        closed_by_name text,
        closed_at timestamptz,
        version integer NOT NULL DEFAULT 1,
        -- The last step of the welfare check that the ward's alarm was told.
        told_step text,
        CHECK (name IS NOT NULL OR address IS NOT NULL),
        CHECK (due_at > received_at),
        CHECK (admission_id IS NULL OR matched_at IS NOT NULL),
        CHECK ((matched_at IS NULL) = (matched_by_name IS NULL)),
        CHECK ((taken_at IS NULL) = (taken_by IS NULL) AND (taken_at IS NULL) = (taken_by_name IS NULL)),
        CHECK ((closed_at IS NULL) = (outcome IS NULL) AND (closed_at IS NULL) = (closed_by_name IS NULL)),
        UNIQUE (partner_code_id, reference)
      );
      CREATE INDEX concern_of_ward ON concern (ward_id, received_at);
      CREATE INDEX concern_to_tell ON concern (id) WHERE told_step IS DISTINCT FROM 'closed';
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
