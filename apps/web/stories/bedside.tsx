import type { ReactNode } from 'react';
import { NOTHING_TYPED } from '../bedside/entry.ts';
import { ReadingView, type Draft } from '../bedside/reading-view.tsx';
import * as people from './fixtures.ts';

const nothing = (): void => undefined;

const readingView = (draft: Draft | null): ReactNode => (
  <ReadingView
    tile={people.aTile(16)}
    draft={draft}
    sentAs={null}
    onDraft={nothing}
    onBeginAgain={nothing}
    who={people.CARER}
    next={null}
    onSend={() => 'sent'}
    onNext={nothing}
    onSignOut={nothing}
  />
);

/** What care-home staff see at the bedside. */
export const BEDSIDE_STORIES: Record<string, () => ReactNode> = {
  'bedside: who it is': () => readingView(null),
  'bedside: begun before': () =>
    readingView({
      noticed: [],
      note: '',
      at: people.STORY_NOW,
      entry: { ...NOTHING_TYPED, typed: { respiration: '18' } },
    }),
};
