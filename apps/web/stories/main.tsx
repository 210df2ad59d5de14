import '../styles.ts';
import { createRoot } from 'react-dom/client';
import { followLight } from '../page/light.ts';
import { STORIES } from './stories.tsx';

const name = new URLSearchParams(location.search).get('story');
const story = name === null ? undefined : STORIES[name];

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

followLight();
createRoot(document.getElementById('homeward')!).render(story ? story() : <Contents />);
