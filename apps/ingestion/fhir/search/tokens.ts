import type { Coding } from 'fhir/r4.js';

/** A token of a search: `system|code`, `|code` (no system), `system|` (any code) or `code` (any system). */
export interface Token {
  /** Null is any; an empty text is none. */
  system: string | null;
  code: string | null;
}

/** The values of a parameter, any of which will do. A comma that belongs to a value is written `\,`. */
export function anyOf(value: string): string[] {
  const values: string[] = [];
  let current = '';
  for (let i = 0; i < value.length; i++) {
    if (value[i] === '\\' && i + 1 < value.length) current += value[++i];
    else if (value[i] === ',') {
      values.push(current);
      current = '';
    } else current += value[i];
  }
  values.push(current);
  return values.map((one) => one.trim()).filter((one) => one !== '');
}

export function tokenOf(text: string): Token {
  const bar = text.indexOf('|');
  if (bar === -1) return { system: null, code: text };
  const code = text.slice(bar + 1);
  return { system: text.slice(0, bar), code: code === '' ? null : code };
}

export function matches({ system, code }: Token, coding: Coding): boolean {
  return (system === null || system === (coding.system ?? '')) && (code === null || code === coding.code);
}
