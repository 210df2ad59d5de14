import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A ward's leads are sent a message when somebody breaks the glass: each once for each glass (`message.once`). */
export class LeadsAreToldOfGlasses0092 implements MigrationInterface {
  name = 'LeadsAreToldOfGlasses00921700000000092';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE message DROP CONSTRAINT message_kind_check,
        ADD CONSTRAINT message_kind_check CHECK (kind IN ('alert', 'digest', 'test', 'task', 'glass'));
      CREATE INDEX break_glass_to_review ON break_glass (opened_at) WHERE reviewed_at IS NULL;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
