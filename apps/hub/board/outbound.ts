import type { WardSocket } from './ward-socket.ts';

/** What of a socket's events waits in this process: in engine.io's queue and in the connection's own. The network's buffers hold more. */
export function queuedBytes({ conn }: WardSocket): number {
  // engine.io keeps its queue to itself and says nothing of its size in bytes.
  const waiting = Reflect.get(conn, 'writeBuffer') as readonly { data?: string | Buffer }[];
  let bytes = conn.request.socket.writableLength;
  for (const { data } of waiting) bytes += data?.length ?? 0;
  return bytes;
}
