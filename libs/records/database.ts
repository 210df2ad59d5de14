import 'reflect-metadata';
import type { Pool, PoolClient, QueryResultRow } from 'pg';
import pg from 'pg';
import { DataSource } from 'typeorm';
import {
  AccountRow,
  KnownBrowserRow,
  SecondFactorRow,
  SessionRow,
  SignInTryRow,
  SourceKeyRow,
  SourceRow,
} from './entities/access.ts';
import { AdmissionRow, PatientRow, SpO2ScaleOrderRow } from './entities/stay.ts';
import { BedRow, CareHomeRow, WardRow } from './entities/ward.ts';
import * as migrations from './migrations/index.ts';
import { entering, RAISE_WALL, SCOPED_ROLE, scopeNow, type Scope } from './wall.ts';

/** Something that can run a statement: the pool, or one transaction's connection. */
export interface Queryable {
  /** `name` makes it a prepared statement on each connection: for the hot ones only, with a text that never varies. */
  query<Row extends QueryResultRow>(text: string, values?: unknown[], name?: string): Promise<Row[]>;
}

/** What a commit brings about that somebody in this process may wait for. */
export type CommitNews = 'messages-wait';

/** A transaction under way. Everything written through it commits together or not at all. */
export type Transaction = Queryable & {
  readonly inTransaction: true;
  /** Has whoever listens told, once this is committed: never before, and not at all when it is not. */
  announce(news: CommitNews): void;
};

export interface DatabaseSettings {
  url: string;
  poolSize: number;
  /** Shows in pg_stat_activity. */
  applicationName: string;
}

/**
 * A day in the database is a UTC day wherever the server stands. Everything we ask for is found by a key: a plan is made
 * once for each prepared statement and not again for each use, and never reads a whole table because it guesses that a
 * batch is larger than it is (10,000 patients would be read for each reading).
 */
const SESSION_TERMS = '-c TimeZone=UTC -c plan_cache_mode=force_generic_plan -c enable_seqscan=off';

/** The one connection pool of a process. Opening it does not migrate. */
export class Database implements Queryable {
  private readonly listeners = new Map<CommitNews, () => void>();
  private wall: Promise<boolean> | null = null;

  private constructor(private readonly source: DataSource) {}

  static async open(settings: DatabaseSettings): Promise<Database> {
    const source = new DataSource({
      type: 'postgres',
      url: settings.url,
      poolSize: settings.poolSize,
      applicationName: settings.applicationName,
      connectTimeoutMS: 5_000,
      entities: [
        WardRow,
        BedRow,
        CareHomeRow,
        PatientRow,
        AdmissionRow,
        SpO2ScaleOrderRow,
        AccountRow,
        SessionRow,
        SignInTryRow,
        KnownBrowserRow,
        SecondFactorRow,
        SourceRow,
        SourceKeyRow,
      ],
      migrations: Object.values(migrations),
      migrationsTableName: 'schema_migration',
      synchronize: false,
      logging: false,
      extra: { options: SESSION_TERMS, keepAlive: true },
      // A pool connection that breaks while idle is replaced at its next use; without a listener it would end the process.
      poolErrorHandler: () => undefined,
    });
    await source.initialize();
    return new Database(source);
  }

  /** Applies the migrations that are missing, under a lock, so that two starts at once do it once. */
  async migrate(): Promise<string[]> {
    const client = await this.pool.connect();
    try {
      await client.query('SELECT pg_advisory_lock(478213)');
      const applied = await this.source.runMigrations({ transaction: 'each' });
      await client.query(RAISE_WALL);
      return applied.map((migration) => migration.name);
    } finally {
      await client.query('SELECT pg_advisory_unlock(478213)');
      client.release();
    }
  }

  async query<Row extends QueryResultRow>(text: string, values: unknown[] = [], name?: string): Promise<Row[]> {
    const scope = scopeNow();
    if (scope && (await this.hasWall())) return this.queryWithin<Row>(scope, text, values, name);
    const result = await this.pool.query<Row>(name ? { name, text, values } : { text, values });
    return result.rows;
  }

  /** Whether PostgreSQL holds callers to their scope by itself: there is the role, and we may take it on. Asked once. */
  hasWall(): Promise<boolean> {
    this.wall ??= this.pool
      .query<{ stands: boolean }>(
        `SELECT coalesce(bool_or(
           pg_has_role(oid, CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END)), false) AS stands FROM pg_roles WHERE rolname = $1`,
        [SCOPED_ROLE],
      )
      .then(({ rows }) => rows[0]?.stands ?? false)
      .catch((error: unknown) => {
        this.wall = null;
        throw error;
      });
    return this.wall;
  }

  /** One statement that only reads, within a scope that PostgreSQL holds it to. */
  private async queryWithin<Row extends QueryResultRow>(
    scope: Scope,
    text: string,
    values: unknown[],
    name: string | undefined,
  ): Promise<Row[]> {
    return this.onOneConnection(
      (client) => entering(scope, (words) => client.escapeLiteral(words)),
      async (client) => {
        // A plan holds for the role it was made for.
        const { rows } = await client.query<Row>(name ? { name: `${name}-scoped`, text, values } : { text, values });
        return rows;
      },
    );
  }

  /** Runs `work` in one transaction: commits what it wrote, or rolls all of it back and throws what it threw. */
  async transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const news = new Set<CommitNews>();
    const result = await this.onOneConnection(
      () => 'BEGIN',
      (client) => work(transactionOn(client, news)),
    );
    for (const one of news) this.listeners.get(one)?.();
    return result;
  }

  /** From `begin` to COMMIT on a connection of its own; ROLLBACK, and what it threw, where `work` throws. */
  private async onOneConnection<T>(
    begin: (client: PoolClient) => string,
    work: (client: PoolClient) => Promise<T>,
  ): Promise<T> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    // A connection that breaks between two statements tells so by an event, and an event that nobody hears ends the process.
    const breaks = (error: Error): void => {
      broken = error;
    };
    client.on('error', breaks);
    try {
      await client.query(begin(client));
      const result = await work(client);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      // A connection on which ROLLBACK fails is in an unknown state: it must not go back to the pool.
      await client.query('ROLLBACK').catch((failure: Error) => {
        broken = failure;
      });
      throw error;
    } finally {
      client.off('error', breaks);
      client.release(broken);
    }
  }

  /** `listener` is told after each commit of this process that brings this about. It must not throw. */
  onCommit(news: CommitNews, listener: () => void): void {
    this.listeners.set(news, listener);
  }

  /** TypeORM's own statements for what the entities have and the tables lack, or the other way round: nothing, or a test fails. */
  async columnsThatDisagree(): Promise<string[]> {
    const log = await this.source.driver.createSchemaBuilder().log();
    // Constraints and indexes live in the migrations alone; the entities state columns.
    return log.upQueries
      .map((query) => query.query)
      .filter((text) => !/ DROP CONSTRAINT |^DROP INDEX | ADD CONSTRAINT /.test(text));
  }

  entities<Row extends object>(row: new () => Row) {
    return this.source.getRepository(row);
  }

  /** Resolves to null, nothing missing, when the database answers: for readiness. */
  async reachable(): Promise<null> {
    await this.query('SELECT 1');
    return null;
  }

  async close(): Promise<void> {
    await this.source.destroy();
  }

  private get pool(): Pool {
    return (this.source.driver as unknown as { master: Pool }).master;
  }
}

function transactionOn(client: PoolClient, news: Set<CommitNews>): Transaction {
  return {
    inTransaction: true,
    announce: (one) => void news.add(one),
    async query<Row extends QueryResultRow>(text: string, values: unknown[] = [], name?: string): Promise<Row[]> {
      const result = await client.query<Row>(name ? { name, text, values } : { text, values });
      return result.rows;
    },
  };
}

/** A connection of its own, outside the pool: for LISTEN. */
export function ownConnection(url: string, applicationName: string): pg.Client {
  return new pg.Client({ connectionString: url, application_name: applicationName, keepAlive: true });
}

const UNIQUE_VIOLATION = '23505';

const CHECK_VIOLATION = '23514';

export function isCheckViolation(error: unknown, constraint: string): boolean {
  return error instanceof pg.DatabaseError && error.code === CHECK_VIOLATION && error.constraint === constraint;
}

export function isUniqueViolation(error: unknown, constraint: string): boolean {
  return error instanceof pg.DatabaseError && error.code === UNIQUE_VIOLATION && error.constraint === constraint;
}
