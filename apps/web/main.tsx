import './no-eval.ts';
import './styles.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { followAhead } from './live/feed-ahead.ts';
import { Root } from './root.tsx';
import { followLight } from './page/light.ts';
import { followMessages } from './service-worker/register.ts';

const root = document.getElementById('homeward');
if (!root) throw new Error('index.html has no element with id "homeward"');
followLight();
followAhead();
createRoot(root).render(
  <StrictMode>
    <Root />
  </StrictMode>,
);
followMessages();
