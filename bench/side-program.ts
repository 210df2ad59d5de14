import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cleanEnvironment } from '../test/harness/settings.ts';
import { stopAtTheEnd } from '../test/harness/started.ts';
import { compiled } from '../scripts/start/project-root.ts';

/** A part of a benchmark in a process of its own, so that it has its own event loop and its own profile. */
export class SideProgram {
  private readonly child: ChildProcess;

  constructor(name: string, env: NodeJS.ProcessEnv = {}) {
    this.child = fork(compiled(`bench/${name}`), { env: { ...cleanEnvironment(), ...env }, serialization: 'advanced' });
    stopAtTheEnd(async () => {
      if (this.child.exitCode !== null || this.child.signalCode !== null) return;
      const gone = once(this.child, 'exit');
      this.child.kill('SIGKILL');
      await gone;
    });
  }

  get pid(): number {
    return this.child.pid ?? NaN;
  }

  /** Where it serves, once it says so. */
  async ready(): Promise<string> {
    return ((await this.answer()) as { url: string }).url;
  }

  async ask<Answer>(request: object): Promise<Answer> {
    this.child.send(request);
    return (await this.answer()) as Answer;
  }

  private answer(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const ended = (): void => reject(new Error('a part of the benchmark ended too soon'));
      this.child.once('exit', ended);
      this.child.once('message', (message) => {
        this.child.off('exit', ended);
        resolve(message);
      });
    });
  }
}
