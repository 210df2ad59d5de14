import { createWriteStream, type WriteStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { DEFAULT_RULE_SET, readRuleSet, type News2, type RuleSet } from '#clinical';
import { differences, type RaisedTimes } from './differences.ts';
import { AlertingSets, ENGINES, measure, RaisedAlerts, type Measures } from './measures.ts';
import { PATHWAYS_KNOWN } from './pathways.ts';
import { PatientCourse, type RepeatModel } from './patient-course.ts';
import { Progress } from './progress.ts';
import { BadLine, linesOf, readLabel, readSet, type Label } from './recorded-lines.ts';

const USAGE = `npm run replay -- --input FILE.ndjson [--labels FILE.ndjson] [--rules FILE] [--against FILE] [--out FILE]
                   [--open-out FILE] [--repeat next-set|none] [--json]

  --input     recorded readings, one set a line, each patient's oldest first
  --labels    who deteriorates, and when
  --rules     a rule document; without it the default rules
  --against   a second rule document ("default" for the default rules): what it would change
  --out       every change of an alert
  --open-out  {"patient","at"} of every set at which an urgent or emergency alert is open
  --repeat    what stands for the repeat that a single new breach asks for: the next recorded set (the default), or none`;

/** Something about the call or its files is wrong, and the message says all there is to say. */
class Refused extends Error {}

function optionsOf(args: readonly string[]) {
  try {
    const text = { type: 'string' } as const;
    return parseArgs({
      args: [...args],
      options: {
        input: text,
        labels: text,
        rules: text,
        against: text,
        out: text,
        'open-out': text,
        repeat: text,
        json: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new Refused(`${(error as Error).message}\n\n${USAGE}`);
  }
}

async function fileText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Refused(`${path} cannot be read: ${error.code ?? error.message}.`);
  });
}

/** Reads a rule document, or refuses it with every place, its bound and who may change it. */
async function ruleSetFrom(path: string | undefined): Promise<RuleSet> {
  if (path === undefined || path === 'default') return DEFAULT_RULE_SET;
  let document: unknown;
  try {
    document = JSON.parse(await fileText(path));
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused(`${path} is not JSON: ${(error as Error).message}`);
  }
  const read = readRuleSet(document);
  if (read.kind === 'accepted') return read.ruleSet;
  const lines = read.refusals.map(({ path: place, message, bound, mayChange }) => {
    const bounds = bound === undefined ? '' : ` Bounds: ${bound.min} to ${bound.max} ${bound.unit}.`;
    return `  ${place === '' ? '/' : place}: ${message}${bounds} May be changed by: ${mayChange}.`;
  });
  throw new Refused(`${path} is refused:\n${lines.join('\n')}`);
}

async function labelsFrom(path: string | undefined): Promise<Map<string, Label>> {
  const labels = new Map<string, Label>();
  if (path === undefined) return labels;
  let number = 0;
  for (const line of (await fileText(path)).split('\n')) {
    number++;
    if (line.trim() === '') continue;
    const label = atLine(path, number, () => readLabel(line));
    labels.set(label.patient, label);
  }
  return labels;
}

function atLine<T>(path: string, number: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof BadLine) throw new Refused(`${path}, line ${number}: ${error.message}.`);
    throw error;
  }
}

/** Lines to a file, without holding more of them than the disk can take. */
class Out {
  readonly #stream: WriteStream | null;
  #lines: string[] = [];

  constructor(path: string | undefined) {
    this.#stream = path === undefined ? null : createWriteStream(path);
  }

  write(line: object): void {
    if (this.#stream !== null) this.#lines.push(JSON.stringify(line));
  }

  async flush(): Promise<void> {
    if (this.#stream === null || this.#lines.length === 0) return;
    const room = this.#stream.write(`${this.#lines.join('\n')}\n`);
    this.#lines = [];
    if (!room) await once(this.#stream, 'drain');
  }

  async end(): Promise<void> {
    await this.flush();
    if (this.#stream === null) return;
    this.#stream.end();
    await once(this.#stream, 'finish');
  }
}

/** Patients are kept ready up to so many readings of theirs; the others rest until a set of theirs comes. */
const READY = 400_000;

interface Replayed {
  readonly course: PatientCourse;
  readonly against: PatientCourse | null;
  readonly sets: AlertingSets;
}

function keptBy({ course, against }: Replayed): number {
  return course.kept + (against?.kept ?? 0);
}

function certainTotal(score: News2): number {
  return score.kind === 'complete' ? score.total : score.least;
}

function rate(value: number): string {
  return value.toFixed(2);
}

function share(count: number, of: number): string {
  return of === 0 ? '–' : `${count}/${of} (${((100 * count) / of).toFixed(0)} %)`;
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  '),
    )
    .join('\n');
}

async function replay(): Promise<void> {
  const options = optionsOf(process.argv.slice(2));
  if (options.help === true || options.input === undefined) throw new Refused(USAGE);
  const { input } = options;
  const repeats = options.repeat ?? 'next-set';
  if (repeats !== 'next-set' && repeats !== 'none') throw new Refused(`--repeat is next-set or none, not ${repeats}.`);
  const ruleSet = await ruleSetFrom(options.rules);
  const other = options.against === undefined ? null : await ruleSetFrom(options.against);
  const labels = await labelsFrom(options.labels);
  const size = (await stat(input).catch(() => null))?.size;
  if (size === undefined) throw new Refused(`${input} cannot be read.`);

  const out = new Out(options.out);
  const openOut = new Out(options['open-out']);
  const raised = new RaisedAlerts();
  const raisedTimes: RaisedTimes = new Map();
  const otherTimes: RaisedTimes = new Map();
  const patients = new Map<string, Replayed>();
  const ready = new Set<Replayed>();
  const progress = new Progress(size);
  const began = performance.now();
  let readings = 0;
  let readingsReady = 0;
  let number = 0;

  const note = (times: RaisedTimes, patient: string, rule: string, at: string): void => {
    const key = JSON.stringify([patient, rule]);
    const known = times.get(key);
    if (known === undefined) times.set(key, [Date.parse(at)]);
    else known.push(Date.parse(at));
  };

  for await (const { lines, bytes } of linesOf(input)) {
    for (const line of lines) {
      number++;
      if (line.trim() === '') continue;
      const set = atLine(input, number, () => readSet(line, String(number)));
      readings++;
      let patient = patients.get(set.patient);
      if (patient === undefined) {
        patient = {
          course: new PatientCourse(set, ruleSet, repeats satisfies RepeatModel),
          against: other === null ? null : new PatientCourse(set, other, repeats),
          sets: new AlertingSets(set.patient, set.pathway),
        };
        patients.set(set.patient, patient);
      }
      // A set keeps the order in which its members were added: the first has waited longest.
      ready.delete(patient);
      ready.add(patient);
      const keptBefore = keptBy(patient);
      const eventAt = labels.get(set.patient)?.eventAt ?? Infinity;
      const { effectiveAt } = set.reading;
      const evaluation = patient.course.take(set, (change) => {
        out.write(change);
        if (change.change === 'raised') {
          if (other !== null) note(raisedTimes, change.patient, change.rule, change.at);
          if (effectiveAt < eventAt) raised.add(change.patient, change.rule, change.priority);
        }
      });
      patient.against?.take(set, (change) => {
        if (change.change === 'raised') note(otherTimes, change.patient, change.rule, change.at);
      });
      const { alerting } = patient.course;
      if (alerting) openOut.write({ patient: set.patient, at: set.at });
      const score = evaluation.scores[0]?.news2;
      const scored = score !== undefined && score.kind !== 'not-applicable' ? score : null;
      const total = scored === null ? 0 : certainTotal(scored);
      const three = scored !== null && scored.singleThree.length > 0;
      patient.sets.add(effectiveAt, [alerting, total >= 5, total >= 5 || three, total >= 7]);
      readingsReady += keptBy(patient) - keptBefore;
      for (const longest of readingsReady > READY ? ready : []) {
        readingsReady -= keptBy(longest);
        ready.delete(longest);
        longest.course.rest();
        longest.against?.rest();
        if (readingsReady <= READY / 2) break;
      }
    }
    progress.show(bytes, readings);
    await out.flush();
    await openOut.flush();
  }
  progress.done();
  await out.end();
  await openOut.end();
  if (readings === 0) throw new Refused(`${input} holds no readings.`);

  const seconds = (performance.now() - began) / 1000;
  const courses = [...patients.values()].map(({ sets }) => sets);
  const groups = [
    ['all', courses] as const,
    ...PATHWAYS_KNOWN.map((pathway) => [pathway, courses.filter((course) => course.pathway === pathway)] as const),
  ].filter(([, members]) => members.length > 0);
  const measured = groups.map(([group, members]) => ({
    group,
    engines: ENGINES.map((engine, e) => ({ engine, ...measure(members, e, labels) })),
  }));
  const changes = other === null ? null : differences(raisedTimes, otherTimes);
  if (options.json === true) {
    console.log(
      JSON.stringify(
        {
          ruleSet: `${ruleSet.id} ${ruleSet.version}`,
          readings,
          patients: patients.size,
          seconds,
          maxRssMb: process.resourceUsage().maxRSS / 1024,
          raised: {
            all: raised.all,
            byPriority: Object.fromEntries(raised.byPriority),
            byRule: Object.fromEntries(raised.byRule),
          },
          measured,
          ...(changes !== null && { changes }),
        },
        null,
        1,
      ),
    );
    return;
  }
  print(ruleSet, readings, patients.size, seconds, raised, measured, labels.size > 0);
  if (changes !== null) printChanges(ruleSet, other!, changes);
}

interface Group {
  readonly group: string;
  readonly engines: readonly ({ engine: string } & Measures)[];
}

function print(
  ruleSet: RuleSet,
  readings: number,
  patients: number,
  seconds: number,
  raised: RaisedAlerts,
  measured: readonly Group[],
  labelled: boolean,
): void {
  const days = measured[0]!.engines[0]!.patientDays;
  const perDay = (count: number): string => (days === 0 ? '–' : (count / days).toFixed(3));
  console.log(
    `\n${ruleSet.id} ${ruleSet.version}: ${readings.toLocaleString('en-GB')} readings of ${patients.toLocaleString('en-GB')} patients, ${days.toFixed(1)} patient-days, in ${seconds.toFixed(1)} s (${Math.round(readings / seconds).toLocaleString('en-GB')}/s, ${Math.round(process.resourceUsage().maxRSS / 1024)} MB)`,
  );
  console.log(
    `\nAlerts raised per patient-day: ${perDay(raised.all)}; patients with any alert ${share(raised.alertedPatients.size, patients)}`,
  );
  const rows = [...raised.byPriority]
    .toSorted((a, b) => b[1] - a[1])
    .map(([priority, count]) => [`  ${priority}`, String(count), perDay(count)]);
  const rules = [...raised.byRule]
    .toSorted((a, b) => b[1] - a[1])
    .map(([rule, count]) => [`  ${rule}`, String(count), perDay(count)]);
  if (rows.length > 0)
    console.log(table([['by priority', 'raised', 'per day'], ...rows, ['by rule', '', ''], ...rules]));

  console.log('\nUrgent or emergency alerts, per patient-day: sets at which one is open, and new ones.');
  const head = ['', 'sets/day', 'new/day'];
  if (labelled) head.push('found in 48 h', 'lead h', 'others alerted', 'to evaluate');
  for (const { group, engines } of measured) {
    console.log(`\n${group}`);
    console.log(
      table([
        head,
        ...engines.map((m) => [
          m.engine,
          m.patientDays === 0 ? '–' : rate(m.setsPerPatientDay),
          m.patientDays === 0 ? '–' : rate(m.newPerPatientDay),
          ...(labelled
            ? [
                share(m.found, m.deteriorating),
                m.leadHours === null ? '–' : m.leadHours.toFixed(1),
                share(m.othersAlerted, m.others),
                m.toEvaluate === null ? '–' : m.toEvaluate.toFixed(1),
              ]
            : []),
        ]),
      ]),
    );
  }
}

const CHANGES_SHOWN = 20;

function printChanges(now: RuleSet, then: RuleSet, changes: ReturnType<typeof differences>): void {
  console.log(`\nWith ${then.id} ${then.version} instead of ${now.id} ${now.version}:`);
  for (const kind of ['new', 'gone', 'earlier', 'later'] as const) {
    const of = changes.filter(({ change }) => change === kind);
    console.log(`  ${kind}: ${of.length}`);
    for (const { patient, rule, at, hours } of of.slice(0, CHANGES_SHOWN)) {
      console.log(
        `    ${patient} ${rule} ${new Date(at).toISOString()}${hours === undefined ? '' : ` by ${hours.toFixed(1)} h`}`,
      );
    }
    if (of.length > CHANGES_SHOWN) console.log(`    … and ${of.length - CHANGES_SHOWN} more (all with --json)`);
  }
}

try {
  await replay();
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
