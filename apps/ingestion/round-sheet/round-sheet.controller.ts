import { personOf, senderOf } from '#access';
import { LARGEST_SHEET_BYTES, sheetConfirmation, type RoundSheet } from '#contracts';
import { appendAudit, Database, hiddenFrom, residentsForSheet } from '#records';
import { clock, Refusal } from '#runtime';
import { Body, Controller, Get, Header, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { homeOf, sendingHomeOf } from '../homes/own-home.ts';
import { Intake } from '../observations/intake.ts';
import { checkSheet, type CheckedSheet, type SheetTerms } from './check-sheet.ts';
import { sheetTemplate } from './template.ts';

/** Sheets are read as bytes, since only they say which letters were meant; and on their own routes only. */
export function readSheets(server: FastifyInstance): void {
  server.addContentTypeParser(
    'text/csv',
    { parseAs: 'buffer', bodyLimit: LARGEST_SHEET_BYTES },
    (request, body, done) => {
      const takesSheets = /\/(round-sheet|csv)$/.test(request.routeOptions.url ?? '');
      if (takesSheets) done(null, body);
      else done(new Refusal('unsupported-media-type', 'A sheet is sent to /v1/observations/csv.'));
    },
  );
}

@Controller('v1')
export class RoundSheetController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Intake) private readonly intake: Intake,
  ) {}

  /**
   * A home's round sheet from its own staff or from the hub. Without `confirm` it is only shown; with the `confirm` of
   * what was shown, exactly that is stored: 201, or 200 when all of it was stored before.
   */
  @Post('homes/:id/round-sheet')
  async ofHome(
    @Param('id') homeId: string,
    @Query() query: unknown,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const home = await sendingHomeOf(this.database, request, homeId);
    const person = personOf(request);
    const told = async (act: 'viewed-residents' | 'sent-round-sheet', { seen, preview }: CheckedSheet): Promise<void> =>
      appendAudit(this.database, [
        {
          act,
          actor: { kind: 'person', id: person.id },
          ward: home.wardId,
          careHome: home.id,
          admissions: seen,
          ...(act === 'sent-round-sheet' ? { details: { sheet: preview.confirm } } : {}),
        },
      ]);
    await this.take({
      body,
      query,
      request,
      reply,
      terms: { sender: home.sender, home, sentBy: person.displayName, hidden: hiddenFrom(person) },
      told,
    });
  }

  /** A round sheet from a source with a key: the same in every other way. */
  @Post('observations/csv')
  async ofSource(
    @Query() query: unknown,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const terms = { sender: senderOf(request), home: null, sentBy: null, hidden: new Set<string>() };
    await this.take({ body, query, request, reply, terms, told: async () => Promise.resolve() });
  }

  /** A sheet to fill in, with the home's residents in it. */
  @Get('homes/:id/round-sheet/template')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="round-sheet.csv"')
  @Header('cache-control', 'no-store')
  async template(@Param('id') homeId: string, @Req() request: FastifyRequest): Promise<string> {
    const home = await homeOf(this.database, request, homeId);
    const hidden = hiddenFrom(personOf(request));
    const residents = (await residentsForSheet(this.database, home.id)).filter((one) => !hidden.has(one.admissionId));
    await appendAudit(this.database, [
      {
        act: 'viewed-residents',
        actor: { kind: 'person', id: personOf(request).id },
        careHome: home.id,
        admissions: residents.map((resident) => resident.admissionId),
      },
    ]);
    return sheetTemplate(residents);
  }

  private async take({ body, query, request, reply, terms, told }: Taking): Promise<void> {
    if (!Buffer.isBuffer(body)) throw new Refusal('unsupported-media-type', 'Send the sheet itself, as text/csv.');
    const asked = sheetConfirmation.safeParse(query);
    if (!asked.success) {
      const detail = `confirm: ${asked.error.issues.map((issue) => issue.message).join('; ')}`;
      throw new Refusal('invalid-document', detail, { errors: [{ pointer: '', field: 'confirm', detail }] });
    }
    const { confirm } = asked.data;
    const checked = await checkSheet(this.database, body, { ...terms, now: clock.now().getTime() });
    if (confirm === undefined) {
      await told('viewed-residents', checked);
      void reply.status(200).send(checked.preview);
      return;
    }
    if (confirm !== checked.preview.confirm) {
      throw new Refusal(
        'stale',
        'What would be stored is no longer what you were shown: the file or the home’s residents have changed. Nothing was stored. Look at it again.',
      );
    }
    await told('sent-round-sheet', checked);
    const { sheet, anyNew } = await this.store(checked, request.id);
    request.refusedReadings = sheet.rows.filter((row) => row.outcome === 'not-stored').length;
    void reply.status(anyNew ? 201 : 200).send(sheet);
  }

  private async store(
    { preview, ready }: CheckedSheet,
    traceId: string,
  ): Promise<{ sheet: RoundSheet; anyNew: boolean }> {
    const stored = (ready.size === 0 ? [] : await this.intake.store([...ready.values()], traceId)).values();
    const rows = preview.rows.map((row, i) => {
      if (!ready.has(i)) return row;
      const { value } = stored.next();
      if (!value) throw new Error('a reading went in and no answer came out');
      return {
        ...row,
        id: value.id,
        outcome: value.outcome === 'stored' ? ('stored' as const) : ('stored-before' as const),
      };
    });
    return { sheet: { ...preview, confirmed: true, rows }, anyNew: rows.some((row) => row.outcome === 'stored') };
  }
}

interface Taking {
  readonly body: unknown;
  readonly query: unknown;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly terms: Omit<SheetTerms, 'now'>;
  /** Tells the audit trail, before anything is answered or stored. */
  readonly told: (act: 'viewed-residents' | 'sent-round-sheet', checked: CheckedSheet) => Promise<void>;
}
