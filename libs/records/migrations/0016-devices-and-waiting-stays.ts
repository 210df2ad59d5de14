import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * When each device was last heard and how often it is, so that one that falls silent is noticed. And since when each stay
 * waits to be evaluated, from an index alone: every hub asks every two seconds, most of all when very much waits.
 */
export class DevicesAndWaitingStays0016 implements MigrationInterface {
  name = 'DevicesAndWaitingStays00161700000000016';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX pending_evaluation_by_stay;
      CREATE INDEX pending_evaluation_by_stay ON pending_evaluation (admission_id, (coalesce(waits_since, received_at)));

      CREATE TABLE device (
        admission_id uuid NOT NULL REFERENCES admission (id),
        source_id integer NOT NULL REFERENCES source (id),
        -- Its serial number, or what its source calls it.
        identifier text NOT NULL,
        model text,
        last_heard_at timestamptz NOT NULL,
        -- When it began to send what it sent last: readings within minutes of each other are one round.
        round_began_at timestamptz NOT NULL,
        rounds integer NOT NULL DEFAULT 1,
        -- Between the beginnings of its rounds, newer ones counting for more.
        usual_gap interval,
        implausible_in_a_row integer NOT NULL DEFAULT 0,
        -- The last of them: {vital, value, min, max}.
        last_implausible jsonb,
        PRIMARY KEY (admission_id, source_id, identifier)
      );
      CREATE INDEX device_by_last_heard ON device (last_heard_at);
      CREATE INDEX device_with_implausible ON device (admission_id) WHERE implausible_in_a_row > 1;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
