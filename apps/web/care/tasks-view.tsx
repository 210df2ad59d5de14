import type { SignedIn, WardTasks } from '#contracts';
import { useState } from 'react';
import { hub } from '../hub.ts';
import { Link } from '../page/link.tsx';
import { patientPath } from '../page/location.ts';
import { NoticePage } from '../page/notice-page.tsx';
import { CareEntryShown, ChangeButton } from './care-entry.tsx';
import { CareForm } from './care-form.tsx';

interface TasksViewProps {
  tasks: WardTasks | null;
  wardId: string;
  trouble: string | null;
  who: SignedIn;
  onChanged: () => void;
  onSignOut: () => void;
  onSessionEnded: () => void;
  begin?: 'mine' | 'all';
}

type Task = WardTasks['tasks'][number];

/** Open tasks of a ward, one's own first where they are asked for; what is overdue stands first. */
export function TasksView(props: TasksViewProps) {
  const { tasks, wardId, trouble, who, onChanged, onSignOut, onSessionEnded, begin = 'all' } = props;
  const [whose, setWhose] = useState(begin);
  const [opened, setOpened] = useState<Task | null>(null);
  const all = tasks?.tasks ?? [];
  const mine = all.filter((task) => task.mine);
  const shown = whose === 'mine' ? mine : all;
  const overdue = shown.filter((task) => task.overdue).length;
  return (
    <NoticePage heading="Tasks" who={who} onSignOut={onSignOut}>
      {trouble !== null && <p role="alert">{trouble}</p>}
      {tasks === null ? (
        trouble === null && <output className="notice">Looking…</output>
      ) : (
        <>
          <p className="nhsuk-caption-l">{tasks.ward.name}</p>
          <fieldset className="timeline__filters" aria-label="Whose tasks are shown">
            <button
              type="button"
              className="timeline__filter"
              aria-pressed={whose === 'all'}
              onClick={() => setWhose('all')}
            >
              Of the ward ({all.length})
            </button>
            <button
              type="button"
              className="timeline__filter"
              aria-pressed={whose === 'mine'}
              onClick={() => setWhose('mine')}
            >
              Mine ({mine.length})
            </button>
          </fieldset>
          <output>
            {shown.length === 0
              ? 'Nothing is to be done.'
              : overdue === 0
                ? 'Nothing is overdue.'
                : `${overdue} ${overdue === 1 ? 'is' : 'are'} overdue.`}
          </output>
          <ul className="care__list care__list--tasks">
            {shown.map((task) => (
              <li key={task.entry.id} className="care__task">
                <p className="care__whose">
                  <Link to={patientPath(wardId, task.admissionId, 'people')}>{task.name}</Link>
                </p>
                {opened?.entry.id === task.entry.id ? (
                  <CareForm
                    kind="task"
                    opened={opened.entry}
                    latest={task.entry}
                    colleagues={tasks.colleagues}
                    onAdd={(draft) => hub.addCare(task.admissionId, draft)}
                    onChange={(entryId, change) => hub.changeCare(task.admissionId, entryId, change)}
                    onStale={onChanged}
                    onDone={() => {
                      setOpened(null);
                      onChanged();
                    }}
                    onCancel={() => setOpened(null)}
                    onSessionEnded={onSessionEnded}
                  />
                ) : (
                  <CareEntryShown entry={task.entry}>
                    <ChangeButton entry={task.entry} onOpen={() => setOpened(task)} />
                  </CareEntryShown>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </NoticePage>
  );
}
