import type { WardSocket } from './ward-socket.ts';

/**
 * A socket that has not taken this much of what it was told is told no more: it falls behind, and gets the events that it
 * missed, or the whole board, once it has taken what waits. At 500 sockets that all stand still this is 128 MB at the very
 * most; those of one ward share what waits for them.
 */
export const MOST_QUEUED_BYTES = 256 * 1024;

/** What of a socket's events waits in this process: in engine.io's queue and in the connection's own. The network's buffers hold more. */
export function queuedBytes({ conn }: WardSocket): number {
  // engine.io keeps its queue to itself and says nothing of its size in bytes.
  const waiting = Reflect.get(conn, 'writeBuffer') as readonly { data?: string | Buffer }[];
  let bytes = conn.request.socket.writableLength;
  for (const { data } of waiting) bytes += data?.length ?? 0;
  return bytes;
}
