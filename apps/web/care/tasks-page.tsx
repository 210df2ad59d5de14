import type { WardTasks } from '#contracts';
import { useCallback } from 'react';
import { hub } from '../hub.ts';
import type { PageProps } from '../page/page-props.ts';
import { useAsked } from '../page/use-asked.ts';
import { TasksView } from './tasks-view.tsx';

const ASK_EVERY_MS = 30_000;

/** What is to be done on a ward, and who does it. */
export default function TasksPage({ params, who, onSignOut, onSessionEnded }: PageProps) {
  const wardId = params['wardId'] ?? '';
  const ask = useCallback(() => hub.tasks(wardId), [wardId]);
  const { body, trouble, again } = useAsked<WardTasks>(ask, { onSessionEnded, everyMs: ASK_EVERY_MS });
  return <TasksView tasks={body} {...{ wardId, trouble, who, onSignOut, onSessionEnded }} onChanged={again} />;
}
