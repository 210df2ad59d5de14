import { nowhere } from '#runtime';
import helmet from '@fastify/helmet';
import files from '@fastify/static';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';

const PAGE = `<!doctype html>
<html lang="en-GB">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Try the API – Homeward</title>
    <link rel="icon" type="image/png" href="/v1/docs/favicon-32x32.png" />
    <link rel="stylesheet" href="/v1/docs/swagger-ui.css" />
    <link rel="stylesheet" href="/v1/docs/page.css" />
  </head>
  <body>
    <header>
      <h1>Homeward: try the API</h1>
      <p><strong>What you send from here is really stored.</strong> Use a person of the demo ward, never a patient.</p>
      <p>
        Choose <strong>Authorize</strong> and enter the key of your source. It stays in this page’s memory, and is gone
        when you close or reload the page.
      </p>
    </header>
    <main id="description"></main>
    <noscript>This page needs JavaScript. The description itself is at <a href="/v1/openapi.json">/v1/openapi.json</a>.</noscript>
    <script src="/v1/docs/swagger-ui-bundle.js"></script>
    <script type="module" src="/v1/docs/initialize.js"></script>
  </body>
</html>
`;

const STYLES = `
body { margin: 0; font-family: Arial, sans-serif; color: #212b32; background: #fff; }
header { padding: 16px 20px; background: #003087; color: #fff; }
header h1 { margin: 0 0 8px; font-size: 24px; }
header p { max-width: 60em; margin: 0 0 4px; font-size: 16px; line-height: 1.5; }
.swagger-ui .wrapper { padding: 0 12px; box-sizing: border-box; }
.swagger-ui .info { margin: 20px 0; }
.swagger-ui .scheme-container { padding: 12px 0; }
.swagger-ui .response-col_links { display: none; }
.swagger-ui select { max-width: 100%; }
noscript { display: block; padding: 20px; font-size: 18px; }
`;

/** Of the package, only what the page asks for. */
const PACKAGED = new Set(['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png']);

/**
 * A page to read the description in and to send requests from. The builder's files come from its package and everything
 * from this server; what is inline is refused by the browser.
 */
export async function serveTryIt(server: FastifyInstance): Promise<void> {
  await server.register(async (page) => {
    await page.register(helmet, {
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'"],
          connectSrc: ["'self'"],
          imgSrc: ["'self'", 'data:'],
          frameAncestors: ["'none'"],
          baseUri: ["'none'"],
          formAction: ["'none'"],
        },
      },
      // Told over https only, by the front door that has the certificate.
      strictTransportSecurity: false,
    });
    const packaged = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
    const own = dirname(fileURLToPath(import.meta.url));
    await page.register(files, { root: [packaged, own], serve: false });

    page.get('/v1/docs', (_request, reply) => reply.type('text/html; charset=utf-8').send(PAGE));
    page.get<{ Params: { file: string } }>('/v1/docs/:file', (request, reply) => {
      const { file } = request.params;
      if (file === 'page.css') return reply.type('text/css; charset=utf-8').send(STYLES);
      if (file === 'initialize.js') return reply.sendFile(file, own);
      if (PACKAGED.has(file)) return reply.sendFile(file, packaged);
      throw nowhere();
    });
  });
}
