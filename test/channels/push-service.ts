import type { PushPayload } from '#contracts';
import ece from 'http_ece';
import { createECDH, createPublicKey, randomBytes, verify, type ECDH } from 'node:crypto';
import { listen } from './listen.ts';

/** A browser that was switched on, as it tells the hub of itself. */
export interface Subscription {
  readonly endpoint: string;
  readonly keys: { readonly p256dh: string; readonly auth: string };
  /** The key that it was switched on with. */
  readonly vapidKey: string;
}

export interface Pushed {
  readonly endpoint: string;
  readonly payload: PushPayload;
  /** As it arrived, decrypted. */
  readonly text: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/**
 * A push service with browsers behind it. It does what one has to: checks who sends (VAPID, RFC 8292) and takes nothing
 * unencrypted; and what a browser has to: decrypts (RFC 8291). What cannot be read is refused as the real ones refuse it.
 */
export class PushService {
  readonly pushed: Pushed[] = [];
  readonly refused: string[] = [];
  /** What the next requests are answered with, one each; a request that is `hang` gets no answer. */
  readonly failures: (number | 'hang')[] = [];
  private readonly browsers = new Map<string, { key: ECDH; auth: Buffer; vapidKey: string }>();
  private url = '';

  private constructor(private readonly vapidPublicKey: string) {}

  static async open(vapidPublicKey: string): Promise<PushService> {
    const service = new PushService(vapidPublicKey);
    service.url = await listen((request, body, response) => {
      const failure = service.failures.shift();
      if (failure === 'hang') return;
      response.statusCode = failure ?? service.take(request.url, request.headers, body);
      response.end();
    });
    return service;
  }

  subscribe(vapidKey = this.vapidPublicKey): Subscription {
    const key = createECDH('prime256v1');
    const p256dh = key.generateKeys('base64url');
    const auth = randomBytes(16);
    const path = `/push/${randomBytes(12).toString('base64url')}`;
    this.browsers.set(path, { key, auth, vapidKey });
    return { endpoint: `${this.url}${path}`, keys: { p256dh, auth: auth.toString('base64url') }, vapidKey };
  }

  /** The person takes the permission back, or clears the browser. */
  forget({ endpoint }: Subscription): void {
    this.browsers.delete(new URL(endpoint).pathname);
  }

  private take(path: string, headers: Pushed['headers'], body: Buffer): number {
    const browser = this.browsers.get(path);
    if (!browser) return 410;
    const wrong = this.whatIsWrongWith(String(headers['authorization']), headers, browser.vapidKey);
    if (wrong !== null) {
      this.refused.push(wrong);
      return 403;
    }
    const text = ece
      .decrypt(body, { version: 'aes128gcm', privateKey: browser.key, authSecret: browser.auth.toString('base64url') })
      .toString('utf8');
    this.pushed.push({ endpoint: `${this.url}${path}`, payload: JSON.parse(text) as PushPayload, text, headers });
    return 201;
  }

  private whatIsWrongWith(authorization: string, headers: Pushed['headers'], vapidKey: string): string | null {
    const [, token = '', key = ''] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(authorization) ?? [];
    const [head = '', claims = '', signature = ''] = token.split('.');
    if (key !== vapidKey) return `signed with another key than was subscribed with: ${authorization}`;
    const point = Buffer.from(key, 'base64url');
    const publicKey = createPublicKey({
      format: 'jwk',
      key: {
        kty: 'EC',
        crv: 'P-256',
        x: point.subarray(1, 33).toString('base64url'),
        y: point.subarray(33).toString('base64url'),
      },
    });
    const signed = Buffer.from(`${head}.${claims}`);
    const isSigned = verify(
      'sha256',
      signed,
      { key: publicKey, dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    );
    if (!isSigned) return 'the signature is not of the key';
    const said = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { aud: string; exp: number; sub: string };
    const inADay = Date.now() / 1_000 + 24 * 3_600;
    if (said.aud !== new URL(this.url).origin) return `meant for ${said.aud}`;
    if (!(said.exp > Date.now() / 1_000 && said.exp <= inADay)) return 'out of time';
    if (!/^(mailto:|https:)/.test(said.sub)) return 'nobody to write to';
    if (headers['content-encoding'] !== 'aes128gcm') return 'not encrypted as RFC 8291 has it';
    if (!(Number(headers['ttl']) > 0)) return 'no TTL';
    return null;
  }
}
