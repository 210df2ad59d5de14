import type { MigrationInterface, QueryRunner } from 'typeorm';
import { heldToScope } from './held-to-scope.ts';

/**
 * What people agree on around a stay, one row each: goals, what matters to the person, carers and their breaks, meetings, tasks, visits.
 * What is looked for among all stays is taken from the content by the database, so that the two cannot differ. Every version is kept.
 *
 * Whoever has a task that is overdue is told, over the ways out that alerts take; the message says nothing of anybody.
 */
export class PeopleAroundAStay0088 implements MigrationInterface {
  name = 'PeopleAroundAStay00881700000000088';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE care_entry (
        id uuid PRIMARY KEY,
        admission_id uuid NOT NULL REFERENCES admission (id),
        kind text NOT NULL CHECK (kind IN ('goal', 'matters', 'carer', 'carer-break', 'meeting', 'task', 'visit')),
        version integer NOT NULL DEFAULT 1,
        content jsonb NOT NULL CHECK (content ->> 'state' IS NOT NULL),
        open boolean NOT NULL GENERATED ALWAYS AS (content ->> 'state' IN ('open', 'asked', 'planned')) STORED,
        owner_id uuid GENERATED ALWAYS AS ((content ->> 'ownerId')::uuid) STORED REFERENCES account (id),
        due_at timestamptz GENERATED ALWAYS AS (to_timestamp((content ->> 'dueAt')::float8 / 1000)) STORED,
        until timestamptz GENERATED ALWAYS AS (to_timestamp((content ->> 'until')::float8 / 1000)) STORED,
        -- When whoever has the task was last told that it is overdue.
        reminded_at timestamptz
      );
      CREATE INDEX care_entry_of_stay ON care_entry (admission_id);
      CREATE INDEX care_break_of_stay ON care_entry (admission_id) WHERE kind = 'carer-break' AND open;
      CREATE INDEX care_task_due ON care_entry (due_at) WHERE kind = 'task' AND open;

      CREATE TABLE care_entry_change (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        entry_id uuid NOT NULL REFERENCES care_entry (id),
        admission_id uuid NOT NULL REFERENCES admission (id),
        version integer NOT NULL,
        content jsonb NOT NULL,
        at timestamptz NOT NULL,
        by_id uuid NOT NULL REFERENCES account (id),
        by_name text NOT NULL,
        UNIQUE (entry_id, version)
      );
      CREATE INDEX care_entry_change_of_stay ON care_entry_change (admission_id, at);
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON care_entry_change
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      ${heldToScope('care_entry')}
      ${heldToScope('care_entry_change')}

      ALTER TABLE message DROP CONSTRAINT message_kind_check,
        ADD CONSTRAINT message_kind_check CHECK (kind IN ('alert', 'digest', 'test', 'task'));
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
