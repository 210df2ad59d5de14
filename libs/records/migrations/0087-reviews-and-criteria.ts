import type { MigrationInterface, QueryRunner } from 'typeorm';
import { heldToScope } from './held-to-scope.ts';

/**
 * The criteria of a step down as a document that is added and never changed, the newest in force; each change of level says by which it
 * was decided. A stay that has gone on for two weeks is reviewed: what was decided, why, with the criteria as they stood, and when the
 * next review is due.
 */
export class ReviewsAndCriteria0087 implements MigrationInterface {
  name = 'ReviewsAndCriteria00871700000000087';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE readiness_rules (
        seq integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        id text NOT NULL,
        version text NOT NULL,
        document jsonb NOT NULL,
        approver text NOT NULL CHECK (approver <> ''),
        installed_at timestamptz NOT NULL,
        CONSTRAINT readiness_rules_id_version_key UNIQUE (id, version)
      );
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON readiness_rules
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      -- Null: from before the criteria had a version.
      ALTER TABLE level_change ADD rules text CHECK (rules <> '');

      CREATE TABLE stay_review (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        admission_id uuid NOT NULL REFERENCES admission (id),
        at timestamptz NOT NULL,
        by_id uuid NOT NULL REFERENCES account (id),
        by_name text NOT NULL,
        decision text NOT NULL CHECK (decision IN ('goes-on', 'watch-less', 'plan-home', 'ask-specialist')),
        reason text NOT NULL CHECK (reason <> ''),
        next_in_days smallint NOT NULL CHECK (next_in_days BETWEEN 1 AND 14),
        criteria jsonb NOT NULL,
        rules text NOT NULL CHECK (rules <> '')
      );
      CREATE INDEX stay_review_of_stay ON stay_review (admission_id, id);
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON stay_review
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      ${heldToScope('stay_review')}
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
