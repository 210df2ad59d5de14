import { guardRoutes, sealUnderTheKey, SESSION_COOKIE, SingleSignOn, whoseSession } from '#access';
import { WARD_SOCKET_TERMS } from '#contracts';
import { openDoorbells } from '#jobs';
import { describeHub, describeWardFeed, serveDescription } from '#openapi';
import { Database, nightOf } from '#records';
import {
  clock,
  nestLog,
  ProblemFilter,
  sendProblem,
  serveHealth,
  openHttpServer,
  ServerAdapter,
  type Logger,
  type RunningApp,
  type Settings,
  UnusableSettings,
} from '#runtime';
import cookies from '@fastify/cookie';
import helmet from '@fastify/helmet';
import { Module, StandardSchemaValidationPipe, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Server, ServerOptions } from 'socket.io';
import { Decoder } from 'socket.io-parser';
import { BreakGlassController } from './admissions/break-glass.controller.ts';
import { RestrictionController } from './admissions/restriction.controller.ts';
import { SharingController } from './admissions/sharing.controller.ts';
import { PatientController } from './admissions/patient.controller.ts';
import { ReplayController } from './admissions/replay.controller.ts';
import { CareController } from './admissions/care.controller.ts';
import { WelcomeController } from './admissions/welcome.controller.ts';
import { PlanController } from './admissions/plan.controller.ts';
import { StayController } from './admissions/stay.controller.ts';
import { SummaryController } from './admissions/summary.controller.ts';
import { PublicUrl } from './public-url.ts';
import { SpO2ScaleController } from './admissions/spo2-scale.controller.ts';
import { AuditController } from './audit/audit.controller.ts';
import { AlertController } from './alerts/alert.controller.ts';
import { ColleaguesController } from './alerts/colleagues.controller.ts';
import { ToldController } from './alerts/told.controller.ts';
import { BoardController } from './board/board.controller.ts';
import { SpeakingEncoder } from './board/encoded.ts';
import { WardGateway } from './board/ward.gateway.ts';
import { WallScreenController } from './board/wall-screen.controller.ts';
import { BurdenController } from './burden/burden.controller.ts';
import {
  DATABASE_URL,
  FEED_DATABASE,
  LOG,
  RETENTION_TERMS,
  SECOND_FACTOR_TERMS,
  SINGLE_SIGN_ON,
} from './hub-tokens.ts';
import { ContactController } from './notifications/contact.controller.ts';
import { NotifyCallback } from './notifications/notify-callback.ts';
import { ReceiptsController } from './notifications/receipts.controller.ts';
import { refuseFields } from './of-field.ts';
import { PilotController } from './pilot/pilot.controller.ts';
import { RetentionController } from './retention/retention.controller.ts';
import { BedsController } from './referrals/beds.controller.ts';
import { DaysAheadController } from './referrals/days-ahead.controller.ts';
import { DischargeEndpointController } from './discharge/discharge-endpoint.controller.ts';
import { DischargeSummaryController } from './discharge/discharge-summary.controller.ts';
import { KitsController } from './referrals/kits.controller.ts';
import { ReferralSheetsController } from './referrals/referral-sheets.controller.ts';
import { ReferralsController } from './referrals/referrals.controller.ts';
import { CareHomeController } from './homes/care-home.controller.ts';
import { CarersController } from './homes/carers.controller.ts';
import { HomePhonesController } from './homes/home-phones.controller.ts';
import { RepeatController } from './homes/repeat.controller.ts';
import { PhotosController } from './homes/photos.controller.ts';
import { SbardController } from './homes/sbard.controller.ts';
import { OnwardTransferController } from './transfers/onward-transfer.controller.ts';
import { ResidentsController } from './residents/residents.controller.ts';
import { LevelController } from './step-down/level.controller.ts';
import { BoardRoundController } from './round/board-round.controller.ts';
import { AcceptTimesController } from './routes/accept-times.controller.ts';
import { AlertRouteController } from './routes/alert-route.controller.ts';
import { WebhookController } from './routes/webhook.controller.ts';
import { WebhookTerms } from './routes/webhook-terms.ts';
import { AccessController } from './at-home/access.controller.ts';
import { MyStayController } from './at-home/my-stay.controller.ts';
import { ConcernController } from './concerns/concern.controller.ts';
import { PartnerCodeController } from './concerns/partner-code.controller.ts';
import { CookieTerms } from './sign-in/cookie-terms.ts';
import { AccountsController } from './sign-in/accounts.controller.ts';
import { OwnAccountController } from './sign-in/own-account.controller.ts';
import { SecondFactorController } from './sign-in/second-factor.controller.ts';
import { SessionController } from './sign-in/session.controller.ts';
import { SignOnController, takeLogoutForms } from './sign-in/sign-on.controller.ts';
import { SourceController } from './sources/source.controller.ts';
import { UnmatchedController } from './unmatched/unmatched.controller.ts';
import { ScoringWatch } from './watch/watch-scoring.ts';
import { serveWeb } from './web/serve-web.ts';

/** Nothing that a person sends to the hub is longer. */
const LARGEST_BODY_BYTES = 256 * 1024;
/** One that reads events, one that reads boards and positions meanwhile. */
const FEED_CONNECTIONS = 2;

@Module({})
class HubModule {
  static with(database: Database, feedDatabase: Database, settings: Settings, log: Logger): DynamicModule {
    return {
      module: HubModule,
      controllers: [
        SessionController,
        OwnAccountController,
        SecondFactorController,
        SignOnController,
        AccountsController,
        BoardController,
        WallScreenController,
        BoardRoundController,
        LevelController,
        BurdenController,
        AlertController,
        ColleaguesController,
        CareHomeController,
        ResidentsController,
        PhotosController,
        SbardController,
        OnwardTransferController,
        RepeatController,
        CarersController,
        HomePhonesController,
        BreakGlassController,
        RestrictionController,
        SharingController,
        AuditController,
        PatientController,
        SpO2ScaleController,
        PlanController,
        StayController,
        ReplayController,
        CareController,
        WelcomeController,
        SummaryController,
        ToldController,
        AlertRouteController,
        AcceptTimesController,
        WebhookController,
        ContactController,
        ReceiptsController,
        SourceController,
        UnmatchedController,
        ConcernController,
        AccessController,
        MyStayController,
        PilotController,
        BedsController,
        ReferralsController,
        ReferralSheetsController,
        DaysAheadController,
        KitsController,
        DischargeSummaryController,
        DischargeEndpointController,
        PartnerCodeController,
        RetentionController,
      ],
      providers: [
        WardGateway,
        { provide: Database, useValue: database },
        { provide: FEED_DATABASE, useValue: feedDatabase },
        { provide: DATABASE_URL, useValue: settings.databaseUrl },
        { provide: LOG, useValue: log },
        { provide: NotifyCallback, useValue: new NotifyCallback(settings.channels.notifyCallbackToken) },
        {
          provide: WebhookTerms,
          useValue: new WebhookTerms(settings.channels.webhookKey, settings.channels.privateAddresses),
        },
        { provide: PublicUrl, useValue: new PublicUrl(settings.publicUrl) },
        { provide: RETENTION_TERMS, useValue: settings.retention.terms },
        { provide: SECOND_FACTOR_TERMS, useValue: settings.secondFactor },
        { provide: SINGLE_SIGN_ON, useValue: settings.signOn && new SingleSignOn(settings.signOn) },
        { provide: CookieTerms, useValue: new CookieTerms(settings.publicUrl?.startsWith('https:') ?? false) },
      ],
    };
  }
}

/** socket.io over websockets alone: without polling a client may change hubs at any moment, with no sticky sessions. */
class WebsocketAdapter extends IoAdapter {
  override createIOServer(port: number, options?: Partial<ServerOptions>): Server {
    return super.createIOServer(port, {
      ...options,
      transports: ['websocket'],
      serveClient: false,
      parser: { Encoder: SpeakingEncoder, Decoder },
      // A line that was cut without a word is found out within the sum of them; the client's side follows them as well.
      pingInterval: WARD_SOCKET_TERMS.pingEveryMs,
      pingTimeout: WARD_SOCKET_TERMS.pingTimeoutMs,
      maxHttpBufferSize: WARD_SOCKET_TERMS.mostMessageBytes,
    } as ServerOptions);
  }
}

/** HTTP and sockets for people: sign-in, the live board, alerts, and the web app itself. */
/** The board's socket at the address that this page was asked for at; nothing where it is no address of a host. */
const socketsOf = (host: string | undefined): string =>
  host !== undefined && /^[\w.:[\]-]{1,260}$/.test(host) ? `ws://${host} wss://${host}` : "'self'";

export async function startHub(settings: Settings, log: Logger): Promise<RunningApp> {
  const { wrong } = nightOf(settings.retention);
  if (wrong.length > 0) throw new UnusableSettings(wrong.join('; '));
  const database = await Database.open({
    url: settings.databaseUrl,
    poolSize: settings.databasePool,
    applicationName: 'homeward-hub',
  });
  const feedDatabase = await Database.open({
    url: settings.databaseUrl,
    poolSize: FEED_CONNECTIONS,
    applicationName: 'homeward-hub-feed',
  });
  if (!(await database.hasWall())) {
    log.warn(
      'there is no role homeward_scoped: what people look at is held to their scope by Homeward alone (docs/security.md)',
    );
  }
  const { sealedAnew, waiting, unopened } = await sealUnderTheKey(database, settings.secondFactor);
  if (sealedAnew > 0 || waiting > 0) log.info({ sealedAnew, waiting }, 'second factors are sealed under the key');
  if (unopened > 0) log.warn({ unopened }, 'second factors of another SECOND_FACTOR_KEY: their codes are not right');
  const bells = openDoorbells(
    {
      ...settings,
      failed: (error) =>
        log.warn({ err: { type: error.name } }, 'the job store cannot be reached; the worker looks for itself'),
    },
    ['send-notifications'],
  );
  database.onCommit('messages-wait', () =>
    bells.ring('send-notifications', { traceId: randomUUID().replaceAll('-', '') }),
  );
  const server = openHttpServer({
    largestBodyBytes: LARGEST_BODY_BYTES,
    log,
    sendError: (error, request, reply) => sendProblem(log, error, request, reply),
  });
  await server.register(cookies);
  takeLogoutForms(server);
  await server.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        scriptSrcAttr: ["'none'"],
        styleSrc: ["'self'"],
        fontSrc: ["'self'"],
        manifestSrc: ["'self'"],
        workerSrc: ["'self'"],
        // Older Safari takes 'self' for https alone: the board's socket is named, and no other.
        connectSrc: ["'self'", ({ headers }) => socketsOf(headers.host)],
        imgSrc: ["'self'", 'data:'],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
      },
    },
    // Told over https only, by the front door that has the certificate.
    strictTransportSecurity: false,
  });
  guardRoutes(server, {
    account: (request) => whoseSession(database, request.cookies[SESSION_COOKIE], clock.now()),
    walled: true,
  });
  serveHealth(server, { database: () => database.reachable(), feed: () => app.get(WardGateway).reachable() }, () => ({
    ...app.get(WardGateway).backpressure(),
  }));
  serveDescription(server, '/api/openapi.json', describeHub());
  serveDescription(server, '/asyncapi.json', describeWardFeed());
  await serveWeb(server, fileURLToPath(new URL('../../web', import.meta.url)));

  const app = await NestFactory.create<NestFastifyApplication>(
    HubModule.with(database, feedDatabase, settings, log),
    new ServerAdapter(server),
    { logger: nestLog(log) },
  );
  app.useWebSocketAdapter(new WebsocketAdapter(app));
  app.useGlobalFilters(new ProblemFilter(log));
  app.useGlobalPipes(new StandardSchemaValidationPipe({ exceptionFactory: refuseFields }));
  await app.listen(settings.port, settings.host);
  await app.get(WardGateway).ready();
  const scoring = new ScoringWatch(database, log);
  scoring.start();
  return {
    url: await app.getUrl(),
    async close() {
      await scoring.close();
      await app.close();
      await bells.close();
      await feedDatabase.close();
      await database.close();
    },
  };
}
