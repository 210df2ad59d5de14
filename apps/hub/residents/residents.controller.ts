import { personOf } from '#access';
import { roomsChange, type Residents, type Tile } from '#contracts';
import {
  appendAudit,
  careHomeById,
  changeRooms,
  closedToHome,
  Database,
  decisionsFor,
  formsKnownOf,
  hubOfHome,
  looksAt,
  residentsOf,
  roomsOf,
} from '#records';
import { DAY, formsDue } from '#clinical';
import { clock, Refusal } from '#runtime';
import { Body, Controller, Get, HttpCode, Inject, Param, Put, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';

const noSuchHome = (): Refusal => new Refusal('not-found', 'There is no such care home, or it is not yours.');

@Controller('api/homes')
export class ResidentsController {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** The residents of one's own care home who are on the ward. Another home's are not found. */
  @Get(':id/residents')
  async residents(@Param('id') homeId: string, @Req() request: FastifyRequest): Promise<Residents> {
    const person = personOf(request);
    const home = person.careHome?.id === homeId ? await careHomeById(this.database, homeId) : null;
    if (!home) throw noSuchHome();
    const tiles = await residentsOf(this.database, homeId);
    await appendAudit(this.database, [
      {
        act: 'viewed-residents',
        actor: { kind: 'person', id: person.id },
        careHome: homeId,
        admissions: tiles.map((tile) => tile.admissionId),
      },
    ]);
    const now = clock.now();
    const admissionIds = tiles.map((tile) => tile.admissionId);
    const decisions = await decisionsFor(this.database, { admissionIds, since: new Date(now.getTime() - DAY) });
    const closed = await closedToHome(this.database, admissionIds);
    const known = await formsKnownOf(this.database, { admissionIds, now });
    return {
      home,
      at: now.getTime(),
      tiles: tiles.map((tile) => (closed.has(tile.admissionId) ? withoutFigures(tile) : tile)),
      hub: await hubOfHome(this.database, homeId, now),
      forms: [...known].map(([admissionId, forms]) => ({
        admissionId,
        offered: [...forms.offered],
        due: formsDue(forms, now.getTime()),
      })),
      decisions,
      looks: await looksAt(this.database, admissionIds),
      rooms: await roomsOf(this.database, admissionIds),
    };
  }

  /** In which rooms they are: all that are named, or none. */
  @Put(':id/rooms')
  @HttpCode(204)
  async rooms(
    @Param('id') homeId: string,
    @Body({ schema: roomsChange }) { rooms }: z.output<typeof roomsChange>,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    const { id, careHome } = personOf(request);
    if (careHome?.id !== homeId) throw noSuchHome();
    if (!(await changeRooms(this.database, { careHomeId: homeId, rooms, actorId: id }))) {
      throw new Refusal(
        'not-found',
        'There is no such resident of your home on the virtual ward now. Nothing was written.',
      );
    }
  }
}

/** Of somebody who objects to their home being told: what the home has to do, and alerts, since care is not held up. */
const withoutFigures = (tile: Tile): Tile => ({
  ...tile,
  escalationPlan: null,
  ownNews2: null,
  usualNews2: null,
  score: null,
  incomplete: null,
  trend: 'unknown',
  recent: [],
});
