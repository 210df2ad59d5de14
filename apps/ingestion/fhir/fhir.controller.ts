import { READING_VERSION } from '#fhir';
import type { ServiceRequest } from 'fhir/r4.js';
import { readerOf, referrerOf, senderOf } from '#access';
import type { Database } from '#records';
import { clock, type Logger } from '#runtime';
import { Body, Controller, Delete, Get, Inject, Param, Patch, Post, Put, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Intake } from '../observations/intake.ts';
import { Bundles } from './bundle/bundles.ts';
import { capabilityStatement } from './capability-statement.ts';
import { getMany, getOne, typeUnknown, type Got } from './fhir-get.ts';
import { FhirFilter, fhirRefusalOf, LOG } from './fhir-filter.ts';
import { FhirReads, type Asking, type Parameters } from './fhir-reads.ts';
import { FhirRefusal, refuse } from './fhir-refusal.ts';
import { isObject, type Json } from './json.ts';
import { formatOf, sendResource } from './media.ts';
import {
  existing,
  locationOf,
  refuseOtherCondition,
  sentAgain,
  taken,
  withPatientsReferredTo,
  type Taken,
} from './observation/observations-in.ts';
import { patientIdReferredTo, type KnownPatients } from './observation/subject.ts';
import { isReadType, readResource } from './read-resource.ts';
import { isReferralBundle, referralOf, referralsAnswer, takeReferral } from './referral/referrals-in.ts';
import { isSearched } from './search/search-parameters.ts';
import { attentionOutcome, operationOutcome } from './operation-outcome.ts';

/** What the controller works with, beside the way in for readings. */
export interface FhirServing {
  database: Database;
  reads: FhirReads;
  bundles: Bundles;
  /** Where senders reach this server, when it is not where they say. */
  publicUrl: string | null;
}
export const FHIR_SERVING = Symbol('fhir serving');

const NOBODY_KNOWN: KnownPatients = new Map();

type Return = 'minimal' | 'representation' | 'OperationOutcome';

/** FHIR R4 over HTTP. What is served stands in search/search-parameters.ts and capability-statement.ts. */
@Controller('fhir')
@UseFilters(FhirFilter)
export class FhirController {
  constructor(
    @Inject(Intake) private readonly intake: Intake,
    @Inject(FHIR_SERVING) private readonly serving: FhirServing,
    @Inject(LOG) private readonly log: Logger,
  ) {}

  /** What this server really does, and nothing else. */
  @Get('metadata')
  metadata(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    sendResource(reply, capabilityStatement(this.base(request)), formatOf(request));
  }

  /** Somebody referred, with the Patient contained: 201 when the referral is there to be decided on, 200 when it was before. */
  @Post('ServiceRequest')
  async refer(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const format = formatOf(request);
    const resource = resourceOf(body, 'ServiceRequest');
    const read = referralOf(resource, { others: [], condition: request.headers['if-none-exist'], now: clock.now() });
    const { id, isNew } = await takeReferral(this.serving.database, {
      read,
      referrer: referrerOf(request),
      now: clock.now(),
    });
    void reply.status(isNew ? 201 : 200).header('location', `${this.base(request)}/ServiceRequest/${id}`);
    sendResource(reply, { ...resource, id } as unknown as ServiceRequest, format);
  }

  /** One Observation or QuestionnaireResponse: 201 with its id when it is durably stored, 200 when it was before. */
  @Post(':type')
  async create(
    @Param('type') type: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (!isReadType(type)) {
      throw refuse(
        404,
        'not-supported',
        `${type.slice(0, 60)} is not taken here: POST an Observation, a QuestionnaireResponse or a ServiceRequest, or a Bundle to /fhir`,
      );
    }
    const format = formatOf(request);
    const { outcome, resource, attention } = await this.take(resourceOf(body, type), request);
    const base = this.base(request);
    const { versionId = READING_VERSION, lastUpdated } = resource.meta ?? {};
    void reply
      .status(outcome === 'created' ? 201 : 200)
      .header('location', `${base}/${locationOf(resource)}`)
      .header('etag', `W/"${versionId}"`);
    if (lastUpdated !== undefined) void reply.header('last-modified', new Date(lastUpdated).toUTCString());
    switch (returnOf(request)) {
      case 'minimal':
        if (attention.length === 0) void reply.send('');
        else sendResource(reply, attentionOutcome(attention), format);
        return;
      case 'OperationOutcome': {
        const diagnostics = outcome === 'created' ? `The ${type} is stored` : `The ${type} was stored before`;
        const told = operationOutcome([{ code: 'informational', diagnostics, expression: '' }], 'information');
        told.issue.push(...attentionOutcome(attention).issue);
        sendResource(reply, told, format);
        return;
      }
      case 'representation':
        sendResource(reply, resource, format);
    }
  }

  private async take(resource: Json, request: FastifyRequest): Promise<Taken> {
    const sender = senderOf(request);
    const { database } = this.serving;
    const condition = request.headers['if-none-exist'];
    const patients =
      patientIdReferredTo(resource) === null
        ? NOBODY_KNOWN
        : await withPatientsReferredTo(database, sender, { resources: [resource], known: new Map() });
    const now = clock.now().getTime();
    const at = String(resource['resourceType']);
    const read = readResource(resource, { source: sender, now, patients, at });
    if ('refused' in read) throw new FhirRefusal(422, read.refused);
    if (typeof condition === 'string' && read.kind === 'answers')
      refuseOtherCondition(condition, read, `${at}.identifier`);
    else if (typeof condition === 'string') {
      const found = await existing(database, { sender, reader: request.source?.reader ?? null, condition });
      if (found) return found;
    }
    const [stored] = await this.intake.store([read], request.id);
    if (!stored) throw new Error('a reading went in and no answer came out');
    if (stored.outcome === 'stored') return taken(read, stored);
    const [again] = await sentAgain(database, sender, [{ read, stored, at }]);
    if (!again || 'refused' in again) throw new FhirRefusal(409, again?.refused ?? []);
    return again;
  }

  /** A Bundle: see bundle/bundles.ts. */
  @Post()
  async bundle(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const format = formatOf(request);
    const bundle = resourceOf(body, 'Bundle');
    if (isReferralBundle(bundle)) {
      const { read, entries } = referralsAnswer.read(bundle, clock.now());
      const kept = await takeReferral(this.serving.database, { read, referrer: referrerOf(request), now: clock.now() });
      sendResource(reply.status(200), referralsAnswer.told(entries, kept), format);
      return;
    }
    const answer = await this.serving.bundles.process(bundle, {
      sender: request.source?.sender ?? null,
      reader: request.source?.reader ?? null,
      base: this.base(request),
      handling: handlingOf(request),
      wantsRepresentation: request.headers.prefer !== undefined && returnOf(request) === 'representation',
      traceId: request.id,
      refusedReadings: (count) => {
        request.refusedReadings = count;
      },
      refusalOf: (error) => fhirRefusalOf(this.log, error, request),
    });
    sendResource(reply.status(200), answer, format);
  }

  @Get(':type/:id')
  async read(
    @Param() { type, id }: { type: string; id: string },
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const format = formatOf(request);
    answer(request, reply, { got: await getOne(this.serving.reads, this.asking(request), { type, id }), format });
  }

  @Get(':type/:id/_history/:version')
  async readVersion(
    @Param() { type, id, version }: { type: string; id: string; version: string },
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const format = formatOf(request);
    answer(request, reply, {
      got: await getOne(this.serving.reads, this.asking(request), { type, id, version }),
      format,
    });
  }

  @Get(':type')
  async search(@Param('type') type: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.searched(type, { parameters: queryOf(request), request, reply });
  }

  /** The same as GET, without an NHS number in an address. */
  @Post(':type/_search')
  async searchByForm(
    @Param('type') type: string,
    @Body() form: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (form !== undefined && form !== null && !(form instanceof URLSearchParams)) {
      throw refuse(415, 'not-supported', 'Send the parameters as application/x-www-form-urlencoded.');
    }
    await this.searched(type, { parameters: [...queryOf(request), ...(form ?? [])], request, reply });
  }

  private async searched(
    type: string,
    { parameters, request, reply }: { parameters: Parameters; request: FastifyRequest; reply: FastifyReply },
  ): Promise<void> {
    const format = formatOf(request);
    const got = await getMany(this.serving.reads, this.asking(request), { type, parameters });
    answer(request, reply, { got, format });
  }

  @Put([':type', ':type/:id'])
  update(@Param('type') type: string): never {
    throw unchangeable('PUT', type);
  }

  @Patch([':type', ':type/:id'])
  patch(@Param('type') type: string): never {
    throw unchangeable('PATCH', type);
  }

  @Delete([':type', ':type/:id'])
  delete(@Param('type') type: string): never {
    throw unchangeable('DELETE', type);
  }

  private asking(request: FastifyRequest): Asking {
    const { database } = this.serving;
    return { database, reader: readerOf(request), base: this.base(request), handling: handlingOf(request) };
  }

  private base(request: FastifyRequest): string {
    return `${this.serving.publicUrl?.replace(/\/$/, '') ?? `${request.protocol}://${request.host}`}/fhir`;
  }
}

function unchangeable(method: string, type: string): Error {
  if (!isSearched(type)) return typeUnknown(type);
  const diagnostics = `${method} is not supported: a stored reading never changes, and a ${type} is not changed over FHIR`;
  const allow = type === 'Observation' ? 'GET, POST' : 'GET';
  return new FhirRefusal(405, [{ code: 'not-supported', diagnostics, expression: '' }], { allow });
}

function resourceOf(body: unknown, type: 'Observation' | 'QuestionnaireResponse' | 'Bundle' | 'ServiceRequest'): Json {
  if (isObject(body) && body['resourceType'] === type) return body;
  const sent = isObject(body) ? String(body['resourceType']).slice(0, 60) : 'no resource';
  throw refuse(
    isObject(body) ? 422 : 400,
    'structure',
    `resourceType: expected ${type}, ${sent} was sent`,
    'resourceType',
  );
}

function queryOf({ url }: FastifyRequest): [string, string][] {
  const at = url.indexOf('?');
  return at === -1 ? [] : [...new URLSearchParams(url.slice(at + 1))];
}

const preferOf = ({ headers }: FastifyRequest): string => [headers.prefer ?? []].flat().join(';');

const handlingOf = (request: FastifyRequest): 'strict' | 'lenient' =>
  /\bhandling=strict\b/i.test(preferOf(request)) ? 'strict' : 'lenient';

function returnOf(request: FastifyRequest): Return {
  const prefer = request.headers.prefer === undefined ? '' : preferOf(request);
  if (/\breturn=minimal\b/i.test(prefer)) return 'minimal';
  return /\breturn=OperationOutcome\b/i.test(prefer) ? 'OperationOutcome' : 'representation';
}

/** 304 to who has it already, in this version or of this time. */
function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  { got: { resource, etag, lastModified }, format }: { got: Got; format: ReturnType<typeof formatOf> },
): void {
  if (etag !== null) void reply.header('etag', etag);
  if (lastModified !== null) void reply.header('last-modified', new Date(lastModified).toUTCString());
  const { 'if-none-match': known, 'if-modified-since': since } = request.headers;
  const unchanged =
    known === undefined
      ? lastModified !== null && since !== undefined && Math.floor(lastModified / 1_000) * 1_000 <= Date.parse(since)
      : etag !== null && known.split(',').some((one) => one.trim() === etag || one.trim() === '*');
  if (unchanged) void reply.status(304).send();
  // 200 is said: a search may come by POST, whose own would be 201.
  else sendResource(reply.status(200), resource, format);
}
