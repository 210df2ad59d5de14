import { senderOf } from '#access';
import type { StoredReading } from '#contracts';
import type { Sender } from '#records';
import { clock } from '#runtime';
import { Body, Controller, Get, Inject, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { Bundle, BundleEntry, CapabilityStatement } from 'fhir/r4.js';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Admitted } from '../observations/admit-reading.ts';
import { Intake } from '../observations/intake.ts';
import { FhirFilter, FhirRefusal } from './fhir-filter.ts';
import { FHIR_JSON, operationOutcome, pleaseRepeatOutcome, type FhirIssue } from './operation-outcome.ts';
import { isObject, readObservation, type Json } from './read-observation.ts';
import { patientsIn } from './subject.ts';

/** Entries of one Bundle, at most. */
const MOST_ENTRIES = 1_000;

/** Resources that may travel with Observations to say whose they are; they are read and not stored. */
const COMPANIONS = new Set(['Patient', 'Device', 'Practitioner', 'Organization', 'Encounter']);

/** `companion`: an entry that says whose the Observations are, and is not stored itself. */
type EntryRead = Admitted | { refused: FhirIssue[] } | 'companion';

@Controller('fhir')
@UseFilters(FhirFilter)
export class FhirController {
  constructor(@Inject(Intake) private readonly intake: Intake) {}

  /** What this server really does, and nothing else. */
  @Get('metadata')
  metadata(@Res() reply: FastifyReply): void {
    const statement: CapabilityStatement = {
      resourceType: 'CapabilityStatement',
      status: 'active',
      date: '2026-11-22',
      kind: 'instance',
      implementation: { description: 'Homeward ingestion: vital signs in' },
      fhirVersion: '4.0.1',
      format: ['json'],
      rest: [
        {
          mode: 'server',
          resource: [{ type: 'Observation', interaction: [{ code: 'create' }], versioning: 'no-version' }],
          interaction: [{ code: 'transaction' }, { code: 'batch' }],
        },
      ],
    };
    void reply.header('content-type', FHIR_JSON).send(JSON.stringify(statement));
  }

  /** One Observation: 201 with its id when it is durably stored, 200 when it was before. */
  @Post(':type')
  async create(
    @Param('type') type: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (type !== 'Observation') {
      throw new FhirRefusal(404, [
        {
          code: 'not-supported',
          expression: '',
          diagnostics: `${type.slice(0, 60)} is not taken here: POST an Observation, or a Bundle to /fhir`,
        },
      ]);
    }
    const resource = resourceOf(body, 'Observation');
    const read = readObservation(resource, {
      ...this.context(senderOf(request)),
      patients: new Map(),
      at: 'Observation',
    });
    if ('refused' in read) throw new FhirRefusal(422, read.refused);
    const [stored] = await this.intake.store([read], request.id);
    if (!stored) throw new Error('a reading went in and no answer came out');
    void reply
      .status(stored.outcome === 'stored' ? 201 : 200)
      .header('location', `${request.protocol}://${request.host}/fhir/Observation/${stored.id}`)
      .header('content-type', FHIR_JSON)
      .send(JSON.stringify({ ...resource, id: stored.id, ...contained(stored) }));
  }

  /**
   * A Bundle of Observations. `batch` and `collection`: each entry is taken or refused by itself. `transaction`: all of
   * them in one commit, or none. The answer has one entry per entry sent, in order.
   */
  @Post()
  async bundle(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const bundle = resourceOf(body, 'Bundle');
    const type = bundle['type'];
    if (type !== 'batch' && type !== 'transaction' && type !== 'collection') {
      throw new FhirRefusal(422, [
        { code: 'value', expression: 'Bundle.type', diagnostics: 'type: expected batch, transaction or collection' },
      ]);
    }
    const sent = Array.isArray(bundle['entry']) ? bundle['entry'] : [];
    if (sent.length === 0 || sent.length > MOST_ENTRIES) {
      throw new FhirRefusal(sent.length === 0 ? 422 : 413, [
        {
          code: sent.length === 0 ? 'required' : 'too-long',
          expression: 'Bundle.entry',
          diagnostics: `entry: expected 1 to ${MOST_ENTRIES} entries, ${sent.length} were sent`,
        },
      ]);
    }
    const source = senderOf(request);
    const entries = sent.map((entry: unknown) =>
      isObject(entry) && isObject(entry['resource'])
        ? { fullUrl: entry['fullUrl'], resource: entry['resource'] }
        : null,
    );
    const patients = patientsIn(entries.filter((entry) => entry !== null));
    const read = entries.map((entry, i): EntryRead => {
      const at = `Bundle.entry[${i}].resource`;
      if (!entry) return { refused: [{ code: 'required', expression: at, diagnostics: 'resource is missing' }] };
      const kind = String(entry.resource['resourceType']);
      if (COMPANIONS.has(kind)) return 'companion';
      if (kind !== 'Observation') {
        return {
          refused: [
            {
              code: 'not-supported',
              expression: `${at}.resourceType`,
              diagnostics: `${kind.slice(0, 60)} is not taken here: expected Observation`,
            },
          ],
        };
      }
      return readObservation(entry.resource, { ...this.context(source), patients, at });
    });

    const refused = read.flatMap((one) => (one !== 'companion' && 'refused' in one ? one.refused : []));
    if (type === 'transaction' && refused.length > 0) throw new FhirRefusal(422, refused);
    const admitted = read.filter((one): one is Admitted => one !== 'companion' && !('refused' in one));
    const stored = (admitted.length === 0 ? [] : await this.intake.store(admitted, request.id)).values();
    request.refusedReadings = read.filter((one) => one !== 'companion' && 'refused' in one).length;
    const response: Bundle = {
      resourceType: 'Bundle',
      type: type === 'transaction' ? 'transaction-response' : 'batch-response',
      entry: read.map((one): BundleEntry => {
        if (one === 'companion') return { response: { status: '200 OK' } };
        if ('refused' in one) {
          return { response: { status: '422 Unprocessable Entity', outcome: operationOutcome(one.refused) } };
        }
        const { value } = stored.next();
        if (!value) throw new Error('a reading went in and no answer came out');
        return entryAnswer(value);
      }),
    };
    void reply.status(200).header('content-type', FHIR_JSON).send(JSON.stringify(response));
  }

  private context(source: Sender): { source: Sender; now: number } {
    return { source, now: clock.now().getTime() };
  }
}

function resourceOf(body: unknown, type: 'Observation' | 'Bundle'): Json {
  if (isObject(body) && body['resourceType'] === type) return body;
  const sent = isObject(body) ? String(body['resourceType']).slice(0, 60) : 'no resource';
  throw new FhirRefusal(isObject(body) ? 422 : 400, [
    { code: 'structure', expression: 'resourceType', diagnostics: `resourceType: expected ${type}, ${sent} was sent` },
  ]);
}

function entryAnswer(stored: StoredReading): BundleEntry {
  const outcome = stored.pleaseRepeat && pleaseRepeatOutcome(stored.pleaseRepeat.map((one) => one.detail));
  return {
    response: {
      status: stored.outcome === 'stored' ? '201 Created' : '200 OK',
      location: `Observation/${stored.id}`,
      ...(outcome ? { outcome } : {}),
    },
  };
}

function contained(stored: StoredReading): object {
  if (!stored.pleaseRepeat) return {};
  return { contained: [{ id: 'please-repeat', ...pleaseRepeatOutcome(stored.pleaseRepeat.map((one) => one.detail)) }] };
}
