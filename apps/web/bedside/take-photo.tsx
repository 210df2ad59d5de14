import { PHOTO_SUBJECTS, type PhotoSubject } from '#contracts';
import { useId, useState } from 'react';
import { useOutboxItems } from './outbox-context.ts';
import { shrunk } from './photo.ts';

/** What may wait on a tablet at once: some 6 MB, sealed. */
const MOST_WAITING = 20;

interface TakePhotoProps {
  name: string;
  onSend: (photo: { readonly of: PhotoSubject; readonly jpeg: string }) => void;
}

interface Taken {
  readonly of: PhotoSubject;
  readonly jpeg: string;
}

/** A photo beside what was measured: taken, looked at, and sent on the same way as readings. */
export function TakePhoto({ name, onSend }: TakePhotoProps) {
  const [taken, setTaken] = useState<Taken | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const waiting = useOutboxItems().filter((item) => item.photo && item.state === 'waiting').length;

  const choose = async (of: PhotoSubject, file: File): Promise<void> => {
    setTrouble(null);
    const made = await shrunk(file);
    if (made.kind === 'photo') setTaken({ of, jpeg: made.jpeg });
    else setTrouble(made.why);
  };

  if (taken !== null) {
    return (
      <section className="photo" aria-label="Photo to send">
        <img
          className="photo__shown"
          src={`data:image/jpeg;base64,${taken.jpeg}`}
          alt={`${PHOTO_SUBJECTS[taken.of]} of ${name}, as it will be sent`}
        />
        <p>Is it sharp, and is nobody else in it?</p>
        <button
          type="button"
          className="bedside__main"
          onClick={() => {
            onSend(taken);
            setTaken(null);
          }}
        >
          Send this photo
        </button>
        <button type="button" className="bedside__send-as-is" onClick={() => setTaken(null)}>
          Not this one
        </button>
      </section>
    );
  }
  return (
    <details className="nothing-taken">
      <summary>Add a photo</summary>
      {waiting >= MOST_WAITING ? (
        <p>{waiting} photos wait on this tablet. Let them be sent before you take more.</p>
      ) : (
        <div className="choices">
          {(Object.keys(PHOTO_SUBJECTS) as PhotoSubject[]).map((of) => (
            <PhotoChoice key={of} words={PHOTO_SUBJECTS[of]} onFile={(file) => void choose(of, file)} />
          ))}
        </div>
      )}
      {trouble !== null && (
        <p className="field__doubt" role="alert">
          {trouble}
        </p>
      )}
    </details>
  );
}

function PhotoChoice({ words, onFile }: { words: string; onFile: (file: File) => void }) {
  const id = useId();
  return (
    <div className="photo__choice">
      <label htmlFor={id}>{words}</label>
      <input
        id={id}
        type="file"
        accept="image/*"
        onChange={(change) => {
          const [file] = change.target.files ?? [];
          // The same one may be chosen again.
          change.target.value = '';
          if (file !== undefined) onFile(file);
        }}
      />
    </div>
  );
}
