import type { WebhookEvent } from '#contracts';
import { Webhook } from 'standardwebhooks';
import { listen } from './listen.ts';

export interface Received {
  readonly id: string;
  readonly event: WebhookEvent;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Somebody else's system: takes what is signed for it, by the library that the standard's authors keep, and nothing else. */
export class WebhookReceiver {
  readonly received: Received[] = [];
  readonly refused: string[] = [];
  readonly failures: (number | 'hang')[] = [];
  /** Set once the hub has given it. */
  secret = '';
  url = '';

  static async open(): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver();
    const base = await listen((request, body, response) => {
      const failure = receiver.failures.shift();
      if (failure === 'hang') return;
      response.statusCode = failure ?? receiver.take(request.headers as Record<string, string>, body.toString());
      response.end();
    });
    receiver.url = `${base}/hooks/homeward`;
    return receiver;
  }

  private take(headers: Record<string, string>, text: string): number {
    try {
      const event = new Webhook(this.secret).verify(text, headers) as WebhookEvent;
      this.received.push({ id: headers['webhook-id'] ?? '', event, text, headers });
      return 204;
    } catch (error) {
      this.refused.push(String(error));
      return 401;
    }
  }
}
