import './no-eval.ts';
import './styles.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { sessionAhead } from './ahead.ts';
import { keepWho } from './care-home/kept-who.ts';
import { Root } from './root.tsx';
import { followLight } from './page/light.ts';
import { followMessages } from './service-worker/register.ts';

/** As a rule who is signed in is known by now: what would be drawn before that is drawn over at once. */
const PATIENCE_MS = 1_000;

const root = document.getElementById('homeward');
if (!root) throw new Error('index.html has no element with id "homeward"');
followLight();
const patience = new Promise<null>((resolve) => {
  setTimeout(() => resolve(null), PATIENCE_MS);
});
void Promise.race([sessionAhead(), patience]).then((session) => {
  if (session?.kind === 'done') keepWho(session.body);
  createRoot(root).render(
    <StrictMode>
      <Root session={session} />
    </StrictMode>,
  );
});
followMessages();
