import type { OpenAlertView, Tile } from '#contracts';
import { useEffect } from 'react';
import { boardTitle, unaccepted } from '../words/alerts.ts';
import { favicon, showFavicon } from './favicon.ts';

interface Shown {
  readonly name: string;
  readonly tiles: readonly Tile[];
  readonly wardAlerts: readonly OpenAlertView[];
  readonly live: boolean;
}

/** The tab says how many emergencies nobody has, and whether that can be believed, whatever page of the ward is open in it. */
export function useWardTitle({ name, tiles, wardAlerts, live }: Shown): void {
  useEffect(() => {
    const { emergency } = unaccepted(tiles, wardAlerts);
    document.title = boardTitle(name, emergency, live);
    showFavicon(favicon(emergency, live));
  }, [name, tiles, wardAlerts, live]);
  useEffect(() => () => showFavicon(favicon(0, true)), []);
}
