import { personOf } from '#access';
import {
  DISCHARGE_LETTERS,
  dischargeSummaryDraft,
  type AfterDischarge,
  type DischargeLetter,
  type DischargeSummary,
  type DischargeSummaryView,
} from '#contracts';
import { draftOf, gpLetter, personLetter, toldOf } from '#discharge';
import { SummaryDrawer } from '#pdf';
import {
  afterDischargeOf,
  appendAudit,
  Database,
  dischargeFactsOf,
  objectionsToSharing,
  sendBundleAgain,
  writeDischargeSummary,
  type DischargeFacts,
} from '#records';
import { clock, Refusal } from '#runtime';
import { Body, Controller, Get, Inject, HttpCode, Param, Post, Put, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { admissionId, noSuchPatient } from '../admissions/admission-id.ts';
import { PublicUrl } from '../public-url.ts';
import { noSuchWard } from '../routes/of-the-ward.ts';

const isLetter = (name: string): name is DischargeLetter => Object.hasOwn(DISCHARGE_LETTERS, name);

/** What a clinician writes for the GP and for the person when they leave, and the letters that are made of it. */
@Controller('api')
export class DischargeSummaryController {
  private readonly drawer = new SummaryDrawer();

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PublicUrl) private readonly publicUrl: PublicUrl,
  ) {}

  @Get('admissions/:id/discharge-summary')
  async show(@Param('id', admissionId) id: string, @Req() request: FastifyRequest): Promise<DischargeSummaryView> {
    const person = personOf(request);
    const facts = await dischargeFactsOf(this.database, { admissionId: id, wardIds: person.wardIds });
    if (!facts) throw noSuchPatient();
    await appendAudit(this.database, [
      {
        act: 'viewed-discharge-summary',
        actor: { kind: 'person', id: person.id },
        ward: facts.wardId,
        admissions: [id],
      },
    ]);
    return this.viewOf(facts);
  }

  /** 201 the first time, 200 when it is sent again. */
  @Put('admissions/:id/discharge-summary')
  async write(
    @Param('id', admissionId) id: string,
    @Body({ schema: dischargeSummaryDraft }) draft: z.output<typeof dischargeSummaryDraft>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DischargeSummaryView> {
    const actor = personOf(request);
    const of = { admissionId: id, wardIds: actor.wardIds };
    const facts = await dischargeFactsOf(this.database, of);
    if (!facts) throw noSuchPatient();
    const told = toldOf(facts);
    const outcome = await writeDischargeSummary(this.database, {
      admissionId: id,
      draft,
      told,
      actor,
      now: clock.now(),
      base: this.publicUrl.of(request),
    });
    switch (outcome.kind) {
      case 'no-such-stay':
        throw noSuchPatient();
      case 'stale':
        throw new Refusal(
          'stale',
          'Somebody wrote a summary of this stay since you looked: read theirs first. Nothing of yours was kept.',
        );
      case 'written':
      case 'written-before': {
        const after = await dischargeFactsOf(this.database, of);
        if (!after) throw noSuchPatient();
        reply.code(outcome.kind === 'written' ? 201 : 200);
        return this.viewOf(after);
      }
    }
  }

  /** One of the two letters, of the summary that holds. */
  @Get('admissions/:id/discharge-letters/:letter')
  async letter(
    @Param('id', admissionId) id: string,
    @Param('letter') letter: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const person = personOf(request);
    const facts = await dischargeFactsOf(this.database, { admissionId: id, wardIds: person.wardIds });
    if (!facts) throw noSuchPatient();
    const [summary] = facts.written;
    if (!isLetter(letter) || summary === undefined)
      throw new Refusal('not-found', 'There is no such letter: no summary is written, or it is neither gp nor person.');
    if (letter === 'gp' && (await objectionsToSharing(this.database, id)).includes('gp'))
      throw new Refusal(
        'objected-to',
        'This person objects to their GP being told. Ask them: where they take it back, write that down under Privacy.',
      );
    const pdf = await this.drawer.draw({ kind: 'letter', summary: wordsOf(letter, facts, summary) });
    await appendAudit(this.database, [
      {
        act: 'exported-discharge-letter',
        actor: { kind: 'person', id: person.id },
        ward: facts.wardId,
        admissions: [id],
        details: { letter, summary: summary.id, bytes: pdf.length },
      },
    ]);
    // A file's name goes into histories and folders: it names nobody.
    await reply
      .header('content-type', 'application/pdf')
      .header('content-disposition', `attachment; filename="discharge-letter-${letter}.pdf"`)
      .header('cache-control', 'no-store')
      .send(pdf);
  }

  /** Has the bundle of a stay that has ended sent, also once more: under the same identifier. */
  @Post('admissions/:id/discharge-sendings')
  @HttpCode(202)
  async sendAgain(@Param('id', admissionId) id: string, @Req() request: FastifyRequest): Promise<DischargeSummaryView> {
    const actor = personOf(request);
    const outcome = await sendBundleAgain(this.database, {
      admissionId: id,
      base: this.publicUrl.of(request),
      actor,
      now: clock.now(),
    });
    switch (outcome.kind) {
      case 'no-such-stay':
        throw noSuchPatient();
      case 'not-ended':
        throw new Refusal('not-ready', 'The stay goes on, or its summary is still to come: nothing is sent before.');
      case 'no-endpoint':
        throw new Refusal(
          'not-ready',
          'There is nowhere to send it: a clinical lead sets up an endpoint under Channels.',
        );
      case 'objected-to':
        throw new Refusal(
          'objected-to',
          'This person objects to their GP, and whoever looks after them next, being told. Ask them: where they take it back, write that down under Privacy.',
        );
      case 'queued': {
        const facts = await dischargeFactsOf(this.database, { admissionId: id, wardIds: actor.wardIds });
        if (!facts) throw noSuchPatient();
        return this.viewOf(facts);
      }
    }
  }

  /** What is still to be done for those who have left. */
  @Get('wards/:id/after-discharge')
  async after(@Param('id') wardId: string, @Req() request: FastifyRequest): Promise<AfterDischarge> {
    const person = personOf(request);
    if (!person.wardIds.includes(wardId)) throw noSuchWard();
    const found = await afterDischargeOf(this.database, wardId, person);
    await appendAudit(this.database, [
      {
        act: 'viewed-after-discharge',
        actor: { kind: 'person', id: person.id },
        ward: wardId,
        admissions: [...new Set([...found.summariesToCome, ...found.notReceived].map((one) => one.admissionId))],
      },
    ]);
    return { at: clock.now().getTime(), ...found };
  }

  private async viewOf(facts: DischargeFacts): Promise<DischargeSummaryView> {
    const objects = await objectionsToSharing(this.database, facts.admissionId);
    return {
      admissionId: facts.admissionId,
      name: facts.name,
      ending: facts.ending,
      objectsToGp: objects.includes('gp'),
      toCome: facts.toCome,
      written: [...facts.written],
      endpoint: facts.endpoint,
      sendings: [...facts.sendings],
      draft: draftOf(facts, clock.now().getTime()),
    };
  }
}

function wordsOf(letter: DischargeLetter, facts: DischargeFacts, summary: DischargeSummary) {
  switch (letter) {
    case 'gp':
      return gpLetter(facts, summary);
    case 'person':
      if (facts.ending === 'died') throw new Refusal('not-ready', 'Nobody is written to who has died.');
      return personLetter(facts, summary);
  }
}
