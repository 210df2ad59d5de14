import { proveWho } from '#access';
import type { Account, Database } from '#records';
import { clock, readSecondFactor } from '#runtime';
import { hostname } from 'node:os';
import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';
import { fail } from './backup/fail.ts';

/** Asks at the terminal, or reads the lines that are piped in; what is secret is not echoed. */
export class Questions {
  private readonly lines: AsyncIterator<string>;
  private readonly reading: Interface;
  private isSecret = false;

  constructor() {
    const shown = new Writable({
      write: (chunk: Buffer, _, done) => (this.isSecret ? done() : void process.stderr.write(chunk, () => done())),
    });
    this.reading = createInterface({ input: process.stdin, output: shown, terminal: process.stdin.isTTY });
    this.lines = this.reading[Symbol.asyncIterator]();
  }

  async ask(question: string, { secret = false } = {}): Promise<string> {
    process.stderr.write(question);
    this.isSecret = secret;
    const { value, done } = await this.lines.next();
    this.isSecret = false;
    if (secret) process.stderr.write('\n');
    return done === true ? fail(`Nothing was said to "${question.trim()}".`, 2) : value;
  }

  close(): void {
    this.reading.close();
  }
}

/**
 * Who gives an order at this machine: whoever names an account shows that it is theirs, by its password and the code of its second
 * factor, as at sign-in. Tries are counted with those at sign-in, and refusals are told to the audit trail. An account that signs in
 * by the organisation's provider has no password here, and gives no orders here.
 */
export async function operator(database: Database, username: string, questions: Questions): Promise<Account> {
  const terms = readSecondFactor();
  const from = { address: `the machine ${hostname()}`, browser: null, userAgent: undefined };
  const password = await questions.ask(`Password of ${username}: `, { secret: true });
  const wish = { username, password, terms, from };
  let proof = await proveWho(database, { ...wish, secondFactor: null }, clock.now());
  if (proof.kind === 'second-factor-needed') {
    if (terms.key === null)
      fail('This account has a second factor: SECOND_FACTOR_KEY has to be set as it is for the hub.', 2);
    const secondFactor = await questions.ask('Code of its second factor: ', { secret: true });
    proof = await proveWho(database, { ...wish, secondFactor }, clock.now());
  } else if (proof.kind === 'proven' && terms.demandedOf.includes(proof.account.role) && !proof.hasSecondFactor) {
    fail('--by: this role needs a second factor, and the account has none yet: sign in and set it up.');
  }
  if (proof.kind === 'wait') fail(`There were too many tries. The next is at ${proof.until.toISOString()}.`);
  if (proof.kind !== 'proven') fail(`--by: this is not the password of "${username}", or not its code.`);
  return proof.account;
}
