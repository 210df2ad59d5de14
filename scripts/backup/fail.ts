/** Ends the command with a sentence for whoever gave it. */
export function fail(sentence: string, code = 1): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(code);
}
