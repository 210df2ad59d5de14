import { isUtf8 } from 'node:buffer';

/** Deeper than any document that is taken here, and far from what a stack holds. */
const DEEPEST = 64;
/** Fields and elements of one document: what is parsed takes many times the memory of its text. */
const MOST_VALUES = 200_000;
/** Names that reach into the prototype of an object when a document is copied carelessly. */
const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** What is wrong with a JSON text. Never quotes from the text: it may be about a patient. */
export interface JsonFault {
  /** Where, as a JSON pointer; '' when only the text as a whole is known to be wrong. */
  readonly pointer: string;
  readonly field: string;
  readonly detail: string;
}

export type JsonRead = { readonly document: unknown } | { readonly fault: JsonFault };

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;

const fault = (detail: string): { fault: JsonFault } => ({ fault: { pointer: '', field: 'document', detail } });

/**
 * Reads one JSON text as strictly as a reading deserves: UTF-8, no field twice (the last would silently win), no names that
 * reach into prototypes, bounded in depth and in the number of values. Numbers too large for a double come out infinite.
 */
export function readJson(bytes: Buffer): JsonRead {
  if (!isUtf8(bytes)) return fault('The text is not UTF-8.');
  const text = bytes.toString('utf8');
  const { names, withinBounds } = measure(text);
  if (!withinBounds) return surveyed(text);
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    return fault(`The text is not valid JSON${placeIn(text, error)}.`);
  }
  // Fewer names in the document than in its text: some of them were the same.
  return namesIn(document) === names ? { document } : surveyed(text);
}

/** How many names the objects in a text have, if it is JSON, and whether it can be parsed without harm. */
function measure(text: string): { names: number; withinBounds: boolean } {
  const { length } = text;
  let names = 0;
  let depth = 0;
  let deepest = 0;
  let values = 1;
  for (let i = 0; i < length; i++) {
    switch (text.charCodeAt(i)) {
      case QUOTE:
        i = endOfString(text, i);
        if (i < 0) return { names, withinBounds: true };
        break;
      case COLON:
        names++;
        break;
      case COMMA:
        values++;
        break;
      case OPEN_OBJECT:
      case OPEN_LIST:
        if (++depth > deepest) deepest = depth;
        break;
      case CLOSE_OBJECT:
      case CLOSE_LIST:
        depth--;
        break;
      default:
        break;
    }
  }
  return { names, withinBounds: deepest <= DEEPEST && values <= MOST_VALUES };
}

/** The names of a document's own objects; -1 when one of them reaches into a prototype. */
function namesIn(document: unknown): number {
  if (typeof document !== 'object' || document === null) return 0;
  let names = 0;
  if (Array.isArray(document)) {
    for (const element of document) {
      const within = namesIn(element);
      if (within < 0) return -1;
      names += within;
    }
    return names;
  }
  for (const name of Object.keys(document)) {
    if (FORBIDDEN.has(name)) return -1;
    const within = namesIn((document as Record<string, unknown>)[name]);
    if (within < 0) return -1;
    names += within + 1;
  }
  return names;
}

/** Node's message quotes what it found; only the place is taken from it. */
function placeIn(text: string, error: unknown): string {
  const position = /at position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
  if (text.trim() === '') return ': it is empty';
  if (error instanceof Error && error.message.includes('end of JSON input')) return ': it ends too soon';
  if (position === undefined) return '';
  const before = text.slice(0, Number(position));
  const line = before.split('\n').length;
  return `, at line ${line}, character ${before.length - before.lastIndexOf('\n')}`;
}

/** What is wrong with a text that was found wanting, with its place. */
function surveyed(text: string): { fault: JsonFault } {
  /** Of each open container the names that it has had; null for a list. */
  const names: (Set<string> | null)[] = [];
  /** Of each open container the name or the index that is being read. */
  const at: (string | number)[] = [];
  let values = 1;
  let nameComes = false;
  const { length } = text;
  for (let i = 0; i < length; i++) {
    switch (text.charCodeAt(i)) {
      case QUOTE: {
        const end = endOfString(text, i);
        if (end < 0) return fault('The text is not valid JSON.');
        if (nameComes) {
          nameComes = false;
          const raw = text.slice(i + 1, end);
          const name = raw.includes('\\') ? unescaped(raw) : raw;
          const had = names.at(-1);
          at[names.length - 1] = name;
          if (FORBIDDEN.has(name)) return faultAt(at, `${name}: no field here has this name`);
          if (had?.has(name)) return faultAt(at, `${shown(name)}: is there twice; which one is meant cannot be told`);
          had?.add(name);
        }
        i = end;
        break;
      }
      case OPEN_OBJECT:
      case OPEN_LIST: {
        const isObject = text.charCodeAt(i) === OPEN_OBJECT;
        if (names.length === DEEPEST) return faultAt(at, `is nested deeper than ${DEEPEST} levels`);
        names.push(isObject ? new Set() : null);
        at.push(isObject ? '' : 0);
        nameComes = isObject;
        break;
      }
      case CLOSE_OBJECT:
      case CLOSE_LIST:
        names.pop();
        at.pop();
        nameComes = false;
        break;
      case COMMA:
        if (++values > MOST_VALUES) return fault(`The text has more than ${MOST_VALUES} values: send less at a time.`);
        if (names.at(-1) === null) at[at.length - 1] = Number(at.at(-1)) + 1;
        else nameComes = names.length > 0;
        break;
      default:
        break;
    }
  }
  return fault('The text is not valid JSON.');
}

/** The place of the quotation mark that ends the string which begins at `start`; -1 when none does. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return end;
  }
  return -1;
}

function unescaped(raw: string): string {
  try {
    return JSON.parse(`"${raw}"`) as string;
  } catch {
    return raw;
  }
}

/** A name that a sender made up may be anything, and of any length. */
const shown = (name: string): string => (name.length > 60 ? `${name.slice(0, 60)}…` : name);

function faultAt(at: readonly (string | number)[], detail: string): { fault: JsonFault } {
  const path = at.map((step) => shown(String(step)));
  const pointer = path.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  return { fault: { pointer, field: path.at(-1) ?? 'document', detail } };
}
