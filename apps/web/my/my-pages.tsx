import { RED_FLAGS } from '#clinical';
import type { MyStay } from '#contracts';
import {
  useCallback,
  useContext,
  useEffect,
  useId,
  useRef,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react';
import { useTranslation } from 'react-i18next';
import { OutboxContext, useOutboxItems } from '../bedside/outbox-context.ts';
import type { OutboxItem } from '../bedside/outbox.ts';
import { thisMoment } from '../clock.ts';
import { hub } from '../hub.ts';
import { isShellKept, onShellKept } from '../service-worker/register.ts';
import { atTime, inNumbers } from './languages.ts';
import { Taking } from './taking-pages.tsx';
import { useMyStay } from './use-my-stay.ts';

type Page = 'home' | 'take' | 'trend' | 'messages';

interface MyPagesProps {
  accountId: string;
  onSignOut: () => void;
  onSessionEnded: () => void;
}

/** The pages of the one stay. What to do in an emergency stands at the foot of each. */
export function MyPages({ accountId, onSignOut, onSessionEnded }: MyPagesProps) {
  const { t } = useTranslation();
  const { heard, old, again } = useMyStay(accountId, onSessionEnded);
  const [page, setPage] = useState<Page>('home');
  const outbox = useContext(OutboxContext);
  const home = useCallback(() => {
    setPage('home');
    again();
  }, [again]);

  if (heard === null) return <main role={old ? 'alert' : undefined}>{t(old ? 'home.old' : 'loading')}</main>;
  const { stay: body, heardAt } = heard;
  // By the hub's clock when it was heard, however long ago that is: reckoned later, what is taken without a network would be of then.
  const aheadMs = body.at - heardAt;
  return (
    <>
      <main className="my__main" id="main">
        {old && <output className="my__old">{t('home.old')}</output>}
        {page === 'home' && <Home stay={body} onOpen={setPage} onSignOut={onSignOut} />}
        {page === 'take' && (
          <Taking
            stay={body}
            onHome={home}
            onSend={(set) => {
              const id = crypto.randomUUID();
              const { admissionId, patient } = body;
              const whole = {
                ...set,
                patient: { nhsNumber: patient.nhsNumber },
                sourceRef: id,
                effectiveAt: new Date(thisMoment().wall + aheadMs).toISOString(),
              };
              void outbox?.add({ homeId: admissionId, admissionId, name: patient.name, set: whole }, id);
              return id;
            }}
            whatBecame={sentFromHere}
          />
        )}
        {page === 'trend' && <Trend stay={body} onHome={home} />}
        {page === 'messages' && <Messages stay={body} onHome={home} />}
      </main>
      <Help stay={body} />
    </>
  );
}

const sentFromHere = (id: string): ReactNode => <Sent only={id} />;

function Heading({ children }: { children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
    window.scrollTo(0, 0);
  }, []);
  return (
    <h2 ref={heading} tabIndex={-1}>
      {children}
    </h2>
  );
}

function Home({ stay, onOpen, onSignOut }: { stay: MyStay; onOpen: (page: Page) => void; onSignOut: () => void }) {
  const { t } = useTranslation();
  const { who, patient, at, nextDueAt, messages } = stay;
  const offline = useSyncExternalStore(onShellKept, isShellKept);
  const fresh = messages.filter(({ isNew }) => isNew).length;
  return (
    <>
      <Heading>{t(who === 'carer' ? 'home.caring' : 'home.hello', { name: patient.name })}</Heading>
      <p>
        {nextDueAt === null
          ? t('home.noneDue')
          : t(nextDueAt < at ? 'home.overdue' : 'home.due', { time: atTime(nextDueAt, at) })}
      </p>
      <button type="button" className="my__main-button" onClick={() => onOpen('take')}>
        {t('home.take')}
      </button>
      <button type="button" className="my__button" onClick={() => onOpen('trend')}>
        {t('home.trend')}
      </button>
      <button type="button" className="my__button" onClick={() => onOpen('messages')}>
        {t('home.messages')}
        {fresh > 0 && <strong className="my__new"> {t('home.new', { count: fresh })}</strong>}
      </button>
      <Sent />
      {offline && <p>{t('home.offline')}</p>}
      <button type="button" className="my__quiet" onClick={onSignOut}>
        {t('signOut')}
      </button>
    </>
  );
}

/** What became of what was sent from this phone. */
function Sent({ only }: { only?: string }) {
  const { t } = useTranslation();
  const outbox = useContext(OutboxContext);
  const items = useOutboxItems().filter(({ id }) => only === undefined || id === only);
  if (items.length === 0) return null;
  return (
    <section aria-label={t('sent.list')}>
      <ul className="my__sent" aria-live="polite">
        {items.map((item) => (
          <li key={item.id}>
            <strong>{t(wordFor(item))}</strong> {atTime(item.since, thisMoment().wall)}
            {item.state === 'received' && item.remarks.length > 0 && <p>{t('sent.again')}</p>}
            {item.state === 'refused' && (
              <button type="button" className="my__button" onClick={() => void outbox?.putAway(item.id)}>
                {t('next')}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function wordFor({ state, notKept }: OutboxItem) {
  if (state === 'received') return 'sent.received' as const;
  if (state === 'refused') return 'sent.refused' as const;
  return notKept === null ? ('sent.waiting' as const) : ('sent.waitingUnsafe' as const);
}

function Trend({ stay, onHome }: { stay: MyStay; onHome: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Heading>{t('trend.heading')}</Heading>
      {stay.trend.length === 0 ? (
        <p>{t('trend.none')}</p>
      ) : (
        <ul className="my__trend">
          {stay.trend.map(({ vital, at, value, second, change }) => (
            <li key={vital}>
              <strong>
                {t(vital === 'bloodPressure' && second === null ? 'trend.bloodPressureTop' : `trend.${vital}`, {
                  value: inNumbers(value),
                  second: second === null ? '' : inNumbers(second),
                })}
              </strong>{' '}
              {t(`change.${change}`)} <span className="my__when">({atTime(at, stay.at)})</span>
            </li>
          ))}
        </ul>
      )}
      <p>{t('trend.note')}</p>
      <Back onHome={onHome} />
    </>
  );
}

function Messages({ stay, onHome }: { stay: MyStay; onHome: () => void }) {
  const { t } = useTranslation();
  // Said once, when it was opened with something new in it.
  const [anyNew] = useState(() => stay.messages.some(({ isNew }) => isNew));
  useEffect(() => {
    if (anyNew) void hub.messagesSeen();
  }, [anyNew]);
  return (
    <>
      <Heading>{t('messages.heading')}</Heading>
      {stay.messages.length === 0 ? (
        <p>{t('messages.none')}</p>
      ) : (
        <ul className="my__messages">
          {stay.messages.map(({ id, at, by, text }) => (
            <li key={id}>
              <p className="my__message">{text}</p>
              <p className="my__when">{t('messages.by', { name: by, time: atTime(at, stay.at) })}</p>
            </li>
          ))}
        </ul>
      )}
      <p>{t('messages.answer')}</p>
      <Back onHome={onHome} />
    </>
  );
}

function Back({ onHome }: { onHome: () => void }) {
  const { t } = useTranslation();
  return (
    <button type="button" className="my__button" onClick={onHome}>
      {t('back')}
    </button>
  );
}

/** Always in reach: 999, the hub, and when to ring which. */
function Help({ stay: { hub: ward } }: { stay: MyStay }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <footer className="my__help" aria-label={t('help.heading')}>
      {open && (
        <div id={id} className="my__when-to-call">
          <p>
            <strong>{t('help.when')}</strong>
          </p>
          <ul>
            {RED_FLAGS.map((sign) => (
              <li key={sign}>{t(`sign.${sign}`)}</li>
            ))}
          </ul>
          {ward.phone === null && <p>{t('help.hubNoPhone')}</p>}
        </div>
      )}
      {!ward.open && <p className="my__closed">{t('help.closed')}</p>}
      <div className="my__calls">
        <a className="my__call" href="tel:999">
          {t('help.999')}
        </a>
        {ward.phone !== null && (
          <a className="my__call my__call--hub" href={`tel:${ward.phone.replaceAll(' ', '')}`}>
            {t('help.hub')}
          </a>
        )}
        <button
          type="button"
          className="my__quiet"
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
        >
          {t('help.show')}
        </button>
      </div>
    </footer>
  );
}
