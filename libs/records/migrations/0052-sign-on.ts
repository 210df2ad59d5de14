import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An account may be one that an OpenID provider vouches for: it is known by the provider's name and its own name there, and by nothing
 * that either of them may change. Its sessions are named as the provider names them, which ends them when it ends its own.
 */
export class SignOn0052 implements MigrationInterface {
  name = 'SignOn00521700000000052';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE account
        ADD issuer text CHECK (length(issuer) <= 500),
        ADD subject text CHECK (length(subject) <= 255),
        ADD CONSTRAINT a_subject_is_somebodys CHECK (
          (issuer IS NULL) = (subject IS NULL) AND (subject IS NULL OR admission_id IS NULL));
      CREATE UNIQUE INDEX account_by_subject ON account (issuer, subject) WHERE subject IS NOT NULL;

      ALTER TABLE session
        ADD provider_session text CHECK (length(provider_session) <= 255),
        -- What the provider asks for when somebody signs out there as well. It lets nobody in.
        ADD id_token text CHECK (length(id_token) <= 20000);
      CREATE INDEX session_by_provider ON session (provider_session) WHERE provider_session IS NOT NULL;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
