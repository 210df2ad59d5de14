import {
  ASKED_FOR,
  asksFor,
  FORM_QUESTIONS,
  formsOf,
  GUIDED_FORMS,
  I_STUMBLE,
  type FormsKnown,
  type GuidedForm,
  type Pathway,
  type Plan,
  type YesNoId,
} from '#clinical';
import type { Queryable } from '../database.ts';
import { msOf } from '../sql.ts';

/** Stays are looked back on for so long: a form that was gone through before that is due again, whichever it is. */
const LOOK_BACK = `interval '30 days'`;

const anyYes = (ids: readonly YesNoId[]): string =>
  `o.details -> 'answers' @> ANY ('{${ids.map((id) => `"{\\"${id}\\": true}"`).join(',')}}'::jsonb[])`;

const goneThrough = (form: GuidedForm): string =>
  form === 'glucose'
    ? 'o.glucose IS NOT NULL'
    : `o.details -> 'answers' ?| '{${FORM_QUESTIONS[form].join(',')}}'::text[]`;

const askedFor = (form: Exclude<GuidedForm, 'glucose'>): string => {
  const yes = anyYes(asksFor(form));
  if (form === 'delirium') return `(${yes} OR o.consciousness = 'C')`;
  // Nobody who may be injured is stood up.
  return form === 'postural' ? `(${yes} AND NOT coalesce(${anyYes(I_STUMBLE)}, false))` : yes;
};

const newest = (what: string): string => msOf(`max(o.effective_at) FILTER (WHERE ${what})`);

const KNOWN = `
  SELECT a.id, a.pathway, a.plan,
    json_strip_nulls(json_build_object(${GUIDED_FORMS.map((form) => `'${form}', ${newest(goneThrough(form))}`).join(', ')})) AS last_at,
    json_strip_nulls(json_build_object(${GUIDED_FORMS.filter((form) => form !== 'glucose')
      .map(
        (form) =>
          `'${form}', ${newest(`o.effective_at > $2::timestamptz - make_interval(secs => ${ASKED_FOR / 1000}) AND ${askedFor(form)}`)}`,
      )
      .join(', ')})) AS asked_at
  FROM admission a
  LEFT JOIN observation o ON o.admission_id = a.id AND NOT o.day_only AND o.effective_at > $2::timestamptz - ${LOOK_BACK}
    AND o.received_at > $2::timestamptz - ${LOOK_BACK} - interval '10 minutes'
    AND (o.details ? 'answers' OR o.glucose IS NOT NULL OR o.consciousness = 'C')
  WHERE a.id = ANY ($1::uuid[])
  GROUP BY a.id`;

/** What is known of the guided forms of these stays, by admission. */
export async function formsKnownOf(
  database: Queryable,
  { admissionIds, now }: { admissionIds: readonly string[]; now: Date },
): Promise<Map<string, FormsKnown>> {
  const rows = await database.query<{
    id: string;
    pathway: Pathway;
    plan: Plan;
    last_at: FormsKnown['lastAt'];
    asked_at: FormsKnown['askedAt'];
  }>(KNOWN, [admissionIds, now]);
  return new Map(
    rows.map(({ id, pathway, plan, last_at, asked_at }) => [
      id,
      { offered: formsOf(pathway, plan), lastAt: last_at, askedAt: asked_at },
    ]),
  );
}
