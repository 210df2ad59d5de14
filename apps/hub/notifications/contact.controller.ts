import { personOf } from '#access';
import { MINUTE } from '#clinical';
import {
  contactChange,
  pushSubscription,
  showWallClockTime,
  testMessage,
  type Channel,
  type ContactView,
  type DeliveryView,
  type Way,
} from '#contracts';
import {
  addPushDevice,
  changeContact,
  channelStates,
  contactOfAccount,
  Database,
  pushDevicesOf,
  queueTestMessage,
  removePushDevice,
  testDeliveriesTo,
  testMessagesSince,
  type PlannedMessage,
} from '#records';
import { clock, Refusal } from '#runtime';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Put, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';

const noSuchDevice = () => new Refusal('not-found', 'You have no such device.');
const deviceId = new ParseUUIDPipe({ exceptionFactory: noSuchDevice });

/** The channels that each way of telling somebody can go through, the preferred first. */
const CHANNELS_OF: Record<Way, readonly Channel[]> = {
  push: ['push'],
  sms: ['notify-sms'],
  email: ['notify-email', 'smtp'],
};

/** Text messages cost money, and a test is a test. */
const MOST_TESTS = 10;
const TESTS_WITHIN = 60 * MINUTE;
/** Nobody waits longer for a test. */
const GIVE_UP_TEST_AFTER = 5 * MINUTE;

/** A person's own contact details, choices and devices: nobody else's. */
@Controller('api/account')
export class ContactController {
  constructor(@Inject(Database) private readonly database: Database) {}

  @Get('contact')
  async contact(@Req() request: FastifyRequest): Promise<ContactView> {
    const { id } = personOf(request);
    const [contact, devices, channels] = await Promise.all([
      contactOfAccount(this.database, id),
      pushDevicesOf(this.database, id),
      channelStates(this.database),
    ]);
    const configured = channels.filter((channel) => channel.configured);
    const available = (Object.keys(CHANNELS_OF) as Way[]).filter((way) =>
      configured.some(({ name }) => CHANNELS_OF[way].includes(name)),
    );
    const { version, mobile, email, ways, quietHours } = contact;
    return {
      version,
      mobile,
      email,
      ways,
      quietHours: quietHours && {
        from: showWallClockTime(quietHours.from),
        to: showWallClockTime(quietHours.to),
      },
      devices: devices.map(({ id: device, name, createdAt }) => ({ id: device, name, createdAt: createdAt.getTime() })),
      available,
      pushKey: configured.find(({ name }) => name === 'push')?.publicKey ?? null,
    };
  }

  @Put('contact')
  async change(
    @Body({ schema: contactChange }) body: z.output<typeof contactChange>,
    @Req() request: FastifyRequest,
  ): Promise<ContactView> {
    const changed = await changeContact(this.database, personOf(request).id, body);
    if (changed.kind === 'stale')
      throw new Refusal('stale', 'You have changed this elsewhere since you looked. Nothing was changed.');
    return this.contact(request);
  }

  /** Switches this browser on. */
  @Post('devices')
  async addDevice(
    @Body({ schema: pushSubscription }) body: z.output<typeof pushSubscription>,
    @Req() request: FastifyRequest,
  ): Promise<{ id: string }> {
    const { endpoint, keys, vapidKey, name } = body;
    const accountId = personOf(request).id;
    return { id: await addPushDevice(this.database, { accountId, endpoint, ...keys, vapidKey, name }) };
  }

  @Delete('devices/:id')
  @HttpCode(204)
  async removeDevice(@Param('id', deviceId) id: string, @Req() request: FastifyRequest): Promise<void> {
    if (!(await removePushDevice(this.database, personOf(request).id, id))) throw noSuchDevice();
  }

  /** What became of the messages that one sent oneself within the hour, the newest first. */
  @Get('test-messages')
  tests(@Req() request: FastifyRequest): Promise<DeliveryView[]> {
    return testDeliveriesTo(this.database, personOf(request).id, new Date(clock.now().getTime() - TESTS_WITHIN));
  }

  /** Has a message sent to oneself, to see that it arrives. */
  @Post('test-messages')
  @HttpCode(202)
  async test(
    @Body({ schema: testMessage }) { way }: z.output<typeof testMessage>,
    @Req() request: FastifyRequest,
  ): Promise<{ deliveries: string[] }> {
    const { id: accountId } = personOf(request);
    const { mobile, email } = await contactOfAccount(this.database, accountId);
    const states = await channelStates(this.database);
    const channel = CHANNELS_OF[way].find((one) => states.some(({ name, configured }) => name === one && configured));
    if (!channel) throw notNow(`Homeward is not set up to send this: ${way}.`);
    const to: Record<Way, string | null> = { push: null, sms: mobile, email };
    const deliveries: PlannedMessage['deliveries'] =
      way === 'push'
        ? (await pushDevicesOf(this.database, accountId)).map(({ id }) => ({ channel, deviceId: id }))
        : [{ channel, deviceId: null }];
    if (deliveries.length === 0) throw notNow('You have switched on no device yet.');
    if (way !== 'push' && to[way] === null) throw notNow('Save a number or address first.');
    return this.database.transaction(async (transaction) => {
      const since = new Date(clock.now().getTime() - TESTS_WITHIN);
      if ((await testMessagesSince(transaction, { accountId }, since)) >= MOST_TESTS)
        throw notNow(`You have sent yourself ${MOST_TESTS} tests within the hour. Try again later.`);
      return {
        deliveries: await queueTestMessage(transaction, {
          to: { accountId },
          deliveries,
          giveUpAfter: GIVE_UP_TEST_AFTER,
        }),
      };
    });
  }
}

function notNow(detail: string): Refusal {
  return new Refusal('invalid-document', detail, { errors: [{ pointer: '/way', field: 'way', detail }] });
}
