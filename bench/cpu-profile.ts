import { mkdirSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import { basename, dirname, join } from 'node:path';

/*
 * Loaded before a program (`--import`), writes its CPU profile to HOMEWARD_BENCH_PROFILE when it ends. Node's own --cpu-prof
 * cannot be handed on through NODE_OPTIONS.
 */
const folder = process.env['HOMEWARD_BENCH_PROFILE'] ?? '.';
const session = new Session();
session.connect();
session.post('Profiler.enable');
session.post('Profiler.start');
process.once('exit', () => {
  session.post('Profiler.stop', (_, result) => {
    const program = basename(dirname(process.argv[1] ?? '')) || 'program';
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${program}-${process.pid}.cpuprofile`), JSON.stringify(result.profile));
  });
});
