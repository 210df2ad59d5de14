import { useEffect, useRef, useState } from 'react';
import type { Answer } from '../hub.ts';
import { ChangeForm } from '../page/change-form.tsx';
import { typedInto } from '../page/form-text.ts';

interface RoomLineProps {
  readonly name: string;
  /** As the home wrote it; null where it did not. */
  readonly room: string | null;
  readonly onWrite: (room: string | null) => Promise<Answer<unknown>>;
  readonly onWritten: () => void;
  readonly onSessionEnded: () => void;
}

/** In which room they are, where somebody stands beside them and can put it right. */
export function RoomLine({ name, room, onWrite, onWritten, onSessionEnded }: RoomLineProps) {
  const [writing, setWriting] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const began = useRef(false);
  useEffect(() => {
    if (writing) {
      began.current = true;
      field.current?.focus();
    } else if (began.current) button.current?.focus();
  }, [writing]);

  if (!writing) {
    return (
      <p className="room">
        {room === null && 'Their room is not written down.'}{' '}
        <button type="button" className="room__change" ref={button} onClick={() => setWriting(true)}>
          {room === null ? 'Write the room' : 'Change the room'}
          <span className="nhsuk-u-visually-hidden"> of {name}</span>
        </button>
      </p>
    );
  }
  return (
    <ChangeForm
      className="room__form"
      name="Save the room"
      faults={(form) =>
        typedInto(form, 'room').trim().length > LONGEST ? [`A room has at most ${LONGEST} characters`] : []
      }
      send={(form) => {
        const typed = typedInto(form, 'room').trim();
        return onWrite(typed === '' ? null : typed);
      }}
      onDone={() => {
        setWriting(false);
        onWritten();
      }}
      onCancel={() => setWriting(false)}
      onSessionEnded={onSessionEnded}
    >
      <label className="nhsuk-label">
        Room of {name}, as your home calls it. Empty it if you do not know.
        <input
          className="nhsuk-input nhsuk-input--width-10"
          name="room"
          ref={field}
          defaultValue={room ?? ''}
          maxLength={LONGEST}
          autoComplete="off"
        />
      </label>
    </ChangeForm>
  );
}

const LONGEST = 20;

/** "Room 12"; "Garden room" stays as it is. */
export const roomInWords = (room: string): string => (/room/i.test(room) ? room : `Room ${room}`);
