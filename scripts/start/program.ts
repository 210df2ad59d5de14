import { spawn, type ChildProcess } from 'node:child_process';
import type { AppLog } from './app-log.ts';
import { compiled } from './project-root.ts';

/** A program of ours ended before it said that it was ready. `said` is the end of what it wrote. */
export class EndedTooSoon extends Error {
  constructor(
    readonly program: string,
    readonly how: string,
    readonly said: string,
  ) {
    super(`${program} ended (${how}) before it was ready.${said === '' ? '' : `\n${said}`}`);
  }
}

export interface ProgramOptions {
  /** How to call it when talking to people. */
  readonly name: string;
  /** A compiled file: see `compiled`. */
  readonly file: string;
  readonly args?: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Takes whatever it writes, stdout and stderr alike. */
  readonly log: AppLog;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export function describeEnd({ code, signal }: Ended): string {
  return signal ? `signal ${signal}` : `exit code ${code}`;
}

/**
 * A Node program of ours in a process of its own. It ends by itself when this process does, because it watches the
 * channel between the two; and it is in a session of its own, so that Ctrl-C reaches it only through us, in order.
 */
export class Program {
  readonly name: string;
  readonly pid: number;
  readonly ended: Promise<Ended>;
  private readonly child: ChildProcess;
  private readonly log: AppLog;
  private readonly logBegan: number;
  private hasEnded = false;

  constructor(options: ProgramOptions) {
    this.name = options.name;
    this.log = options.log;
    this.logBegan = options.log.size();
    this.child = spawn(
      process.execPath,
      ['--import', compiled('scripts/start/end-with-parent'), options.file, ...(options.args ?? [])],
      {
        env: options.env,
        detached: true,
        stdio: ['ignore', options.log.file, options.log.file, 'ipc'],
      },
    );
    this.ended = new Promise((resolve, reject) => {
      this.child.once('error', reject);
      this.child.once('exit', (code, signal) => {
        this.hasEnded = true;
        resolve({ code, signal });
      });
    });
    if (this.child.pid === undefined) throw new Error(`${this.name} cannot be run with ${process.execPath}.`);
    this.pid = this.child.pid;
  }

  /** The end of what it has written. */
  lastWords(): string {
    return this.log.tail(this.logBegan);
  }

  /** The address that it serves at, once it says so. Fails when it ends first or says nothing `within` milliseconds. */
  async ready(within: number): Promise<string> {
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<string>((resolve, reject) => {
        timer = setTimeout(() => {
          reject(new Error(`${this.name} was not ready within ${within / 1000} s.\n${this.lastWords()}`));
        }, within);
        this.child.on('message', (message) => {
          const { type, url } = message as { type?: unknown; url?: unknown };
          if (type === 'ready') resolve(typeof url === 'string' ? url : '');
        });
        this.ended.then(
          (end) => reject(new EndedTooSoon(this.name, describeEnd(end), this.lastWords())),
          (error: unknown) => reject(error as Error),
        );
      });
    } finally {
      clearTimeout(timer);
    }
  }

  /** Asks it to end, and makes it end when it has not done so within `patience` milliseconds. */
  async stop(patience: number): Promise<void> {
    if (this.hasEnded) return;
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), patience);
    await this.ended.finally(() => clearTimeout(timer));
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (this.hasEnded) return;
    this.child.kill(signal);
    await this.ended;
  }
}
