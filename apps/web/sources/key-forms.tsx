import type { GivenKey, KeyRotation, NewKeyTerms, SourceDetail, SourceKeyView } from '#contracts';
import { useState, type SubmitEvent } from 'react';
import { Faults } from '../page/faults.tsx';
import { typedInto } from '../page/form-text.ts';
import { endOfDay } from '../words/times.ts';
import { Buttons, Choice, Field, TextArea, Ticks } from './fields.tsx';
import type { Act } from './use-act.ts';

const HOUR = 3_600_000;

/** How long the old key still opens the door beside the new one. */
const OVERLAPS = [
  { id: '0', name: 'Not at all: it stops working now' },
  { id: String(HOUR), name: '1 hour' },
  { id: String(24 * HOUR), name: '1 day' },
  { id: String(7 * 24 * HOUR), name: '1 week' },
  { id: String(14 * 24 * HOUR), name: '2 weeks' },
  { id: String(30 * 24 * HOUR), name: '30 days' },
];

const EXPIRY = {
  label: 'Expires at the end of',
  hint: 'Leave it empty for a key that does not expire',
  name: 'expires',
};

/** As the contract has it: null without a date. Undefined for what is no date. */
function expiryIn(form: FormData): string | null | undefined {
  const typed = typedInto(form, 'expires');
  if (typed === '') return null;
  const at = endOfDay(typed);
  return at === null ? undefined : new Date(at).toISOString();
}

const NO_DATE = 'Give the date of expiry as a date, or leave it empty';

/** One more key: what it may do, and with whom. */
export function NewKeyForm({ source, mayLimitToPatients, act, onTerms, onCancel }: NewKeyFormProps) {
  const { wardIds } = source.source;
  const wards = source.wards.filter((ward) => wardIds.includes(ward.id));
  const homes = source.careHomes.filter((home) => wardIds.includes(home.wardId));

  function read(sent: SubmitEvent<HTMLFormElement>): void {
    sent.preventDefault();
    if (act.busy) return;
    const form = new FormData(sent.currentTarget);
    const some = (field: string): string[] | null => {
      const ticked = form.getAll(field).map(String);
      return ticked.length === 0 ? null : ticked;
    };
    const rights = form.getAll('rights').map(String);
    const expiresAt = expiryIn(form);
    const numbers = typedInto(form, 'nhsNumbers')
      .split(/[\n,;]+/)
      .map((one) => one.trim())
      .filter((one) => one !== '');
    if (rights.every((one) => one === 'refer')) return act.refuse(['Choose at least one: to send readings, to read']);
    if (expiresAt === undefined) return act.refuse([NO_DATE]);
    onTerms({
      label: typedInto(form, 'label').trim() || null,
      maySend: rights.includes('send'),
      mayRead: rights.includes('read'),
      mayRefer: rights.includes('refer'),
      wardIds: some('wards'),
      careHomeIds: some('homes'),
      nhsNumbers: numbers.length === 0 ? null : numbers,
      expiresAt,
    });
  }

  return (
    <form onSubmit={read} noValidate className="sources__form">
      <h3 className="nhsuk-heading-s">A new key</h3>
      <Faults title="No key was given" faults={act.faults} />
      <Field label="Label" hint="What people call it, such as the name of the gateway" name="label" />
      <Ticks
        legend="It may"
        name="rights"
        among={[
          { id: 'send', name: 'Send readings' },
          { id: 'read', name: 'Read readings, scores and alerts over FHIR' },
          { id: 'refer', name: 'Refer people to the ward over FHIR, beside one of the others' },
        ]}
        ticked={['send']}
      />
      {wards.length > 1 && (
        <Ticks
          legend="Only these wards"
          hint="None ticked: all of the source’s"
          name="wards"
          among={wards}
          ticked={[]}
        />
      )}
      {homes.length > 0 && (
        <Ticks
          legend="Only these care homes"
          hint="None ticked: everybody on the wards, also at home"
          name="homes"
          among={homes}
          ticked={[]}
        />
      )}
      {mayLimitToPatients && (
        <TextArea
          label="Only these patients"
          hint="NHS numbers, one a line. Nobody can read them here again. Left empty: everybody"
          name="nhsNumbers"
        />
      )}
      <Field {...EXPIRY} type="date" width={10} />
      <Buttons busy={act.busy} onCancel={onCancel}>
        Give the key
      </Buttons>
    </form>
  );
}

interface NewKeyFormProps {
  source: SourceDetail;
  mayLimitToPatients: boolean;
  act: Act;
  onTerms: (terms: NewKeyTerms) => void;
  onCancel: () => void;
}

export const keyName = ({ label, prefix, id }: SourceKeyView): string =>
  label ?? (prefix === '' ? `key ${id}` : `${prefix}…`);

/** A new key in the place of an old one, which goes on for as long as the vendor needs. */
export function RotateForm({ rotated, now, act, onRotation, onCancel }: RotateFormProps) {
  function read(sent: SubmitEvent<HTMLFormElement>): void {
    sent.preventDefault();
    if (act.busy) return;
    const form = new FormData(sent.currentTarget);
    const expiresAt = expiryIn(form);
    if (expiresAt === undefined) return act.refuse([NO_DATE]);
    onRotation({ oldUntil: new Date(now + Number(typedInto(form, 'overlap'))).toISOString(), expiresAt });
  }
  return (
    <form onSubmit={read} noValidate className="sources__form">
      <h3 className="nhsuk-heading-s">Change the key “{keyName(rotated)}”</h3>
      <p>The new key may do what the old one may, and opens the door at once.</p>
      <Faults title="The key was not changed" faults={act.faults} />
      <Choice
        label="The old key still works for"
        hint="Long enough for whoever has to put the new one in"
        name="overlap"
        among={OVERLAPS}
        value={String(7 * 24 * HOUR)}
      />
      <Field {...EXPIRY} type="date" width={10} />
      <Buttons busy={act.busy} onCancel={onCancel}>
        Make the new key
      </Buttons>
    </form>
  );
}

interface RotateFormProps {
  rotated: SourceKeyView;
  /** Epoch ms of the hub's clock. */
  now: number;
  act: Act;
  onRotation: (rotation: KeyRotation) => void;
  onCancel: () => void;
}

/** Something that needs a reason, which the audit trail keeps. */
export function ReasonForm({ heading, warning, submit, act, onReason, onCancel }: ReasonFormProps) {
  function read(sent: SubmitEvent<HTMLFormElement>): void {
    sent.preventDefault();
    if (act.busy) return;
    const reason = typedInto(new FormData(sent.currentTarget), 'reason').trim();
    if (reason === '') return act.refuse(['Give the reason']);
    onReason(reason);
  }
  return (
    <form onSubmit={read} noValidate className="sources__form">
      <h3 className="nhsuk-heading-s">{heading}</h3>
      <p>{warning}</p>
      <Faults title="Nothing was changed" faults={act.faults} />
      <TextArea label="Reason" name="reason" />
      <Buttons busy={act.busy} onCancel={onCancel} isWarning>
        {submit}
      </Buttons>
    </form>
  );
}

interface ReasonFormProps {
  heading: string;
  warning: string;
  submit: string;
  act: Act;
  onReason: (reason: string) => void;
  onCancel: () => void;
}

/** The only time that a key is seen. It stays until somebody says that they have it. */
export function ShownKey({ given, onKept }: { given: GivenKey; onKept: () => void }) {
  const [copied, setCopied] = useState<string | null>(null);
  const copy = (): void =>
    void navigator.clipboard.writeText(given.key).then(
      () => setCopied('Copied.'),
      () => setCopied('It could not be copied: mark it and copy it by hand.'),
    );
  return (
    <section className="nhsuk-inset-text sources__key" aria-labelledby="shown-key">
      <h3 className="nhsuk-heading-s" id="shown-key">
        The new key, shown this once
      </h3>
      <p>
        <code className="sources__key-text">{given.key}</code>
      </p>
      <p>Hand it over by a way that nobody else reads. Homeward keeps no copy: whoever loses it needs a new one.</p>
      <div className="sources__buttons">
        <button type="button" className="nhsuk-button nhsuk-button--small nhsuk-button--secondary" onClick={copy}>
          Copy the key
        </button>
        <button type="button" className="nhsuk-button nhsuk-button--small" onClick={onKept}>
          I have the key: put it away
        </button>
      </div>
      <output>{copied}</output>
    </section>
  );
}
