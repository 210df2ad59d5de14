import { lazy, Suspense } from 'react';
import { App } from './app.tsx';

/** For whoever has a partner's code, and no account. */
const TellConcernPage = lazy(() => import('./concerns/tell-concern-page.tsx'));

/** What an address shows before anybody is asked who they are. */
export function Root() {
  if (location.pathname === '/concern') {
    return (
      <Suspense fallback={<main aria-busy="true" />}>
        <TellConcernPage />
      </Suspense>
    );
  }
  return <App />;
}
