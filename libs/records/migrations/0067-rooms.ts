import type { MigrationInterface, QueryRunner } from 'typeorm';

/** In which room of their home a resident is: beside the name and the last three digits it is what a carer goes to the right person by. */
export class Rooms0067 implements MigrationInterface {
  name = 'Rooms00671700000000067';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE admission ADD COLUMN room text CHECK (room = btrim(room) AND length(room) BETWEEN 1 AND 20);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
