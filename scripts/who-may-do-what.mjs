import './node-version.mjs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { root } from './run.mjs';

// Writes docs/who-may-do-what.md. A test says when it has to be written anew.

await ensureInstalled();
await ensureBuilt();
const { whoMayDoWhat } = await import(pathToFileURL(join(root, 'dist', 'libs', 'openapi', 'index.js')).href);
// Not at the top: in a fresh checkout this file is read before anything is installed.
const { format } = await import('prettier');
await writeFile(join(root, 'docs', 'who-may-do-what.md'), await format(whoMayDoWhat(), { parser: 'markdown' }));
