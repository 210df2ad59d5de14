import type { TestApp } from '../harness/index.ts';

/** Every route that an app serves, as it says itself. */
export function routesOf(app: TestApp): string[] {
  const line = app
    .logs()
    .split('\n')
    .find((one) => one.includes('"msg":"routes"'));
  if (!line) throw new Error(`${app.name} does not say its routes`);
  return [...new Set((JSON.parse(line) as { routes: string[] }).routes)];
}
