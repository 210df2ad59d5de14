import type { OpenAlertView, Tile } from '#contracts';
import { useMemo } from 'react';
import { useWardTime } from '../page/ward-clock.ts';
import { callingEmergencies } from '../words/alerts.ts';

/** The raisings of emergencies that call now, joined by lines. */
export function useCalling(tiles: readonly Tile[], wardAlerts: readonly OpenAlertView[]): string {
  const alerts = useMemo(() => [...tiles.flatMap((tile) => tile.alerts), ...wardAlerts], [tiles, wardAlerts]);
  return useWardTime((now) => callingEmergencies(alerts, now).join('\n'));
}
