import { chmod, mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { readDemoWard, type DemoWard } from '../start/demo-ward.ts';

/** What an earlier run wrote down; null when there is nothing that can be read. */
export async function earlierDemoWard(data: string): Promise<DemoWard | null> {
  return readDemoWard(data).catch((error: unknown) => {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  });
}

/** Readable by its owner alone, since it holds passwords. A reader finds the old file or the new one, never half of it. */
export async function writeDemoWard(data: string, demo: DemoWard): Promise<void> {
  await mkdir(data, { recursive: true });
  const path = join(data, 'demo.json');
  const unfinished = `${path}.${process.pid}.new`;
  const file = await open(unfinished, 'w', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(demo, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await chmod(unfinished, 0o600);
  await rename(unfinished, path);
}
