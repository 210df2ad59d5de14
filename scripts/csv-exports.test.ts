import { FORMULA } from '#contracts';
import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import papa from 'papaparse';
import fc from '../test/harness/properties.ts';
import { sheetTemplate } from '../apps/ingestion/round-sheet/template.ts';

/* No cell of a file that we write is calculated by a spreadsheet (CSV injection). Source: OWASP, CSV Injection. */

const ROOT = join(import.meta.dirname, '..');
const EVIL = [
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\n=1',
  '=HYPERLINK("https://evil.example")',
  '=cmd|/c calc!A1',
  ' =1',
];

describe('every file for a spreadsheet', () => {
  it('is written in a place that this test knows', () => {
    const writers = execFileSync(
      'git',
      ['grep', '-lE', 'unparse\\(|text/csv|\\.csv', '--', 'apps', 'libs', 'scripts', 'packages'],
      {
        cwd: ROOT,
        encoding: 'utf8',
      },
    )
      .trim()
      .split('\n')
      .filter((file) => !/\.test\.tsx?$/.test(file) && /unparse\(/.test(readFileSync(join(ROOT, file), 'utf8')));
    expect(writers).toEqual(['apps/ingestion/round-sheet/template.ts', 'scripts/research.ts']);
    for (const file of writers) expect(readFileSync(join(ROOT, file), 'utf8')).toContain('escapeFormulae: FORMULA');
  });

  it.each(EVIL)('shows %j and does not calculate it', (name) => {
    const [, row] = papa.parse<string[]>(sheetTemplate([{ nhsNumber: '9434765919', name }])).data;
    expect(row?.[1]).not.toMatch(FORMULA);
    expect(row?.[1]?.startsWith("'")).toBe(true);
  });

  it('holds for any name', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        const { data } = papa.parse<string[]>(sheetTemplate([{ nhsNumber: '9434765919', name }]));
        return !data.some((cells) => cells.some((cell) => FORMULA.test(cell)));
      }),
    );
  });
});
