import type { Bundle } from 'fhir/r4.js';
import { Webhook } from 'standardwebhooks';
import { listen } from './listen.ts';

export interface ReceivedBundle {
  readonly id: string;
  readonly text: string;
  readonly bundle: Bundle;
}

/** What somebody else's system answers instead of taking it: a status, with an OperationOutcome where it says why; or nothing. */
export type Failure = 'hang' | { readonly status: number; readonly body?: string; readonly retryAfter?: number };

/** A GP's system: takes bundles that are signed for it, and knows again what it has had. */
export class BundleReceiver {
  readonly received: ReceivedBundle[] = [];
  readonly refused: string[] = [];
  /** Everything that came to its door, taken or not: the ids. */
  readonly knocks: string[] = [];
  readonly failures: Failure[] = [];
  secret = '';
  url = '';

  static async open(): Promise<BundleReceiver> {
    const receiver = new BundleReceiver();
    const base = await listen((request, body, response) => {
      const headers = request.headers as Record<string, string>;
      const id = headers['webhook-id'] ?? '';
      receiver.knocks.push(id);
      const failure = receiver.failures.shift();
      if (failure === 'hang') return;
      if (failure) {
        if (failure.retryAfter !== undefined) response.setHeader('retry-after', String(failure.retryAfter));
        response.statusCode = failure.status;
        response.end(failure.body ?? '');
        return;
      }
      try {
        const text = body.toString();
        const bundle = new Webhook(receiver.secret).verify(text, headers) as Bundle;
        receiver.received.push({ id, text, bundle });
        response.statusCode = 201;
      } catch (error) {
        receiver.refused.push(String(error));
        response.statusCode = 401;
      }
      response.end();
    });
    receiver.url = `${base}/fhir/Bundle`;
    return receiver;
  }
}
