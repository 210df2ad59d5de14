import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

function nearestPackage(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : nearestPackage(dirname(folder));
}

/** The checkout, whether this file runs as TypeScript under the tests or compiled from dist. */
export const projectRoot = nearestPackage(import.meta.dirname);

/** Where a source file of ours ends up once it is built, as in `compiled('apps/hub/main')`. */
export function compiled(name: string): string {
  return join(projectRoot, 'dist', `${name}.js`);
}
