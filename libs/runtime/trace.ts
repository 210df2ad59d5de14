import type { IncomingMessage } from 'node:http';
import { random128 } from './random.ts';

const TRACEPARENT = /^[\da-f]{2}-([\da-f]{32})-[\da-f]{16}-[\da-f]{2}$/;

/** The trace that a request belongs to: the sender's own (W3C Trace Context), else a new one. 32 hex digits. */
export function traceOf(request: Pick<IncomingMessage, 'headers'>): string {
  const sent = request.headers['traceparent'];
  const match = typeof sent === 'string' ? TRACEPARENT.exec(sent) : null;
  return match?.[1] ?? random128().toString('hex');
}
