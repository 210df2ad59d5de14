import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { compiled } from '../scripts/start/project-root.ts';

/** What `npm run bench -- <name>` may be told. */
export interface BenchOptions {
  /** How long each row is measured. */
  readonly seconds: number;
  /** Where to write the document besides stdout. */
  readonly json: string | undefined;
  /** A folder for CPU profiles of the apps. */
  readonly profile: string | undefined;
}

export function benchOptions(defaultSeconds: number): BenchOptions {
  // `--json` without a file asks for what stdout gets anyway.
  const args = process.argv.slice(2).filter((arg, i, all) => arg !== '--json' || !(all[i + 1] ?? '-').startsWith('-'));
  const { values } = parseArgs({
    args,
    options: { seconds: { type: 'string' }, json: { type: 'string' }, profile: { type: 'string' } },
  });
  const seconds = Number(values.seconds ?? defaultSeconds);
  if (!(seconds > 0)) throw new Error('--seconds takes a number above 0');
  return { seconds, json: values.json, profile: values.profile };
}

/** The environment in which an app writes its CPU profile when it ends; empty when none was asked for. */
export function profiling({ profile }: BenchOptions): NodeJS.ProcessEnv {
  if (profile === undefined) return {};
  const preload = pathToFileURL(compiled('bench/cpu-profile')).href;
  return { NODE_OPTIONS: `--import ${preload}`, HOMEWARD_BENCH_PROFILE: resolve(profile) };
}

/** One measured thing, beside the limit of this machine in the same run and the budget of DESIGN.md. */
export interface Row {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly limit?: { readonly what: string; readonly value: number };
  /** Of the ratio to the limit where there is one, else of the value. */
  readonly budget?: { readonly atLeast: number } | { readonly atMost: number };
  readonly p50?: number;
  readonly p99?: number;
  /** Processor time of one of them, µs: in the serving process, and in the whole database server. */
  readonly processor?: { readonly app: number; readonly database: number };
}

export interface JudgedRow extends Row {
  readonly ratio: number | null;
  readonly withinBudget: boolean | null;
}

export function judge(row: Row): JudgedRow {
  const ratio = row.limit && row.limit.value > 0 ? row.value / row.limit.value : null;
  const measured = ratio ?? row.value;
  const { budget } = row;
  const withinBudget =
    budget === undefined ? null : 'atLeast' in budget ? measured >= budget.atLeast : measured <= budget.atMost;
  return { ...row, ratio, withinBudget };
}

/** The value at a share of a sorted list. */
export function percentile(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) return NaN;
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}

export const milliseconds = (value: number): number => Math.round(value * 100) / 100;

const shown = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en-GB') : value.toFixed(2).replace(/\.?0+$/, '');

/** A table for people on stderr, one JSON document for programs on stdout and, when asked for, in a file. */
export async function publish(name: string, rows: readonly Row[], options: BenchOptions, about: object): Promise<void> {
  const judged = rows.map(judge);
  const lines = judged.map((row) => [
    row.what,
    `${shown(row.value)} ${row.unit}`,
    row.limit ? `${shown(row.limit.value)} (${row.limit.what})` : '',
    row.ratio === null ? '' : row.ratio.toFixed(2),
    row.budget === undefined ? '' : 'atLeast' in row.budget ? `≥ ${row.budget.atLeast}` : `≤ ${row.budget.atMost}`,
    row.withinBudget === null ? '' : row.withinBudget ? 'yes' : 'NO',
    row.processor === undefined ? '' : `${shown(row.processor.app)} + ${shown(row.processor.database)} µs`,
    row.p50 === undefined || row.p99 === undefined ? '' : `${shown(row.p50)} / ${shown(row.p99)} ms`,
  ]);
  const table = [['what', 'measured', 'limit', 'ratio', 'budget', 'within', 'CPU app + db', 'p50 / p99'], ...lines];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((line) => line[column]!.length)));
  for (const line of table) {
    process.stderr.write(
      `${line
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd()}\n`,
    );
  }
  const machine = { cores: cpus().length, cpu: cpus()[0]?.model ?? 'unknown', node: process.version };
  const document = JSON.stringify(
    { bench: name, at: new Date().toISOString(), machine, ...about, rows: judged },
    null,
    2,
  );
  if (options.json !== undefined) await writeFile(options.json, `${document}\n`);
  process.stdout.write(`${document}\n`);
}
