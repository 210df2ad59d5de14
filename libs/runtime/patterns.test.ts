import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, Script } from 'node:vm';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '..', '..');

/** Every pattern that stands in what our servers run, with where. */
function patternsOfServers(): Map<string, string> {
  const found = new Map<string, string>();
  for (const folder of ['apps/hub', 'apps/ingestion', 'apps/rules-worker', 'libs']) {
    for (const name of readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts') || name.endsWith('.test.ts')) continue;
      const file = join(folder, name);
      const text = readFileSync(join(ROOT, file), 'utf8');
      const look = (node: ts.Node): void => {
        if (ts.isRegularExpressionLiteral(node)) found.set(node.text, file);
        ts.forEachChild(node, look);
      };
      look(ts.createSourceFile(file, text, ts.ScriptTarget.Latest));
    }
  }
  return found;
}

/** What makes a pattern that can match one text in many ways try all of them: much of something, and then what does not fit. */
const MUCH_OF = 'a|A|0|9.|1-| |\t|.|-|_|a.|a@|/|0:|%41|"|\\|=|;|,|aA0|\n|+0 |é|a b|0,|{|}|[|]|<a|&|~'.split('|');
const LENGTH = 5_000;
const ATTACKS = MUCH_OF.flatMap((unit) => {
  const much = unit.repeat(Math.ceil(LENGTH / unit.length));
  return [`${much}\u0000`, `${much}!`, `x${much}!`];
});

/** A pattern that takes ever longer would take years: the bound is far from both. */
const BOUND_MS = 20_000;

function triesAll(literal: string, within: number): void {
  const [, source = '', flags = ''] = /^\/(.*)\/([a-z]*)$/s.exec(literal) ?? [];
  const pattern = new RegExp(source, flags.replaceAll(/[gy]/g, ''));
  const context = createContext({ pattern, attacks: ATTACKS });
  new Script('for (const attack of attacks) pattern.test(attack)').runInContext(context, { timeout: within });
}

describe('patterns that strangers’ texts meet', () => {
  it('are found out where they take for ever', () => {
    expect(() => triesAll(String.raw`/^(a+)+$/`, 500)).toThrow(/timed out/);
    expect(() => triesAll(String.raw`/^(\d+-?)+$/`, 500)).toThrow(/timed out/);
  });

  it('take none', () => {
    const patterns = patternsOfServers();
    expect(patterns.size).toBeGreaterThan(100);
    const endless: string[] = [];
    for (const [literal, file] of patterns) {
      try {
        triesAll(literal, BOUND_MS);
      } catch (error) {
        endless.push(`${file}: ${literal}: ${String(error)}`);
      }
    }
    expect(endless).toEqual([]);
  });
});
