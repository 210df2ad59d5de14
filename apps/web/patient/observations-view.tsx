import type { ViewProps } from './view-props.ts';

/** What was measured and answered over time. */
export function ObservationsView({ tile }: ViewProps) {
  return <p>{tile.lastReadingAt === null ? 'No reading has come yet.' : 'The newest values stand above.'}</p>;
}
