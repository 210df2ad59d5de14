import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A system may refer: its key says so, and what it calls the referral is what makes one the same. Nobody of ours took such a referral
 * down, so that its first step has a name and no account.
 */
export class ReferringSources0080 implements MigrationInterface {
  name = 'ReferringSources00801700000000080';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE source_key ADD may_refer boolean NOT NULL DEFAULT false;
      ALTER TABLE referral
        ADD source_id integer REFERENCES source (id),
        ADD source_reference text,
        ADD CONSTRAINT a_reference_is_a_sources CHECK ((source_id IS NULL) = (source_reference IS NULL));
      CREATE UNIQUE INDEX one_referral_of_a_reference ON referral (source_id, source_reference) WHERE source_id IS NOT NULL;
      ALTER TABLE referral_event ALTER by_id DROP NOT NULL;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
