import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('account')
export class AccountRow {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  username!: string;

  @Column('text', { name: 'display_name' })
  displayName!: string;

  @Column('text')
  role!: string;

  @Column('text', { name: 'password_hash' })
  passwordHash!: string;

  @Column('text', { name: 'ward_ids', array: true })
  wardIds!: string[];

  @Column('text', { name: 'care_home_id', nullable: true })
  careHomeId!: string | null;

  @Column('timestamptz', { name: 'disabled_at', nullable: true })
  disabledAt!: Date | null;

  /** Of a patient or carer: the one stay that they reach. */
  @Column('uuid', { name: 'admission_id', nullable: true })
  admissionId!: string | null;

  @Column('timestamptz', { name: 'last_signed_in_at', nullable: true })
  lastSignedInAt!: Date | null;

  /** The OpenID provider that vouches for them, and their name there that never changes. */
  @Column('text', { nullable: true })
  issuer!: string | null;

  @Column('text', { nullable: true })
  subject!: string | null;
}

@Entity('session')
export class SessionRow {
  @PrimaryColumn('bytea', { name: 'token_hash' })
  tokenHash!: Buffer;

  @Column('uuid', { name: 'account_id' })
  accountId!: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'last_seen_at' })
  lastSeenAt!: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  /** Names it to its owner; the token is known to the browser alone. */
  @Column('uuid', { unique: true })
  id!: string;

  @Column('text', { nullable: true })
  browser!: string | null;

  @Column('text', { nullable: true })
  address!: string | null;

  /** What it is good for. */
  @Column('text', { default: 'full' })
  kind!: string;

  /** As the provider names it. */
  @Column('text', { name: 'provider_session', nullable: true })
  providerSession!: string | null;

  @Column('text', { name: 'id_token', nullable: true })
  idToken!: string | null;

  /** Of a wall screen: what it shows, and where it hangs. */
  @Column('text', { name: 'wall_ward_id', nullable: true })
  wallWardId!: string | null;

  @Column('text', { name: 'wall_names', nullable: true })
  wallNames!: string | null;

  @Column('text', { name: 'wall_place', nullable: true })
  wallPlace!: string | null;
}

/** A second factor that an account has, or is about to have. */
@Entity('second_factor')
export class SecondFactorRow {
  @PrimaryColumn('uuid', { name: 'account_id' })
  accountId!: string;

  /** One from before secrets were sealed: with the settings' key its secret is derived from it. */
  @Column('bytea', { nullable: true })
  salt!: Buffer | null;

  /** Its secret, sealed under the settings' key. */
  @Column('bytea', { nullable: true })
  sealed!: Buffer | null;

  @Column('timestamptz', { name: 'begun_at' })
  begunAt!: Date;

  @Column('timestamptz', { nullable: true })
  since!: Date | null;

  @Column('bigint', { name: 'last_step', default: 0 })
  lastStep!: string;
}

/** Tries to sign in that failed, by a hash of what they are counted by. */
@Entity('sign_in_try')
export class SignInTryRow {
  @PrimaryColumn('bytea')
  key!: Buffer;

  @Column('integer')
  failures!: number;

  @Column('timestamptz', { name: 'last_at' })
  lastAt!: Date;

  /** Before this no other is made. */
  @Column('timestamptz', { name: 'open_at' })
  openAt!: Date;
}

/** Somebody signed in to this account from this browser. */
@Entity('known_browser')
export class KnownBrowserRow {
  @PrimaryColumn('uuid', { name: 'account_id' })
  accountId!: string;

  @PrimaryColumn('bytea', { name: 'browser_hash' })
  browserHash!: Buffer;

  @Column('timestamptz', { name: 'last_used_at' })
  lastUsedAt!: Date;
}

@Entity('source')
export class SourceRow {
  @PrimaryColumn('integer', { generated: 'identity', generatedIdentity: 'BY DEFAULT' })
  id!: number;

  @Column('text', { unique: true })
  name!: string;

  @Column('text', { name: 'ward_ids', array: true })
  wardIds!: string[];

  @Column('timestamptz', { name: 'disabled_at', nullable: true })
  disabledAt!: Date | null;

  /** Whom to ring when it falls silent. */
  @Column('text', { nullable: true })
  contact!: string | null;

  @Column('timestamptz', { name: 'registered_at', default: () => 'now()' })
  registeredAt!: Date;

  @Column('text', { name: 'registered_by', default: 'set-up' })
  registeredBy!: string;

  @Column('integer', { name: 'readings_per_second', default: 1000 })
  readingsPerSecond!: number;

  @Column('integer', { default: 5000 })
  burst!: number;

  @Column('text', { name: 'client_certificates', array: true, default: [] })
  clientCertificates!: string[];

  @Column('integer', { name: 'expected_every_minutes', nullable: true })
  expectedEveryMinutes!: number | null;

  /** The care home whose staff send it, signed in and without a key. */
  @Column('text', { name: 'round_sheets_of', nullable: true, unique: true })
  roundSheetsOf!: string | null;

  /** The ward whose people write down readings of those at their own homes under it. */
  @Column('text', { name: 'people_of', nullable: true, unique: true })
  peopleOf!: string | null;

  @Column('timestamptz', { name: 'last_heard_at', nullable: true })
  lastHeardAt!: Date | null;

  @Column('timestamptz', { name: 'last_stored_at', nullable: true })
  lastStoredAt!: Date | null;

  /** Moves with every change by a person. */
  @Column('integer', { default: 1 })
  version!: number;
}

@Entity('source_key')
export class SourceKeyRow {
  @PrimaryColumn('integer', { generated: 'identity', generatedIdentity: 'BY DEFAULT' })
  id!: number;

  @Column('integer', { name: 'source_id' })
  sourceId!: number;

  @Column('bytea', { name: 'key_hash', unique: true })
  keyHash!: Buffer;

  @Column('text')
  prefix!: string;

  @Column('text', { nullable: true })
  label!: string | null;

  @Column('text', { name: 'ward_ids', array: true, nullable: true })
  wardIds!: string[] | null;

  @Column('text', { name: 'care_home_ids', array: true, nullable: true })
  careHomeIds!: string[] | null;

  @Column('text', { name: 'nhs_numbers', array: true, nullable: true })
  nhsNumbers!: string[] | null;

  @Column('boolean', { name: 'may_send' })
  maySend!: boolean;

  @Column('boolean', { name: 'may_read' })
  mayRead!: boolean;

  /** Whether it may refer people to its wards. */
  @Column('boolean', { name: 'may_refer', default: false })
  mayRefer!: boolean;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('text', { name: 'created_by' })
  createdBy!: string;

  @Column('timestamptz', { name: 'expires_at', nullable: true })
  expiresAt!: Date | null;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;

  @Column('text', { name: 'revoked_by', nullable: true })
  revokedBy!: string | null;

  @Column('timestamptz', { name: 'last_used_at', nullable: true })
  lastUsedAt!: Date | null;
}
