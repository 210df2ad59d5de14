import type { ReadingSetInput, SignedIn } from '#contracts';
import { useCallback, useEffect, useMemo, useState, type SubmitEvent } from 'react';
import { I18nextProvider, useTranslation } from 'react-i18next';
import i18next from 'i18next';
import { OutboxContext } from '../bedside/outbox-context.ts';
import { Outbox } from '../bedside/outbox.ts';
import { hub } from '../hub.ts';
import { forgetMine, keepMine, whoseIsKept } from './kept-mine.ts';
import { MyPages } from './my-pages.tsx';
import { choose, currentLanguage, LANGUAGES, openLanguages, type Language } from './languages.ts';

type Session =
  | { state: 'asking' }
  | { state: 'unreachable' }
  | { state: 'signed-out'; ended: boolean }
  /** `heard`: false while only this phone says so, and the hub could not be asked. */
  | { state: 'signed-in'; who: SignedIn; heard: boolean };

const TRY_AGAIN_MS = 3_000;
/** A phone that knows whose it is waits no longer for a network. */
const PATIENCE_MS = 2_500;
const isAtHome = ({ role }: SignedIn): boolean => role === 'patient' || role === 'carer';

/** What patients and their carers open on their own phone: one stay, in their language. */
export default function MyApp() {
  const [ready, setReady] = useState(false);
  useEffect(() => void openLanguages().then(() => setReady(true)), []);
  if (!ready) return <main aria-busy="true" />;
  return (
    <I18nextProvider i18n={i18next}>
      <MySession />
    </I18nextProvider>
  );
}

function MySession() {
  const { t } = useTranslation();
  const [session, setSession] = useState<Session>({ state: 'asking' });

  const asks =
    session.state === 'asking' || session.state === 'unreachable' || (session.state === 'signed-in' && !session.heard);
  useEffect(() => {
    if (!asks) return;
    let left = false;
    const byThePhone = (): void =>
      void whoseIsKept().then((who) => {
        if (who === null || left) return;
        setSession((before) => (before.state === 'signed-in' ? before : { state: 'signed-in', who, heard: false }));
      });
    const look = (): void =>
      void hub.whoIsSignedIn().then((answer) => {
        if (left) return;
        if (answer.kind === 'done' && isAtHome(answer.body)) {
          keepMine(answer.body);
          setSession({ state: 'signed-in', who: answer.body, heard: true });
        } else if (answer.kind === 'done' || answer.kind === 'signed-out') {
          setSession((before) => {
            if (before.state === 'signed-in') forgetMine(before.who);
            return { state: 'signed-out', ended: before.state === 'signed-in' };
          });
        } else {
          setSession((before) => (before.state === 'asking' ? { state: 'unreachable' } : before));
          byThePhone();
        }
      });
    look();
    const waiting = setTimeout(byThePhone, PATIENCE_MS);
    const timer = setInterval(look, TRY_AGAIN_MS);
    return () => {
      left = true;
      clearTimeout(waiting);
      clearInterval(timer);
    };
  }, [asks]);

  const accountId = session.state === 'signed-in' ? session.who.id : null;
  const outbox = useMemo(
    () =>
      accountId === null
        ? null
        : new Outbox(accountId, {
            set: (stay, set) => hub.sendStayReading(stay, set as ReadingSetInput),
            photo: null,
          }),
    [accountId],
  );
  useEffect(() => outbox?.open(), [outbox]);
  const ended = useCallback(
    () =>
      setSession((before) => {
        // What waits stays for them; the stay is shown to nobody until somebody has signed in.
        if (before.state === 'signed-in') forgetMine(before.who);
        return { state: 'signed-out', ended: true };
      }),
    [],
  );
  const signOut = useCallback(async () => {
    if ((outbox?.waiting ?? 0) > 0 && !window.confirm(t('signOut.lost'))) return;
    await outbox?.forget().catch(() => undefined);
    await hub.signOut();
    setSession({ state: 'signed-out', ended: false });
  }, [outbox, t]);

  useEffect(() => {
    document.title = t('title');
  }, [t]);

  return (
    <div className="my">
      <header className="my__bar">
        <h1>{t('title')}</h1>
        <LanguageChoice />
      </header>
      {session.state === 'asking' && <main aria-busy="true">{t('loading')}</main>}
      {session.state === 'unreachable' && <main role="alert">{t('code.offline')}</main>}
      {session.state === 'signed-out' && (
        <CodePage
          ended={session.ended}
          onSignedIn={(who) => {
            keepMine(who);
            setSession({ state: 'signed-in', who, heard: true });
          }}
        />
      )}
      {session.state === 'signed-in' && (
        <OutboxContext value={outbox}>
          <MyPages accountId={session.who.id} onSignOut={() => void signOut()} onSessionEnded={ended} />
        </OutboxContext>
      )}
    </div>
  );
}

function LanguageChoice() {
  const { t } = useTranslation();
  return (
    <label className="my__language">
      {t('language.choose')}{' '}
      <select value={currentLanguage()} onChange={(change) => void choose(change.target.value as Language)}>
        {Object.entries(LANGUAGES).map(([name, words]) => (
          <option key={name} value={name} lang={name}>
            {words['language.name']}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A code may come with the link, behind the #, which no server and no log ever sees. */
const codeOfLink = (): string => decodeURIComponent(location.hash.slice(1));

function CodePage({ ended, onSignedIn }: { ended: boolean; onSignedIn: (who: SignedIn) => void }) {
  const { t } = useTranslation();
  const [code, setCode] = useState(codeOfLink);
  const [fault, setFault] = useState<'empty' | 'wrong' | 'often' | 'offline' | null>(null);
  const [sending, setSending] = useState(false);

  async function signIn(submit: SubmitEvent<HTMLFormElement>): Promise<void> {
    submit.preventDefault();
    if (sending) return;
    if (code.trim() === '') return setFault('empty');
    setSending(true);
    const answer = await hub.signInByCode(code.trim());
    setSending(false);
    if (answer.kind === 'done') {
      // It has worked once, and never does again: it need not stand in the address.
      history.replaceState(history.state, '', '/my');
      return onSignedIn(answer.body);
    }
    const often = answer.kind === 'refused' && answer.status === 429;
    setFault(answer.kind === 'unreachable' ? 'offline' : often ? 'often' : 'wrong');
  }

  return (
    <main className="my__main" id="main">
      <form onSubmit={(submit) => void signIn(submit)} noValidate>
        <h2>{t('code.heading')}</h2>
        {ended && <p role="alert">{t('code.ended')}</p>}
        <p id="my-code-hint">{t('code.hint')}</p>
        <label className="my__label" htmlFor="my-code">
          {t('code.label')}
        </label>
        {fault !== null && (
          <p className="my__fault" id="my-code-fault" role="alert">
            {t(`code.${fault}`)}
          </p>
        )}
        <input
          id="my-code"
          className="my__code"
          autoComplete="one-time-code"
          autoCapitalize="characters"
          spellCheck={false}
          value={code}
          aria-describedby={fault === null ? 'my-code-hint' : 'my-code-hint my-code-fault'}
          aria-invalid={fault !== null || undefined}
          onChange={(change) => setCode(change.target.value)}
        />
        <button type="submit" className="my__main-button" aria-disabled={sending}>
          {t('code.go')}
        </button>
      </form>
      <p className="my__danger">
        <a className="my__call" href="tel:999">
          {t('help.999')}
        </a>
      </p>
    </main>
  );
}
