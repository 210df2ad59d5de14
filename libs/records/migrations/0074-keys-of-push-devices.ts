import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A browser takes messages that are signed with the key it was switched on with, and no other: which that was. */
export class KeysOfPushDevices0074 implements MigrationInterface {
  name = 'KeysOfPushDevices00741700000000074';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE push_device ADD vapid_key text;
      -- The page has given this one out, for as long as the rules worker announced it.
      UPDATE push_device SET vapid_key = (SELECT public_key FROM channel WHERE name = 'push');
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
