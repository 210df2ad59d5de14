import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Server } from 'socket.io';
import type { WardEvent } from '#contracts';

/** What the bare broadcast is asked for: events like this one, at a rate, to the rooms in turn. */
export interface BroadcastRequest {
  readonly event: WardEvent;
  readonly rooms: readonly string[];
  readonly perSecond: number;
  readonly seconds: number;
}

/** socket.io with rooms and nothing behind it: what telling so many of so much costs at the least. */
const http = createServer();
const server = new Server(http, { transports: ['websocket'], serveClient: false });
server.of('/ward').on('connection', (socket) => {
  socket.on('join', ({ wardId }: { wardId: string }, answer: (given: object) => void) => {
    void socket.join(wardId);
    answer({ seq: 0, events: [] });
  });
});

async function broadcast({ event, rooms, perSecond, seconds }: BroadcastRequest): Promise<{ told: number }> {
  const began = performance.now();
  const count = Math.round(perSecond * seconds);
  for (let n = 0; n < count;) {
    const due = Math.min(count, Math.floor(((performance.now() - began) / 1_000) * perSecond) + 1);
    for (; n < due; n++) {
      const seq = 1 + Math.floor(n / rooms.length);
      server
        .of('/ward')
        .to(rooms[n % rooms.length]!)
        .emit('event', { ...event, seq, at: new Date().toISOString() });
    }
    await pause(1);
  }
  return { told: count };
}

process.on('message', (request: BroadcastRequest) => void broadcast(request).then((told) => process.send?.(told)));
http.listen(0, '127.0.0.1', () => {
  process.send?.({ type: 'ready', url: `http://127.0.0.1:${(http.address() as AddressInfo).port}` });
});
process.once('disconnect', () => process.exit());
