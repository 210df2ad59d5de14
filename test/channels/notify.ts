import { createHmac, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { json, listen } from './listen.ts';

type Kind = 'sms' | 'email';

export interface Sent {
  readonly id: string;
  readonly reference: string | null;
  readonly type: Kind;
  readonly to: string;
  readonly personalisation: Readonly<Record<string, string>>;
  status: string;
}

interface Refusal {
  readonly status: number;
  readonly error: string;
  readonly message: string;
}

/** As its API words them. Source: docs.notifications.service.gov.uk/node.html, error codes. */
export const REFUSALS = {
  teamOnly: {
    status: 400,
    error: 'BadRequestError',
    message: "Can't send to this recipient using a team-only API key",
  },
  noSuchNumber: { status: 400, error: 'ValidationError', message: 'phone_number Not a valid phone number' },
  tooFast: {
    status: 429,
    error: 'RateLimitError',
    message: 'Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds',
  },
  tooMany: { status: 429, error: 'TooManyRequestsError', message: 'Exceeded send limits (250000) for today' },
  /** What a key that was taken back, or mistyped, is answered with. */
  wrongKey: { status: 403, error: 'AuthError', message: 'Invalid token: API key not found' },
  broken: { status: 500, error: 'Exception', message: 'Internal server error' },
} as const satisfies Record<string, Refusal>;

/** GOV.UK Notify as its clients see it: who asks is checked, templates have placeholders, errors have its format, what it took can be asked about. */
export class Notify {
  readonly serviceId = randomUUID();
  readonly secret = randomUUID();
  readonly apiKey = `ward-${this.serviceId}-${this.secret}`;
  readonly templates = { sms: randomUUID(), email: randomUUID() };
  readonly sent: Sent[] = [];
  /** What the next messages are answered with, one each: a refusal, a connection that breaks although it took the message, or nothing. */
  readonly failures: (Refusal | 'take-and-break' | 'hang')[] = [];
  asked = 0;
  url = '';

  static async open(): Promise<Notify> {
    const notify = new Notify();
    notify.url = await listen((request, body, response) => notify.answer(request, body, response));
    return notify;
  }

  /** What an app needs to send through it. */
  settings(): Record<string, string> {
    return {
      NOTIFY_URL: this.url,
      NOTIFY_API_KEY: this.apiKey,
      NOTIFY_SMS_TEMPLATE: this.templates.sms,
      NOTIFY_EMAIL_TEMPLATE: this.templates.email,
    };
  }

  /** Tells the service that sent a message what became of it, as the delivery-receipt callback does. */
  callBack(address: string, token: string, one: Sent): Promise<Response> {
    const at = new Date().toISOString();
    return fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({
        id: one.id,
        reference: one.reference,
        to: one.to,
        status: one.status,
        created_at: at,
        completed_at: at,
        sent_at: at,
        notification_type: one.type,
        template_id: this.templates[one.type],
        template_version: 1,
      }),
    });
  }

  private answer(request: IncomingMessage & { url: string }, body: Buffer, response: ServerResponse): void {
    const refuse = ({ status, error, message }: Refusal): void =>
      json(response, status, { status_code: status, errors: [{ error, message }] });
    const stranger = this.whoIsNotUs(request.headers.authorization);
    if (stranger !== null) return refuse({ status: 403, error: 'AuthError', message: stranger });
    const url = new URL(request.url, this.url);
    const kind = /^\/v2\/notifications\/(sms|email)$/.exec(url.pathname)?.[1] as Kind | undefined;
    if (request.method === 'POST' && kind !== undefined) return this.take(kind, body, response, refuse);
    if (request.method === 'GET' && url.pathname === '/v2/notifications') {
      const reference = url.searchParams.get('reference');
      const found = this.sent.filter((one) => reference === null || one.reference === reference);
      return json(response, 200, { notifications: found.map(asTold), links: { current: url.href } });
    }
    const id = /^\/v2\/notifications\/([\w-]+)$/.exec(url.pathname)?.[1];
    this.asked++;
    const one = this.sent.find((sent) => sent.id === id);
    return one
      ? json(response, 200, asTold(one))
      : refuse({ status: 404, error: 'NoResultFound', message: 'No result found' });
  }

  private take(kind: Kind, body: Buffer, response: ServerResponse, refuse: (refusal: Refusal) => void): void {
    const failure = this.failures.shift();
    if (failure === 'hang') return;
    if (typeof failure === 'object') return refuse(failure);
    const asked = JSON.parse(body.toString()) as {
      template_id: string;
      phone_number?: string;
      email_address?: string;
      reference?: string;
      personalisation?: Record<string, string>;
    };
    if (asked.template_id !== this.templates[kind])
      return refuse({ status: 400, error: 'BadRequestError', message: 'Template not found' });
    const personalisation = asked.personalisation ?? {};
    const missing = ['title', 'body', 'link'].filter((name) => !(name in personalisation));
    if (missing.length > 0)
      return refuse({
        status: 400,
        error: 'BadRequestError',
        message: `Missing personalisation: ${missing.join(', ')}`,
      });
    const to = kind === 'sms' ? asked.phone_number : asked.email_address;
    if (to === undefined || !(kind === 'sms' ? /^\+447\d{9}$/ : /@/).test(to)) return refuse(REFUSALS.noSuchNumber);
    const one: Sent = {
      id: randomUUID(),
      reference: asked.reference ?? null,
      type: kind,
      to,
      personalisation,
      status: 'sending',
    };
    this.sent.push(one);
    if (failure === 'take-and-break') {
      response.destroy();
      return;
    }
    json(response, 201, {
      id: one.id,
      reference: one.reference,
      content: { body: Object.values(personalisation).join(' '), from_number: 'NHS' },
      uri: `${this.url}/v2/notifications/${one.id}`,
      template: { id: asked.template_id, version: 1, uri: `${this.url}/v2/template/${asked.template_id}` },
    });
  }

  /** A JWT of the service, signed with its secret, not older or younger than 30 s. */
  private whoIsNotUs(authorization = ''): string | null {
    const [head = '', claims = '', signature = ''] = authorization.replace(/^Bearer /, '').split('.');
    if (signature === '') return 'Unauthorized: authentication token must be provided';
    const said = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { iss: string; iat: number };
    if (said.iss !== this.serviceId) return 'Invalid token: service not found';
    const expected = createHmac('sha256', this.secret).update(`${head}.${claims}`).digest('base64url');
    if (signature !== expected) return 'Invalid token: signature, api token not found';
    if (Math.abs(Date.now() / 1_000 - said.iat) > 30)
      return 'Error: Your system clock must be accurate to within 30 seconds';
    return null;
  }
}

function asTold(one: Sent): object {
  const { id, reference, type, to, status } = one;
  return { id, reference, type, status, [type === 'sms' ? 'phone_number' : 'email_address']: to };
}
