import { personOf } from '#access';
import { DAY } from '#clinical';
import {
  showNhsNumber,
  transferDraft,
  TRANSFER_TO,
  type OnwardTransfer,
  type OnwardTransfers,
  type TransferSheet,
} from '#contracts';
import { chartedVitals } from '#discharge';
import { SummaryDrawer } from '#pdf';
import { appendAudit, Database, handOn, planOf, summaryOf, transfersOf } from '#records';
import { clock, Refusal } from '#runtime';
import { Body, Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { admissionId, noSuchPatient } from '../admissions/admission-id.ts';
import { toldOfStay } from '../homes/told-of-stay.ts';

/** Of the last scores so many: the chart has the course. */
const MOST_SCORES = 3;
/** Lines of one kind that one page has room for beside the rest. */
const MOST_SAID = 6;
/** What is drawn of the time before. */
const CHARTED_DAYS = 3;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Handing somebody on who needs more than the ward: 999, urgent community response, same day emergency care, a hospital ward. */
@Controller('api/admissions')
export class OnwardTransferController {
  private readonly drawer = new SummaryDrawer();

  constructor(@Inject(Database) private readonly database: Database) {}

  @Get(':id/onward-transfers')
  async of(@Param('id', admissionId) id: string, @Req() request: FastifyRequest): Promise<OnwardTransfers> {
    const person = personOf(request);
    const found = await transfersOf(this.database, { admissionId: id, wardIds: person.wardIds });
    if (!found) throw noSuchPatient();
    await appendAudit(this.database, [
      {
        act: 'viewed-onward-transfers',
        actor: { kind: 'person', id: person.id },
        ward: found.wardId,
        admissions: [id],
      },
    ]);
    return { transfers: found.transfers };
  }

  /** Kept with what the record says at this moment. 201 the first time, 200 when it is sent again. */
  @Post(':id/onward-transfers')
  async handOn(
    @Param('id', admissionId) id: string,
    @Body({ schema: transferDraft }) draft: z.output<typeof transferDraft>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OnwardTransfer> {
    const actor = personOf(request);
    const plan = await planOf(this.database, { admissionId: id, wardIds: actor.wardIds });
    const told = plan && (await toldOfStay(this.database, { admissionId: id, wardId: plan.wardId, zone: plan.zone }));
    if (!told) throw noSuchPatient();
    const outcome = await handOn(this.database, { admissionId: id, draft, told, actor, now: clock.now() });
    if (outcome.kind === 'no-such-stay') throw noSuchPatient();
    if (outcome.kind === 'objected-to') {
      throw new Refusal(
        'objected-to',
        'despiteObjection: this person objects to community partners being told. Ask them; or say why these are told all the same. 999 and a hospital ward are never held up.',
        {
          errors: [
            { pointer: '/despiteObjection', field: 'despiteObjection', detail: 'expected why, since they object' },
          ],
        },
      );
    }
    reply.code(outcome.kind === 'handed-on' ? 201 : 200);
    return outcome.transfer;
  }

  /** The same as its PDF, for a screen: to be read out, or shown to whoever has come. */
  @Get(':id/onward-transfers/:transferId')
  async sheet(
    @Param('id', admissionId) id: string,
    @Param('transferId') transferId: string,
    @Req() request: FastifyRequest,
  ): Promise<TransferSheet> {
    const person = personOf(request);
    const { sheet, wardId } = await this.sheetOf({ id, transferId, wardIds: person.wardIds });
    await appendAudit(this.database, [
      {
        act: 'viewed-transfer-summary',
        actor: { kind: 'person', id: person.id },
        ward: wardId,
        admissions: [id],
        details: { transfer: transferId },
      },
    ]);
    return sheet;
  }

  @Get(':id/onward-transfers/:transferId/summary.pdf')
  async summary(
    @Param('id', admissionId) id: string,
    @Param('transferId') transferId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const person = personOf(request);
    const { sheet, wardId } = await this.sheetOf({ id, transferId, wardIds: person.wardIds });
    const pdf = await this.drawer.draw({ kind: 'transfer', summary: sheet });
    await appendAudit(this.database, [
      {
        act: 'exported-transfer-summary',
        actor: { kind: 'person', id: person.id },
        ward: wardId,
        admissions: [id],
        details: { transfer: transferId, bytes: pdf.length },
      },
    ]);
    // A file's name goes into histories and folders: it names nobody.
    await reply
      .header('content-type', 'application/pdf')
      .header('content-disposition', 'attachment; filename="transfer-summary.pdf"')
      .header('cache-control', 'no-store')
      .send(pdf);
  }

  private async sheetOf({
    id,
    transferId,
    wardIds,
  }: {
    id: string;
    transferId: string;
    wardIds: readonly string[];
  }): Promise<{ sheet: TransferSheet; wardId: string }> {
    const found = await transfersOf(this.database, { admissionId: id, wardIds });
    if (!found) throw noSuchPatient();
    const transfer = found.transfers.find((one) => one.id === transferId);
    if (!transfer) throw new Refusal('not-found', 'There is no such transfer of this patient.');
    const from = transfer.at - CHARTED_DAYS * DAY;
    const to = new Date(transfer.at);
    const record = await summaryOf(this.database, { admissionId: id, wardIds, from: new Date(from), to });
    if (!record) throw noSuchPatient();
    const sheet: TransferSheet = {
      at: transfer.at,
      ward: record.ward,
      zone: record.kept.zone,
      by: transfer.by,
      name: record.name,
      nhsNumber: showNhsNumber(record.nhsNumber),
      birthDate: record.birthDate,
      to: TRANSFER_TO[transfer.to],
      reason: transfer.reason,
      sinceFirstAlert: transfer.firstAlertAt === null ? null : inWords(transfer.at - transfer.firstAlertAt),
      said: saidOf(transfer, record.careHome),
      scores: record.scores.slice(0, MOST_SCORES).map((score) => ({ ...score, subScores: { ...score.subScores } })),
      vitals: chartedVitals(record)
        .filter(({ name }) => name !== 'Weight')
        .map((vital) => ({ ...vital, points: [...vital.points] })),
      from,
    };
    return { sheet, wardId: found.wardId };
  }
}

/** The gravest stand first. Of more, the summary of the stay has all. */
function atMost(lines: readonly string[]): string[] {
  if (lines.length <= MOST_SAID) return [...lines];
  return [...lines.slice(0, MOST_SAID - 1), `And ${lines.length - MOST_SAID + 1} more, in the summary of the stay.`];
}

/** What whoever takes over reads, from the top. What nobody said is told as not known: it is not none. */
function saidOf(
  { reason, whereabouts, medications, done, told }: OnwardTransfer,
  careHome: string | null,
): TransferSheet['said'] {
  const isPlan = (line: string): boolean => /^(Escalation plan:|No escalation plan)/.test(line);
  const plan = told.background.filter(isPlan).map((line) => line.replace(/^Escalation plan: /, ''));
  return [
    { name: 'Why now', lines: [reason] },
    { name: 'Where', lines: [whereabouts ?? careHome ?? 'Own home. The address was not said: ring the ward.'] },
    { name: 'Escalation plan', lines: plan.length === 0 ? ['No escalation plan is recorded.'] : plan },
    { name: 'Situation', lines: atMost(told.situation) },
    { name: 'Background', lines: told.background.filter((line) => !isPlan(line)) },
    { name: 'Assessment', lines: atMost(told.assessment) },
    { name: 'Done so far', lines: [done ?? 'Not said.'] },
    { name: 'Medicines', lines: [medications ?? 'Not known here.'] },
  ];
}

function inWords(ms: number): string {
  const [hours, minutes] = [Math.floor(ms / HOUR), Math.floor((ms % HOUR) / MINUTE)];
  return hours === 0 ? `${minutes} min` : `${hours} h ${minutes} min`;
}
