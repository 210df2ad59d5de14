import { useSyncExternalStore } from 'react';

/** In what light pages are shown: as the computer is set, or as a person chose on it. */
export const LIGHTS = ['auto', 'day', 'night'] as const;
export type Light = (typeof LIGHTS)[number];

const STORED = 'homeward:light';
const CHANGED = 'homeward:light-changed';
const computersNight = (): MediaQueryList => matchMedia('(prefers-color-scheme: dark)');

const isLight = (word: string | null): word is Light => LIGHTS.some((light) => light === word);

/** `?light=night` in the address of any page chooses, as the button does: so that a screen can be set up by its address alone. */
function chosen(): Light {
  const asked = new URLSearchParams(location.search).get('light');
  if (isLight(asked)) return asked;
  const stored = localStorage.getItem(STORED);
  return isLight(stored) ? stored : 'auto';
}

function show(): void {
  const light = chosen();
  const night = light === 'night' || (light === 'auto' && computersNight().matches);
  document.documentElement.dataset['light'] = night ? 'night' : 'day';
}

/** Shows the page in the chosen light from its first paint on, and follows the computer's evening. */
export function followLight(): void {
  const asked = new URLSearchParams(location.search).get('light');
  if (isLight(asked)) localStorage.setItem(STORED, asked);
  show();
  computersNight().addEventListener('change', show);
}

export function chooseLight(light: Light): void {
  localStorage.setItem(STORED, light);
  const address = new URL(location.href);
  address.searchParams.delete('light');
  history.replaceState(null, '', address);
  show();
  window.dispatchEvent(new Event(CHANGED));
}

export function useLight(): Light {
  return useSyncExternalStore((listener) => {
    window.addEventListener(CHANGED, listener);
    return () => window.removeEventListener(CHANGED, listener);
  }, chosen);
}
