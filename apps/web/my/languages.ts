import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en, type Words } from './en.ts';
import { pl } from './pl.ts';

export const LANGUAGES = { en, pl } as const satisfies Readonly<Record<string, Words>>;
export type Language = keyof typeof LANGUAGES;

/** What a page says it is written in, and how its numbers and times are. */
const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', pl: 'pl-PL' };

const KEPT = 'homeward-language';

const isLanguage = (text: string | null | undefined): text is Language =>
  text !== null && text !== undefined && Object.hasOwn(LANGUAGES, text);

/** As it was chosen before, else the browser's own where there is one of ours, else English. */
function firstLanguage(): Language {
  const before = localStorage.getItem(KEPT);
  if (isLanguage(before)) return before;
  return navigator.languages.map((one) => one.slice(0, 2)).find(isLanguage) ?? 'en';
}

export async function openLanguages(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: firstLanguage(),
    fallbackLng: false,
    resources: Object.fromEntries(Object.entries(LANGUAGES).map(([name, words]) => [name, { translation: words }])),
    // Keys are whole: a point in one is a point.
    keySeparator: false,
    nsSeparator: false,
    // React escapes by itself.
    interpolation: { escapeValue: false },
    returnEmptyString: true,
  });
  document.documentElement.lang = LOCALES[currentLanguage()];
}

export const currentLanguage = (): Language => (isLanguage(i18next.language) ? i18next.language : 'en');
const locale = (): string => LOCALES[currentLanguage()];

export async function choose(language: Language): Promise<void> {
  localStorage.setItem(KEPT, language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = LOCALES[language];
}

const ZONE = 'Europe/London';

/** 37.5 in English, 37,5 in Polish. */
export const inNumbers = (value: number): string =>
  new Intl.NumberFormat(locale(), { maximumFractionDigits: 1 }).format(value);

/** The time alone, for today; else with its day. */
export function atTime(at: number, now: number): string {
  const dayOf = (moment: number): string => new Intl.DateTimeFormat('en-GB', { timeZone: ZONE }).format(moment);
  const day = dayOf(at) === dayOf(now) ? {} : ({ weekday: 'long', day: 'numeric', month: 'long' } as const);
  return new Intl.DateTimeFormat(locale(), { timeZone: ZONE, hour: '2-digit', minute: '2-digit', ...day }).format(at);
}
