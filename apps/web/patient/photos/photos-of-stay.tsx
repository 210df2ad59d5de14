import { PHOTO_SUBJECTS, type Photo, type Tile } from '#contracts';
import { useCallback, useState } from 'react';
import { hub } from '../../hub.ts';
import { useAsked } from '../../page/use-asked.ts';
import { dayAndTime } from '../../words/times.ts';
import { useAgain } from '../use-again.ts';

/** The photos that the home has sent. A picture is fetched when somebody asks to see it, since each look is told in the audit trail. */
export function PhotosOfStay({ tile, onSessionEnded }: { tile: Tile; onSessionEnded: () => void }) {
  const { admissionId } = tile;
  const { body, trouble, again } = useAsked(
    useCallback(() => hub.photosOfStay(admissionId), [admissionId]),
    { onSessionEnded },
  );
  useAgain(tile, again);
  if (trouble !== null) return <p role="alert">{trouble}</p>;
  if (body === null || body.photos.length === 0) return null;
  return <PhotosPanel admissionId={admissionId} photos={body.photos} />;
}

export function PhotosPanel({ admissionId, photos }: { admissionId: string; photos: readonly Photo[] }) {
  return (
    <section className="answers" aria-labelledby="photos-heading">
      <h2 className="chart__heading" id="photos-heading">
        Photos
      </h2>
      <ul className="photos">
        {photos.map((photo) => (
          <li key={photo.id}>
            <OnePhoto admissionId={admissionId} photo={photo} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function OnePhoto({ admissionId, photo }: { admissionId: string; photo: Photo }) {
  const [state, setState] = useState<'shut' | 'shown' | 'failed'>('shut');
  const words = `${PHOTO_SUBJECTS[photo.of]}, ${dayAndTime(photo.at)}`;
  return (
    <>
      <p className="photos__what">
        <strong>{words}</strong> {photo.by}, {photo.home}
      </p>
      {state === 'failed' && <p role="alert">This photo cannot be shown just now. Try again.</p>}
      {state === 'shown' ? (
        <img
          className="photos__picture"
          src={hub.addressOfPhoto(admissionId, photo.id)}
          width={photo.width}
          height={photo.height}
          alt={words}
          onError={() => setState('failed')}
        />
      ) : (
        <button
          type="button"
          className="nhsuk-button nhsuk-button--secondary nhsuk-button--small"
          onClick={() => setState('shown')}
        >
          Show<span className="nhsuk-u-visually-hidden"> the photo: {words}</span>
        </button>
      )}
    </>
  );
}
