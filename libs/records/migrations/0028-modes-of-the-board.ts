import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The board draws the scores of the last day: they are part of the state that the worker writes, so that no tile has to look for
 * them. What was scored before this is put there once, or a patient of hours would look unmeasured.
 *
 * What a board round decided for a patient is kept with who and when, and only ever added to: the next round begins with it.
 */
export class ModesOfTheBoard0028 implements MigrationInterface {
  name = 'ModesOfTheBoard00281700000000028';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE admission SET current_state = current_state || jsonb_build_object('usualNews2', NULL, 'recent', coalesce((
        SELECT jsonb_agg(jsonb_build_array((extract(epoch FROM worst.at) * 1000)::bigint, worst.least, worst.most) ORDER BY worst.at)
        FROM (
          SELECT DISTINCT ON (floor(extract(epoch FROM s.at) / 1800)) s.at, s.least, s.most FROM news2_score s
          WHERE s.admission_id = admission.id AND s.at > now() - interval '1 day'
          ORDER BY floor(extract(epoch FROM s.at) / 1800), s.least DESC, s.complete DESC, s.at DESC
        ) worst
      ), '[]')) WHERE current_state IS NOT NULL;

      CREATE TABLE round_decision (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        admission_id uuid NOT NULL REFERENCES admission (id),
        decision text NOT NULL CHECK (decision <> ''),
        note text CHECK (note <> ''),
        decided_at timestamptz NOT NULL,
        decided_by uuid NOT NULL REFERENCES account (id)
      );
      CREATE INDEX round_decision_of_stay ON round_decision (admission_id, id);

      CREATE FUNCTION refuse_change_of_round_decision() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'decisions of a board round are only ever added';
      END $$;
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON round_decision
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_round_decision();
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
