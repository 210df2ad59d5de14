import { lazy, Suspense, type ComponentType } from 'react';
import { App, type AppProps } from './app.tsx';

/** For whoever has a partner's code, and no account. */
const TellConcernPage = lazy(() => import('./concerns/tell-concern-page.tsx'));

/** For patients and carers, who have one stay and no ward. */
const MyApp = lazy(() => import('./my/my-app.tsx'));

/** For whoever came back from the organisation's account and was not let in. */
const SignOnRefusedPage = lazy(() => import('./sign-in/sign-on-refused-page.tsx'));

const PUBLIC: Readonly<Record<string, ComponentType>> = {
  '/concern': TellConcernPage,
  '/my': MyApp,
  '/sign-on-refused': SignOnRefusedPage,
};

/** What an address shows before anybody is asked who they are. */
export function Root({ session }: AppProps) {
  const Public = PUBLIC[location.pathname];
  if (Public === undefined) return <App session={session} />;
  return (
    <Suspense fallback={<main aria-busy="true" />}>
      <Public />
    </Suspense>
  );
}
