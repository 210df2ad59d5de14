import { useState } from 'react';

/** Puts a text where it can be pasted, and says whether it is there. */
export function CopyButton({ name, text }: { name: string; text: () => string }) {
  const [said, setSaid] = useState('');
  return (
    <>
      <button
        type="button"
        className="answer"
        onClick={() =>
          void copy(text()).then((done) => setSaid(done ? 'Copied.' : 'This browser did not let us copy.'))
        }
      >
        {name}
      </button>
      <output className="copied">{said}</output>
    </>
  );
}

/** The clipboard is closed to pages that came without https: there the browser's own copying of what is selected does it. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement('textarea');
    field.value = text;
    document.body.append(field);
    field.select();
    // oxlint-disable-next-line typescript/no-deprecated -- there is nothing else without https
    const done = document.execCommand('copy');
    field.remove();
    return done;
  }
}
