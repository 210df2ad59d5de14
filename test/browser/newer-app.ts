import { once } from 'node:events';
import { createServer, request as ask, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer, text as textOf } from 'node:stream/consumers';

/** What is about bytes that are sent on otherwise, or would leave them out. */
const NOT_PASSED_ON = [
  'transfer-encoding',
  'content-length',
  'etag',
  'accept-encoding',
  'if-none-match',
  'if-modified-since',
];

/**
 * Homeward as it is after an update: the same app, in which every file is called otherwise, and none is found under the name that it had
 * before. Until `release` it is the app that is there.
 */
export class NewerApp {
  private released = false;
  /** Of the files in `assets`, longest first. */
  private names: readonly string[] = [];

  private constructor(
    private readonly server: Server,
    private readonly homeward: string,
  ) {}

  static async of(homeward: string): Promise<NewerApp> {
    const server = createServer();
    const app = new NewerApp(server, homeward);
    server.on('request', (request, response) => {
      app.pass(request, response).catch(() => response.destroy());
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return app;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** From now on the newer one is served. */
  async release(): Promise<void> {
    const worker = await (await fetch(`${this.homeward}/service-worker.js`)).text();
    const names = [...worker.matchAll(/\/assets\/([\w.-]+)/g)].map(([, name = '']) => name);
    this.names = [...new Set(names)].toSorted((a, b) => b.length - a.length);
    this.released = true;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => {
      this.server.close(resolve);
    });
  }

  private async pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = this.pathOf(request.url ?? '/');
    if (path === null) return void response.writeHead(404).end();
    const headers = { ...request.headers };
    for (const name of NOT_PASSED_ON) delete headers[name];
    const body = await buffer(request);
    const onwards = ask(`${this.homeward}${path}`, { method: request.method ?? 'GET', headers });
    onwards.setHeader('content-length', body.length);
    onwards.end(body);
    const [answer] = (await once(onwards, 'response')) as [IncomingMessage];
    for (const [name, value] of Object.entries(answer.headers)) {
      if (value !== undefined && !NOT_PASSED_ON.includes(name)) response.setHeader(name, value);
    }
    response.statusCode = answer.statusCode ?? 502;
    const isText = /javascript|css|html/.test(answer.headers['content-type'] ?? '');
    response.end(isText ? this.told(await textOf(answer)) : await buffer(answer));
  }

  private pathOf(path: string): string | null {
    if (!this.released || !path.startsWith('/assets/')) return path;
    return path.startsWith('/assets/newer-') ? path.replace('/assets/newer-', '/assets/') : null;
  }

  private told(text: string): string {
    if (!this.released) return text;
    // The page is another one too, and the worker knows it by this.
    const renewed = text.replaceAll(/(revision:\s*["'`])([\da-f]{16})/g, '$1newer-$2');
    return this.names.reduce((all, name) => all.replaceAll(name, `newer-${name}`), renewed);
  }
}
