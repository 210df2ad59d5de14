import '../styles.ts';
import { createRoot } from 'react-dom/client';
import { followLight } from '../page/light.ts';
import { STORIES } from './stories.tsx';

const root = createRoot(document.getElementById('homeward')!);

function Contents() {
  return (
    <main className="nhsuk-width-container nhsuk-main-wrapper">
      <h1>Stories</h1>
      <ul>
        {Object.keys(STORIES).map((title) => (
          <li key={title}>
            <a href={`?story=${encodeURIComponent(title)}`}>{title}</a>
          </li>
        ))}
      </ul>
    </main>
  );
}

/** The story that the address names, from its beginning. */
function show(): void {
  const name = new URLSearchParams(location.search).get('story');
  const story = name === null ? undefined : STORIES[name];
  root.render(
    <div key={name} data-story={name ?? ''}>
      {story ? story() : <Contents />}
    </div>,
  );
}

/** `?still` is for pictures that are compared. */
async function keepStill(): Promise<void> {
  await import('./still.css');
  await Promise.all(['400 16px Arial', '700 16px Arial'].map((font) => document.fonts.load(font)));
}

followLight();
if (new URLSearchParams(location.search).has('still')) await keepStill();
window.addEventListener('popstate', show);
show();
