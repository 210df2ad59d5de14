import { guardRoutes, SESSION_COOKIE, SourceKeys, whoseSession } from '#access';
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
  type Logger,
  type ReadinessCheck,
  type RunningApp,
  type Settings,
} from '#runtime';
import cookies from '@fastify/cookie';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { readFhirBodies } from './fhir/body-parsers.ts';
import { FhirFilter, LOG, sendOutcome } from './fhir/fhir-filter.ts';
import { FHIR_SERVING, FhirController, type FhirServing } from './fhir/fhir.controller.ts';
import { openFhir } from './fhir/open-fhir.ts';
import { isForHub, openFrontDoor } from './front-door/front-door.ts';
import { Hubs } from './front-door/hubs.ts';
import { GroupCommit } from './group-commit/group-commit.ts';
import { StayReadingsController } from './stays/stay-readings.controller.ts';
import { HomeReadingsController } from './homes/home-readings.controller.ts';
import { Intake } from './observations/intake.ts';
import { serveReadings } from './observations/observation.routes.ts';
import { makeRoomForBodies } from './overload/room-for-bodies.ts';
import { readSheets, RoundSheetController } from './round-sheet/round-sheet.controller.ts';
import { clientCertificates } from './sources/client-certificates.ts';
import { DeviceTraffic } from './sources/device-traffic.ts';
import { Doorkeeper } from './sources/doorkeeper.ts';
import { Traffic } from './sources/traffic.ts';
import { serveTryIt } from './try-it/try-it.ts';

/** One statement holds up to this many readings; two statements are under way at once; this many readings may wait. */
const COMMIT_LIMITS = { batch: 500, lanes: 2, waiting: 20_000 } as const;
/** A thousand full reading sets are about half of this. */
const LARGEST_BODY_BYTES = 2 * 1024 * 1024;
/** Bodies under way, of all sources together: what is made of them takes some times as much memory. */
const ROOM_FOR_BODIES_BYTES = 32 * 1024 * 1024;
/** A worker that was not heard of for this long is not there, in ms. */
const WORKER_SILENT_AFTER = 10_000;

@Module({})
class IngestionModule {
  static with(database: Database, intake: Intake, fhir: FhirServing, log: Logger): DynamicModule {
    return {
      module: IngestionModule,
      controllers: [HomeReadingsController, StayReadingsController, RoundSheetController, FhirController],
      providers: [
        { provide: Database, useValue: database },
        { provide: Intake, useValue: intake },
        { provide: FHIR_SERVING, useValue: fhir },
        { provide: LOG, useValue: log },
        FhirFilter,
      ],
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
  const doorbells = openDoorbells(
    {
      ...settings,
      failed: (error) =>
        log.warn({ err: { type: error.name } }, 'the job store cannot be reached; the worker looks for itself'),
    },
    ['evaluate-readings'],
  );
  const committed = (traceId: string): void => doorbells.ring('evaluate-readings', { traceId });
  const commits = new GroupCommit((readings) => storeReadings(database, readings), COMMIT_LIMITS, committed);

  const server = openHttpServer({
    largestBodyBytes: LARGEST_BODY_BYTES,
    log,
    sendError: (error, request, reply) =>
      (request.url.startsWith('/fhir') ? sendOutcome : sendProblem)(log, error, request, reply),
  });
  readFhirBodies(server);
  readSheets(server);
  // People send what homes take; devices' readings come without cookies, so nothing looks for them until it has to.
  await server.register(cookies, { hook: false });
  const keys = new SourceKeys(database, clock.now, (error) =>
    log.warn(
      { err: { type: error instanceof Error ? error.name : 'unknown' } },
      'the register of sources cannot be read',
    ),
  );
  await keys.open();
  const traffic = new Traffic(database, clock, log);
  traffic.open();
  const devices = new DeviceTraffic(database, log);
  devices.open();
  const certificates = clientCertificates(settings.clientCertificate);
  const doorkeeper = new Doorkeeper(keys, { traffic, devices }, clock, certificates);
  doorkeeper.watch(server);
  const intake = new Intake(commits, doorkeeper);
  const fhir = await openFhir({ database, intake, publicUrl: settings.publicUrl, committed });
  const hubs = settings.hubUrls.length === 0 ? null : new Hubs(settings.hubUrls);
  guardRoutes(server, {
    source: (request, reply) => doorkeeper.admit(request, reply),
    account: (request) =>
      whoseSession(database, server.parseCookie(request.headers.cookie ?? '')[SESSION_COOKIE], clock.now()),
    ...(hubs ? { passedOn: isForHub } : {}),
  });
  makeRoomForBodies(server, { bytes: ROOM_FOR_BODIES_BYTES, largestBody: LARGEST_BODY_BYTES });
  serveHealth(server, readiness(database, hubs));
  serveDescription(server, '/v1/openapi.json', describeIngestion());
  await serveTryIt(server);
  if (hubs) await openFrontDoor(server, hubs);

  serveReadings(server, { intake, doorkeeper, log, largestBody: LARGEST_BODY_BYTES });
  const app = await NestFactory.create<NestFastifyApplication>(
    IngestionModule.with(database, intake, fhir, log),
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
      await Promise.all([commits.drained(), fhir.drained()]);
      await Promise.all([traffic.close(), devices.close()]);
      await doorbells.close();
      await database.close();
    },
  };
}

/** Ready means that a reading would be stored and scored; on a single machine also that it would reach a board. */
function readiness(database: Database, hubs: Hubs | null): Record<string, ReadinessCheck> {
  return {
    database: () => database.reachable(),
    'rules worker': async () =>
      (await isAlive(database, 'rules-worker', WORKER_SILENT_AFTER)) ? null : 'not heard of',
    ...(hubs ? { hub: async () => ((await hubs.ready()) ? null : 'not ready') } : {}),
  };
}
