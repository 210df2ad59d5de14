import type { SourceTerms } from '#contracts';
import type { SubmitEvent } from 'react';
import { Faults } from '../page/faults.tsx';
import { typedInto } from '../page/form-text.ts';
import { Buttons, Field, TextArea, Ticks } from './fields.tsx';
import type { Act } from './use-act.ts';

/** A new source sends a set a second in the long run, and a day's worth of a small ward at once. */
const USUAL = { readingsPerSecond: 20, burst: 200 };

/** What there is to say of a source: for a new one, and anew for one that is there. */
export function SourceForm({ terms, wards, act, submit, onTerms, onCancel }: SourceFormProps) {
  function read(sent: SubmitEvent<HTMLFormElement>): void {
    sent.preventDefault();
    if (act.busy) return;
    const form = new FormData(sent.currentTarget);
    const text = (field: string): string => typedInto(form, field).trim();
    const whole = (field: string): number => Number(text(field));
    const wardIds = form.getAll('wardIds').map(String);
    const faults = [
      ...(text('name') === '' ? ['Give the source a name'] : []),
      ...(wardIds.length === 0 ? ['Choose at least one ward'] : []),
      ...(Number.isInteger(whole('readingsPerSecond')) && whole('readingsPerSecond') > 0
        ? []
        : ['Give the readings a second as a whole number, 1 or more']),
      ...(Number.isInteger(whole('burst')) && whole('burst') > 0
        ? []
        : ['Give the readings at once as a whole number, 1 or more']),
    ];
    if (faults.length > 0) return act.refuse(faults);
    onTerms({
      name: text('name'),
      contact: text('contact') || null,
      wardIds,
      expectedEveryMinutes: text('expected') === '' ? null : whole('expected'),
      readingsPerSecond: whole('readingsPerSecond'),
      burst: whole('burst'),
      clientCertificates: text('certificates')
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== ''),
    });
  }

  return (
    <form onSubmit={read} noValidate className="sources__form">
      <Faults title="The source was not saved" faults={act.faults} />
      <Field label="Name" name="name" value={terms?.name ?? ''} />
      <Field label="Contact" hint="Whom to ring when it falls silent" name="contact" value={terms?.contact ?? ''} />
      <Ticks
        legend="Wards whose patients it serves"
        name="wardIds"
        among={wards}
        ticked={terms?.wardIds ?? (wards.length === 1 ? wards.map((ward) => ward.id) : [])}
      />
      <Field
        label="Something should come every, in minutes"
        hint="Leave it empty when nobody can say: it is then never called silent"
        name="expected"
        type="number"
        width={5}
        value={terms?.expectedEveryMinutes?.toString() ?? ''}
      />
      <Field
        label="Readings a second, in the long run"
        name="readingsPerSecond"
        type="number"
        width={5}
        value={String(terms?.readingsPerSecond ?? USUAL.readingsPerSecond)}
      />
      <Field
        label="Readings at once"
        hint="What it may send in one go, after a quiet time"
        name="burst"
        type="number"
        width={5}
        value={String(terms?.burst ?? USUAL.burst)}
      />
      <TextArea
        label="Client certificates"
        hint="Fingerprints or subjects, one a line. Where there are any, the source has to present one of them"
        name="certificates"
        value={terms?.clientCertificates.join('\n') ?? ''}
      />
      <Buttons busy={act.busy} onCancel={onCancel}>
        {submit}
      </Buttons>
    </form>
  );
}

interface SourceFormProps {
  /** As they are; null for a new source. */
  terms: SourceTerms | null;
  wards: readonly { readonly id: string; readonly name: string }[];
  act: Act;
  submit: string;
  onTerms: (terms: SourceTerms) => void;
  onCancel: () => void;
}
