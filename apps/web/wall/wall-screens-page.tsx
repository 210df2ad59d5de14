import { WALL_NAMES, type SignedIn, type WallNames, type WallScreens, type WallScreenTerms } from '#contracts';
import { useCallback, useState } from 'react';
import { hub, type Answer } from '../hub.ts';
import { ChangeForm } from '../page/change-form.tsx';
import { typedInto } from '../page/form-text.ts';
import { NoticePage } from '../page/notice-page.tsx';
import type { PageProps } from '../page/page-props.ts';
import { useAsked } from '../page/use-asked.ts';
import { ago, dateAndTime } from '../words/times.ts';

/** The screens on the walls of a ward: where they hang, who opened them, and how one more is opened. */
export default function WallScreensPage({ params, who, onSignOut, onSessionEnded }: PageProps) {
  const wardId = params['wardId'] ?? '';
  const { body, trouble, again } = useAsked(
    useCallback(() => hub.wallScreens(wardId), [wardId]),
    { onSessionEnded },
  );
  return (
    <WallScreenList
      who={who}
      asked={body}
      trouble={trouble}
      open={(terms) => hub.openWallScreen(wardId, terms)}
      // The browser is another session now: everything that was somebody's is gone with the page.
      onOpened={() => location.assign('/')}
      end={(screenId) => hub.endWallScreen(wardId, screenId)}
      onEnded={again}
      onSignOut={onSignOut}
      onSessionEnded={onSessionEnded}
    />
  );
}

interface WallScreenListProps {
  who: SignedIn;
  asked: WallScreens | null;
  trouble: string | null;
  open: (terms: WallScreenTerms) => Promise<Answer<SignedIn>>;
  onOpened: () => void;
  end: (screenId: string) => Promise<Answer<unknown>>;
  onEnded: () => void;
  onSignOut: () => void;
  onSessionEnded: () => void;
}

const NAMES_WORDS: Record<WallNames, string> = {
  initials: 'Initials: strangers or visitors may pass the screen',
  full: 'Full names: only people who care for these patients can see the screen',
};

const isNames = (text: string): text is WallNames => WALL_NAMES.some((one) => one === text);

export function WallScreenList(props: WallScreenListProps) {
  const { who, asked, trouble, open, onOpened, end, onEnded, onSignOut, onSessionEnded } = props;
  const [ending, setEnding] = useState<string | null>(null);
  return (
    <NoticePage heading="Wall screens" who={who} onSignOut={onSignOut}>
      <p>
        A wall screen shows the ward and nothing else: no patient can be opened on it and nothing can be pressed. It
        lasts 30 days at most, and 4 days without use.
      </p>
      {trouble !== null && <p role="alert">{trouble}</p>}
      {who.role !== 'administrator' && (
        <ChangeForm
          className="wall-screen-form"
          name="Open a wall screen here"
          faults={(form) => [
            ...(typedInto(form, 'place').trim() === '' ? ['Say where the screen hangs'] : []),
            ...(isNames(typedInto(form, 'names')) ? [] : ['Choose what it shows of names']),
          ]}
          send={(form) => {
            const names = typedInto(form, 'names');
            return open({ place: typedInto(form, 'place').trim(), names: isNames(names) ? names : 'initials' });
          }}
          onDone={onOpened}
          onSessionEnded={onSessionEnded}
        >
          <h2 className="nhsuk-heading-m">Make this computer a wall screen</h2>
          <p>You are signed out here when it opens. To close it, press Esc on it.</p>
          <div className="nhsuk-form-group">
            <label className="nhsuk-label" htmlFor="wall-place">
              Where it hangs
            </label>
            <input
              className="nhsuk-input nhsuk-input--width-20"
              id="wall-place"
              name="place"
              maxLength={60}
              autoComplete="off"
            />
          </div>
          <div className="nhsuk-form-group">
            <fieldset className="nhsuk-fieldset">
              <legend className="nhsuk-fieldset__legend nhsuk-fieldset__legend--s">Whose a bed is</legend>
              <div className="nhsuk-radios">
                {WALL_NAMES.map((names) => (
                  <div key={names} className="nhsuk-radios__item">
                    <input
                      className="nhsuk-radios__input"
                      type="radio"
                      id={`wall-names-${names}`}
                      name="names"
                      value={names}
                      defaultChecked={names === 'initials'}
                    />
                    <label className="nhsuk-label nhsuk-radios__label" htmlFor={`wall-names-${names}`}>
                      {NAMES_WORDS[names]}
                    </label>
                  </div>
                ))}
              </div>
            </fieldset>
          </div>
        </ChangeForm>
      )}
      {asked !== null && (
        <section aria-labelledby="wall-screens">
          <h2 className="nhsuk-heading-m" id="wall-screens">
            Screens of this ward
          </h2>
          {asked.screens.length === 0 && <p>There is none.</p>}
          <ul className="concerns">
            {asked.screens.map(({ id, place, names, openedBy, openedAt, lastSeenAt, endsAt, mayEnd }) => (
              <li key={id} className="concern">
                <h3 className="concern__who">{place}</h3>
                <p>
                  Opened by {openedBy} at {dateAndTime(openedAt)}, with {names === 'full' ? 'full names' : 'initials'}.
                  In use {ago(lastSeenAt, asked.at)}. Ends by {dateAndTime(endsAt)}.
                </p>
                {mayEnd &&
                  (ending === id ? (
                    <ChangeForm
                      name="End this screen"
                      faults={() => []}
                      send={() => end(id)}
                      onDone={() => {
                        setEnding(null);
                        onEnded();
                      }}
                      onCancel={() => setEnding(null)}
                      onSessionEnded={onSessionEnded}
                    >
                      <p>Nobody can watch the ward on it until somebody opens it again.</p>
                    </ChangeForm>
                  ) : (
                    <button
                      type="button"
                      className="nhsuk-button nhsuk-button--small nhsuk-button--secondary"
                      onClick={() => setEnding(id)}
                    >
                      End<span className="nhsuk-u-visually-hidden"> the wall screen {place}</span>
                    </button>
                  ))}
              </li>
            ))}
          </ul>
        </section>
      )}
    </NoticePage>
  );
}
