import { personOf } from '#access';
import { referralSheet, refusedAtOnce, refusedByRecord, type ReferralSheetRead } from '#contracts';
import { appendAudit, Database, receiveReferral } from '#records';
import { clock } from '#runtime';
import { Body, Controller, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { ofField } from '../of-field.ts';
import { noSuchWard } from '../routes/of-the-ward.ts';
import { readReferralSheet, type SheetRow } from './referral-sheet.ts';

type Told = ReferralSheetRead['rows'][number];

/** Referrals by the file: looked through first, row by row, and then taken down by the same rules as the form's. */
@Controller('api')
export class ReferralSheetsController {
  constructor(@Inject(Database) private readonly database: Database) {}

  @Post('wards/:id/referral-sheets')
  @HttpCode(200)
  async read(
    @Param('id') wardId: string,
    @Body({ schema: referralSheet }) { csv, keep }: z.output<typeof referralSheet>,
    @Req() request: FastifyRequest,
  ): Promise<ReferralSheetRead> {
    const person = personOf(request);
    if (!person.wardIds.includes(wardId)) throw noSuchWard();
    const sheet = readReferralSheet(csv);
    if (sheet.kind === 'unreadable') throw ofField('csv', sheet.why);
    const rows: Told[] = [];
    const seen = new Map<string, number>();
    for (const row of sheet.rows) {
      const above = row.terms && seen.get(row.terms.nhsNumber);
      if (row.terms && above === undefined) seen.set(row.terms.nhsNumber, row.row);
      rows.push(
        typeof above === 'number'
          ? told(row, 'known', { field: 'nhsNumber', why: `is in row ${above} already` })
          : // One at a time: each row is kept, or refused, by itself.

            await this.take(row, { wardId, keep, actor: person }),
      );
    }
    await appendAudit(this.database, [
      {
        act: 'read-referral-sheet',
        actor: { kind: 'person', id: person.id },
        ward: wardId,
        details: { rows: rows.length, received: rows.filter(({ outcome }) => outcome === 'received').length },
      },
    ]);
    return { kept: keep, rows };
  }

  private async take(
    row: SheetRow,
    { wardId, keep, actor }: { wardId: string; keep: boolean; actor: ReturnType<typeof personOf> },
  ): Promise<Told> {
    const { terms } = row;
    if (terms === null) return { ...toldOf(row), outcome: 'refused', faults: row.faults };
    const now = clock.now();
    const atOnce = refusedAtOnce(terms, now);
    if (atOnce) return told(row, 'refused', atOnce);
    const outcome = await receiveReferral(this.database, { wardId, terms, actor, now, onlyLook: !keep });
    switch (outcome.kind) {
      case 'received':
        return told(row, 'received');
      case 'would-be-received':
        return told(row, 'fits');
      case 'received-before':
      case 'another-under-it':
        throw new Error('a row of a file has no reference of a source');
      case 'no-such-ward':
        throw noSuchWard();
      case 'open-already':
        return told(row, 'known', refusedByRecord(outcome));
      case 'no-such-home':
      case 'on-the-ward':
      case 'died':
        return told(row, 'refused', refusedByRecord(outcome));
    }
  }
}

const toldOf = ({ row, name }: SheetRow): Pick<Told, 'row' | 'name'> => ({ row, name });

function told(row: SheetRow, outcome: Told['outcome'], fault?: { field: string; why: string }): Told {
  return { ...toldOf(row), outcome, faults: fault ? [{ field: fault.field, message: fault.why }] : [] };
}
