/** A progress bar on stderr: a line that is redrawn in a terminal, one line for every tenth elsewhere. */
export class Progress {
  readonly #total: number;
  readonly #began = performance.now();
  #tenth = 0;

  constructor(total: number) {
    this.#total = Math.max(total, 1);
  }

  show(bytes: number, readings: number): void {
    const share = Math.min(bytes / this.#total, 1);
    const perSecond = Math.round(readings / ((performance.now() - this.#began) / 1000));
    const text = `${readings.toLocaleString('en-GB')} readings, ${perSecond.toLocaleString('en-GB')}/s`;
    if (process.stderr.isTTY) {
      const full = Math.round(share * 30);
      process.stderr.write(`\r[${'█'.repeat(full)}${'░'.repeat(30 - full)}] ${Math.round(share * 100)} %  ${text}  `);
      return;
    }
    const tenth = Math.floor(share * 10);
    if (tenth > this.#tenth) {
      this.#tenth = tenth;
      process.stderr.write(`${tenth * 10} %  ${text}\n`);
    }
  }

  done(): void {
    if (process.stderr.isTTY) process.stderr.write('\n');
  }
}
