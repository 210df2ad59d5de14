import { notifyReceipt, pushReceipt, receiptOfNotifyStatus } from '#contracts';
import { Database, takeReceipt } from '#records';
import { nowhere, Refusal } from '#runtime';
import { Body, Controller, Headers, HttpCode, Inject, Post } from '@nestjs/common';
import { createHash, timingSafeEqual } from 'node:crypto';
import type { z } from 'zod';
import { NotifyCallback } from './notify-callback.ts';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** What became of messages, told by the devices and the services that they went to. Each shows by itself that it may. */
@Controller('api/receipts')
export class ReceiptsController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(NotifyCallback) private readonly callback: NotifyCallback,
  ) {}

  /** From a device, with the key that came encrypted with the message: its person may be signed out by now. */
  @Post('push')
  @HttpCode(204)
  async push(@Body({ schema: pushReceipt }) { delivery, key, what }: z.output<typeof pushReceipt>): Promise<void> {
    if (!(await takeReceipt(this.database, delivery, { key }, { what })))
      throw new Refusal('not-found', 'There is no such message, or its key is another.');
  }

  /** From GOV.UK Notify, with the bearer token that it was given. A message that is not ours is none of our business. */
  @Post('notify')
  @HttpCode(204)
  async notify(
    @Body({ schema: notifyReceipt }) { reference, status }: z.output<typeof notifyReceipt>,
    @Headers('authorization') authorization = '',
  ): Promise<void> {
    const { token } = this.callback;
    if (token === null) throw nowhere();
    if (!timingSafeEqual(digest(authorization), digest(`Bearer ${token}`)))
      throw new Refusal(
        'unknown-key',
        'Send the token that GOV.UK Notify was given as: Authorization: Bearer <token>.',
      );
    const became = receiptOfNotifyStatus(status);
    if (!became || !/^[\da-f-]{36}$/.test(reference ?? '')) return;
    await takeReceipt(this.database, reference ?? '', { channels: ['notify-sms', 'notify-email'] }, became);
  }
}
