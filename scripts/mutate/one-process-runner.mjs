import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import Module from 'node:module';
import { resolve } from 'node:path';
import { Script } from 'node:vm';
import { INSTRUMENTER_CONSTANTS } from '@stryker-mutator/api/core';
import { declareFactoryPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { transformSync } from '@swc/core';
import { expect } from 'expect';
import { bind } from 'jest-each';

/*
 * A test runner for Stryker that keeps the unit tests of the clinical core loaded and tries mutant after mutant in one process,
 * the quickest test first. Stryker's runner for Jest loads every file of tests again for each mutant, a hundred times as long.
 * The tests are Jest's: they have `describe`, `it`, `each` and Jest's own `expect`, and no hooks.
 */
const require = Module.createRequire(import.meta.url);
const mutants = (globalThis[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {});

/*
 * A counterexample is enough: a mutant needs no smallest one. Some runs are enough too, which finds fewer mutants and not more; and
 * from one seed, so that the score is the same tomorrow.
 */
const MOST_RUNS = 25;
const fastCheck = require('fast-check');
const fewerRuns = {
  ...fastCheck,
  assert: (property, { numRuns = MOST_RUNS, ...given } = {}) =>
    fastCheck.assert(property, { seed: 1, ...given, endOnFailure: true, numRuns: Math.min(numRuns, MOST_RUNS) }),
};
fewerRuns.default = fewerRuns;

/** What the files of tests have said that there is to test, in their order. */
let tests = [];
let titles = [];

const describe = (title, body) => {
  titles.push(title);
  body();
  titles.pop();
};
const it = (title, body) => {
  const name = [...titles, title].join(' ');
  // Two tests may have one name.
  const id = tests.some((other) => other.id === name) ? `${name} (${tests.length})` : name;
  tests.push({ id, name, body });
};
Object.assign(describe, { each: bind(describe) });
Object.assign(it, { each: bind(it) });
const jestGlobals = { expect, describe, it, test: it };

/* oxlint-disable no-underscore-dangle -- Node's names for its CommonJS hooks. */
Module._load = ((load) =>
  function loadOrSubstitute(request, ...rest) {
    if (request === '@jest/globals') return jestGlobals;
    // What gives every run the same cases is not among the files that are mutated; here the seed is set above.
    const isFastCheck = request === 'fast-check' || request.endsWith('/test/harness/properties.ts');
    return isFastCheck ? fewerRuns : load.call(this, request, ...rest);
  })(Module._load);

/** Each file compiled once, to be run again whenever a mutant has to be there from the start. */
const compiled = new Map();

Module._extensions['.ts'] = (module, filename) => {
  let script = compiled.get(filename);
  if (script === undefined) {
    const { code } = transformSync(readFileSync(filename, 'utf8'), {
      filename,
      swcrc: false,
      module: { type: 'commonjs' },
      jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
    });
    script = new Script(Module.wrap(code), { filename });
    compiled.set(filename, script);
  }
  script.runInThisContext()(module.exports, Module.createRequire(filename), module, filename);
};

/* oxlint-enable no-underscore-dangle */

function load(files) {
  for (const filename of compiled.keys()) delete require.cache[filename];
  tests = [];
  titles = [];
  for (const file of files) require(file);
}

const TESTED = 'libs/clinical';

class OneProcessRunner {
  #files;
  #isLoaded = false;
  /** ms, of each test when no mutant was there. */
  #took = new Map();

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    const files = await readdir(TESTED, { recursive: true });
    this.#files = files.filter((file) => file.endsWith('.test.ts')).map((file) => resolve(TESTED, file));
  }

  async dryRun({ coverageAnalysis, disableBail }) {
    this.#reload();
    const result = await this.#run(tests, disableBail, ({ id }) => {
      if (coverageAnalysis === 'perTest') mutants.currentTestId = id;
    });
    mutants.currentTestId = undefined;
    for (const { id, timeSpentMs } of result.tests) this.#took.set(id, timeSpentMs);
    return { ...result, mutantCoverage: mutants.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, disableBail, hitLimit, mutantActivation, reloadEnvironment }) {
    mutants.hitLimit = hitLimit;
    mutants.hitCount = hitLimit === undefined ? undefined : 0;
    const fromTheStart = mutantActivation === 'static';
    mutants.activeMutant = fromTheStart ? activeMutant.id : undefined;
    try {
      if (reloadEnvironment || !this.#isLoaded) this.#reload();
      // What was loaded with a mutant in it is of no use to the next.
      this.#isLoaded = !fromTheStart;
      mutants.activeMutant = activeMutant.id;
      const asked = testFilter === undefined ? tests : tests.filter(({ id }) => testFilter.includes(id));
      const took = ({ id }) => this.#took.get(id) ?? 0;
      const result = await this.#run(
        asked.toSorted((a, b) => took(a) - took(b)),
        disableBail,
      );
      return toMutantRunResult(determineHitLimitReached(mutants.hitCount, mutants.hitLimit) ?? result);
    } catch (error) {
      // A mutant with which the tests cannot even be loaded is found out by every one of them.
      const failed = { id: 'loading', name: 'loading', status: TestStatus.Failed, timeSpentMs: 0 };
      const result = { status: DryRunStatus.Complete, tests: [{ ...failed, failureMessage: String(error) }] };
      return toMutantRunResult(determineHitLimitReached(mutants.hitCount, mutants.hitLimit) ?? result);
    } finally {
      mutants.activeMutant = undefined;
    }
  }

  #reload() {
    load(this.#files);
    this.#isLoaded = true;
  }

  async #run(asked, disableBail, before = () => undefined) {
    const results = [];
    for (const test of asked) {
      before(test);
      const began = performance.now();
      const result = { id: test.id, name: test.name, status: TestStatus.Success };
      try {
        await test.body();
      } catch (error) {
        result.status = TestStatus.Failed;
        result.failureMessage = String(error);
      }
      results.push({ ...result, timeSpentMs: performance.now() - began });
      if (result.status === TestStatus.Failed && !disableBail) break;
    }
    return { status: DryRunStatus.Complete, tests: results };
  }
}

export const strykerPlugins = [
  declareFactoryPlugin(PluginKind.TestRunner, 'one-process', () => new OneProcessRunner()),
];
