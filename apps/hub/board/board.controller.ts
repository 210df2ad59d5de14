import { personOf } from '#access';
import { hiddenTile, type Board, type WardSummary } from '#contracts';
import { appendAudit, boardOf, Database, hiddenFrom, wardsAmong } from '#records';
import { Refusal } from '#runtime';
import { Controller, Get, Inject, Param, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

@Controller('api/wards')
export class BoardController {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** The wards that this person works on. */
  @Get()
  wards(@Req() request: FastifyRequest): Promise<WardSummary[]> {
    return wardsAmong(this.database, personOf(request).wardIds);
  }

  /** The ward's board and the feed number that it is as of. A ward of other people's is not found. */
  @Get(':id/board')
  async board(@Param('id') wardId: string, @Req() request: FastifyRequest): Promise<Board> {
    const person = personOf(request);
    const board = person.wardIds.includes(wardId) ? await boardOf(this.database, wardId) : null;
    if (!board) throw new Refusal('not-found', 'There is no such ward, or it is not one of yours.');
    await appendAudit(this.database, [
      {
        act: 'viewed-board',
        actor: { kind: 'person', id: person.id },
        ward: wardId,
        admissions: board.tiles.map((tile) => tile.admissionId),
      },
    ]);
    const hidden = hiddenFrom(person);
    return { ...board, tiles: board.tiles.map((tile) => (hidden.has(tile.admissionId) ? hiddenTile(tile) : tile)) };
  }
}
