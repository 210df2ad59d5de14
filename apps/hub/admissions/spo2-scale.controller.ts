import { personOf } from '#access';
import { spo2ScaleOrder, type SpO2ScaleOrdered, type SpO2ScaleOrders } from '#contracts';
import { appendAudit, Database, orderSpO2Scale, spo2ScaleOrdersOf } from '#records';
import { clock } from '#runtime';
import { Body, Controller, Get, Inject, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { admissionId, changedSince, noSuchPatient } from './admission-id.ts';

/** Which SpO2 scale a stay is scored on: by a clinician's order, with who decided and why. */
@Controller('api/admissions')
export class SpO2ScaleController {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Orders a scale from now on. The present is scored again; what was scored before stays as it is. */
  @Post(':id/spo2-scale-orders')
  async order(
    @Param('id', admissionId) id: string,
    @Body({ schema: spo2ScaleOrder }) body: z.output<typeof spo2ScaleOrder>,
    @Req() request: FastifyRequest,
  ): Promise<SpO2ScaleOrdered> {
    const { version, scale, authorisedBy, role, reason } = body;
    const now = clock.now();
    const order = { version, scale, authorisedBy, role, reason };
    const outcome = await orderSpO2Scale(this.database, { ...order, admissionId: id, actor: personOf(request), now });
    switch (outcome.kind) {
      case 'ordered':
        return { version: outcome.version, inForceFrom: now.getTime() };
      case 'no-such-stay':
        throw noSuchPatient();
      case 'stale':
        throw changedSince('Nothing was ordered.');
    }
  }

  /** Every order that was made, oldest first, and the scale in force. */
  @Get(':id/spo2-scale-orders')
  async orders(@Param('id', admissionId) id: string, @Req() request: FastifyRequest): Promise<SpO2ScaleOrders> {
    const person = personOf(request);
    const found = await spo2ScaleOrdersOf(this.database, { admissionId: id, wardIds: person.wardIds });
    if (!found) throw noSuchPatient();
    const { wardId: ward, ...orders } = found;
    await appendAudit(this.database, [
      { act: 'viewed-spo2-scale-orders', actor: { kind: 'person', id: person.id }, ward, admissions: [id] },
    ]);
    return orders;
  }
}
