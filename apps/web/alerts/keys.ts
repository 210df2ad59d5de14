import { ACTS, type ActKind } from './acts.ts';

/** Opens an alert's history. */
export const HISTORY_KEY = 'Y';
/** Opens the patient's page, from the bed or its dialog. */
export const PAGE_KEY = 'O';
/** Anywhere on the board: pauses the sound, goes to the next bed that calls, shows what keys there are. */
export const SOUND_KEY = 'S';
export const NEXT_KEY = 'N';
export const HELP_KEY = '?';

const BY_KEY = new Map<string, ActKind | 'history'>([
  ...Object.entries(ACTS).map(([kind, { key }]) => [key, kind as ActKind] as const),
  [HISTORY_KEY, 'history'],
]);

interface Key {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly target: EventTarget | null;
}

const STORED = 'homeward:single-keys';

/** Single keys can be switched off: dictation and some hands press them without meaning to. Source: WCAG 2.2, 2.1.4. */
export const singleKeysOn = (): boolean => localStorage.getItem(STORED) !== 'off';
export const setSingleKeys = (on: boolean): void => localStorage.setItem(STORED, on ? 'on' : 'off');

/** The letter that was pressed as a command: not while somebody writes, nor with another key held. Null when it is none. */
export function commandOf({ key, ctrlKey, metaKey, altKey, target }: Key): string | null {
  if (ctrlKey || metaKey || altKey || key.length !== 1 || !singleKeysOn()) return null;
  const writing = target instanceof HTMLElement && target.closest('input:not([type=radio]), textarea, select') !== null;
  return writing ? null : key.toUpperCase();
}

/** What a letter asks for; undefined when nothing. */
export const askedByKey = (letter: string): ActKind | 'history' | undefined => BY_KEY.get(letter);

/** Presses the button of this letter within: the buttons say their letters themselves. False when there is none. */
export function pressWithin(within: Element | null | undefined, letter: string): boolean {
  const button = within?.querySelector<HTMLElement>(`[aria-keyshortcuts="${CSS.escape(letter)}"]`);
  button?.click();
  return button !== null && button !== undefined;
}
