import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../../scripts/start/project-root.ts';
import { cleanEnvironment, temporaryFolder } from '../harness/settings.ts';
import { stopAtTheEnd } from '../harness/started.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
};

/** Builds the stories, serves them until the end of the test file, and gives the address of their page. */
export async function openStorySite(): Promise<string> {
  const folder = await temporaryFolder('homeward-stories-');
  stopAtTheEnd(() => rm(folder, { recursive: true, force: true }));
  const vite = join(projectRoot, 'node_modules/vite/bin/vite.js');
  const web = join(projectRoot, 'apps/web');
  await promisify(execFile)(
    process.execPath,
    [vite, 'build', web, '--config', join(web, 'stories/vite.config.ts'), '--outDir', folder, '--logLevel', 'warn'],
    { env: cleanEnvironment() },
  );
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://stories');
    readFile(join(folder, pathname.endsWith('/') ? `${pathname}index.html` : pathname)).then(
      (file) => response.setHeader('content-type', TYPES[extname(pathname) || '.html'] ?? '').end(file),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  stopAtTheEnd(() => new Promise((closed) => server.close(closed)));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/stories/`;
}
