export type KeysAndDeeds = readonly (readonly [key: string, does: string])[];

/** Keys, and what each does. */
export function KeyList({ keys }: { keys: KeysAndDeeds }) {
  return (
    <dl className="shortcuts__keys">
      {keys.map(([key, does]) => (
        <div key={key}>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  );
}
