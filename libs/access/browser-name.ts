import Bowser from 'bowser';

const LONGEST_LOOKED_AT = 500;

/** What a person would call the browser and what it runs on, such as "Chrome on Windows"; null when it does not say. */
export function browserName(userAgent: string | undefined): string | null {
  if (userAgent === undefined || userAgent === '') return null;
  const { browser, os } = Bowser.parse(userAgent.slice(0, LONGEST_LOOKED_AT));
  const name = [browser.name, os.name].filter((part) => part !== undefined && part !== '').join(' on ');
  return name === '' ? null : name.slice(0, 100);
}
