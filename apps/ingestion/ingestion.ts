import { guardRoutes, SourceKeys } from '#access';
import { openDoorbells } from '#jobs';
import { describeIngestion, serveDescription } from '#openapi';
import { Database, isAlive, storeReadings } from '#records';
import {
  clock,
  nestLog,
  ProblemFilter,
  sendProblem,
  serveHealth,
  openHttpServer,
  ServerAdapter,
  takeStrictJson,
  type Logger,
  type ReadinessCheck,
  type RunningApp,
  type Settings,
} from '#runtime';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { FhirFilter, LOG, sendOutcome } from './fhir/fhir-filter.ts';
import { FhirController } from './fhir/fhir.controller.ts';
import { isForHub, openFrontDoor } from './front-door/front-door.ts';
import { GroupCommit } from './group-commit/group-commit.ts';
import { Intake } from './observations/intake.ts';
import { ObservationController } from './observations/observation.controller.ts';
import { clientCertificates } from './sources/client-certificates.ts';
import { Doorkeeper } from './sources/doorkeeper.ts';
import { Traffic } from './sources/traffic.ts';
import { serveTryIt } from './try-it/try-it.ts';

/** One statement holds up to this many readings; two statements are under way at once; this many readings may wait. */
const COMMIT_LIMITS = { batch: 500, lanes: 2, waiting: 20_000 } as const;
/** A thousand full reading sets are about half of this. */
const LARGEST_BODY_BYTES = 2 * 1024 * 1024;
/** A worker that was not heard of for this long is not there, in ms. */
const WORKER_SILENT_AFTER = 10_000;

@Module({})
class IngestionModule {
  static with(intake: Intake, log: Logger): DynamicModule {
    return {
      module: IngestionModule,
      controllers: [ObservationController, FhirController],
      providers: [{ provide: Intake, useValue: intake }, { provide: LOG, useValue: log }, FhirFilter],
    };
  }
}

/** Readings in over HTTP, checked, stored, acknowledged; then the rules worker is woken. */
export async function startIngestion(settings: Settings, log: Logger): Promise<RunningApp> {
  const database = await Database.open({
    url: settings.databaseUrl,
    poolSize: settings.databasePool,
    applicationName: 'homeward-ingestion',
  });
  const doorbells = openDoorbells({
    ...settings,
    failed: (error) =>
      log.warn({ err: { type: error.name } }, 'the job store cannot be reached; the worker looks for itself'),
  });
  const commits = new GroupCommit(
    (readings) => storeReadings(database, readings),
    COMMIT_LIMITS,
    (traceId) => doorbells.ring('evaluate-readings', { traceId }),
  );

  const server = openHttpServer({
    largestBodyBytes: LARGEST_BODY_BYTES,
    log,
    sendError: (error, request, reply) =>
      (request.url.startsWith('/fhir') ? sendOutcome : sendProblem)(log, error, request, reply),
  });
  takeStrictJson(server, 'application/fhir+json');
  const keys = new SourceKeys(database, clock.now, (error) =>
    log.warn(
      { err: { type: error instanceof Error ? error.name : 'unknown' } },
      'the register of sources cannot be read',
    ),
  );
  await keys.open();
  const traffic = new Traffic(database, clock, log);
  traffic.open();
  const doorkeeper = new Doorkeeper(keys, traffic, clock, clientCertificates(settings.clientCertificate));
  doorkeeper.watch(server);
  guardRoutes(server, {
    source: (request, reply) => doorkeeper.admit(request, reply),
    ...(settings.hubUrl === null ? {} : { passedOn: isForHub }),
  });
  serveHealth(server, readiness(database, settings));
  serveDescription(server, '/v1/openapi.json', describeIngestion());
  await serveTryIt(server);
  if (settings.hubUrl !== null) await openFrontDoor(server, settings.hubUrl);

  const app = await NestFactory.create<NestFastifyApplication>(
    IngestionModule.with(new Intake(commits, doorkeeper), log),
    new ServerAdapter(server),
    { logger: nestLog(log) },
  );
  app.useGlobalFilters(new ProblemFilter(log));
  await app.listen(settings.port, settings.host);
  return {
    url: await app.getUrl(),
    async close() {
      await app.close();
      await keys.close();
      await commits.drained();
      await traffic.close();
      await doorbells.close();
      await database.close();
    },
  };
}

/** Ready means that a reading would be stored and scored; on a single machine also that it would reach a board. */
function readiness(database: Database, settings: Settings): Record<string, ReadinessCheck> {
  return {
    database: () => database.reachable(),
    'rules worker': async () =>
      (await isAlive(database, 'rules-worker', WORKER_SILENT_AFTER)) ? null : 'not heard of',
    ...(settings.hubUrl === null
      ? {}
      : {
          hub: async () => {
            const answer = await fetch(new URL('/health/ready', settings.hubUrl ?? ''));
            return answer.ok ? null : 'not ready';
          },
        }),
  };
}
