import type { Priority } from '../finding.ts';
import { HOUR, MINUTE, type Duration, type Instant } from '../instant.ts';

/** Somebody with an account, by the name that the ward reads. */
export interface Person {
  readonly id: string;
  readonly name: string;
}

/** The roles that may answer an alert, and so can be asked to. */
export const ANSWERING_ROLES = ['hub-clinician', 'lead'] as const;
export type AnsweringRole = (typeof ANSWERING_ROLES)[number];

/** Who is asked at one step, all of them at once, and for how long before the next step is. */
export type RouteStep = { readonly waitFor: Duration } & (
  | { readonly kind: 'accounts'; readonly accounts: readonly Person[] }
  /** Everybody of this role on the ward. */
  | { readonly kind: 'role'; readonly role: AnsweringRole }
  /** Everybody of the ward who may answer, told loudly that nobody accepted; the administrators where the ward has nobody. */
  | { readonly kind: 'ward-fallback' }
);

/**
 * Whom an alert is put to, one step after the other. The last step is asked again and again until somebody accepts.
 * A ward's route ends with the ward fallback, so that there is always somebody.
 */
export interface Route {
  /** Two routes with the same id have the same steps: a route that was changed has another id. */
  readonly id: string;
  readonly steps: readonly RouteStep[];
  /** When another route takes over (the hub closes, on-call ends), or null. */
  readonly until: Instant | null;
}

/** No step waits for less: nobody can answer sooner, and a step without a wait would never end. */
export const SHORTEST_WAIT: Duration = MINUTE;
/** No step waits for longer. */
export const LONGEST_WAIT: Duration = 24 * HOUR;

export const DEFAULT_ROUTE = 'default';

/** How long each step after the first is asked, where the ward has no route of its own. [ours] */
const NEXT_WAIT: Readonly<Record<Priority, Duration>> = {
  emergency: 5 * MINUTE,
  technical: 20 * MINUTE,
  urgent: 40 * MINUTE,
  routine: 4 * HOUR,
};

/**
 * The route of a ward that has set none for the hour: every hub clinician of the ward for as long as the priority may wait,
 * then its clinical leads, then everybody. [ours]
 */
export function defaultRoute(priority: Priority, acceptWithin: Duration): Route {
  const waitFor = NEXT_WAIT[priority];
  return {
    id: DEFAULT_ROUTE,
    steps: [
      { kind: 'role', role: 'hub-clinician', waitFor: bounded(acceptWithin) },
      { kind: 'role', role: 'lead', waitFor },
      { kind: 'ward-fallback', waitFor },
    ],
    until: null,
  };
}

/** A ward's own steps as a route that always has somebody: waits within bounds, and the ward fallback at the end. */
export function wardRoute(id: string, steps: readonly RouteStep[], priority: Priority, until: Instant | null): Route {
  const asked = steps
    .filter((step) => step.kind !== 'accounts' || step.accounts.length > 0)
    .map((step) => ({ ...step, waitFor: bounded(step.waitFor) }));
  const last = asked.at(-1);
  return {
    id,
    steps: last?.kind === 'ward-fallback' ? asked : [...asked, { kind: 'ward-fallback', waitFor: NEXT_WAIT[priority] }],
    until,
  };
}

function bounded(wait: Duration): Duration {
  return Math.min(Math.max(wait, SHORTEST_WAIT), LONGEST_WAIT);
}

/** How long a named person has to confirm what was put to them by name, before it goes on. [ours] */
export const CONFIRM_WITHIN: Readonly<Record<Priority, Duration>> = {
  emergency: 5 * MINUTE,
  urgent: 15 * MINUTE,
  technical: 30 * MINUTE,
  routine: HOUR,
};

/** Routes that an alert is on for a while, to named people; the ward's own route follows them. */
const BY_NAME = ['hand-over', 'outcome'] as const;

/** A colleague is asked to confirm; if they do not, it goes back to whoever handed it over. */
export function handOverRoute(from: Person, to: Person, priority: Priority): Route {
  const waitFor = CONFIRM_WITHIN[priority];
  return {
    id: 'hand-over',
    steps: [
      { kind: 'accounts', accounts: [to], waitFor },
      { kind: 'accounts', accounts: [from], waitFor },
    ],
    until: null,
  };
}

/** Whoever accepted and gave no outcome is asked whether they still have it. */
export function outcomeRoute(holder: Person, priority: Priority): Route {
  return {
    id: 'outcome',
    steps: [{ kind: 'accounts', accounts: [holder], waitFor: CONFIRM_WITHIN[priority] }],
    until: null,
  };
}

export function isByName({ id }: Route): boolean {
  return BY_NAME.some((one) => one === id);
}

/** A place on a route. */
export interface Place {
  readonly route: Route;
  /** From 0. */
  readonly step: number;
}

export function stepAt({ route, step }: Place): RouteStep {
  const found = route.steps[step];
  if (found === undefined) throw new RangeError(`route ${route.id} has no step ${step}`);
  return found;
}

/**
 * Whom to ask after this place, `inForce` being the ward's route now. A route by name goes on to the ward's; another
 * route of the ward than before is begun at its first step, so that nobody on it is passed over.
 */
export function placeAfter({ route, step }: Place, inForce: Route): Place {
  if (isByName(route)) return step + 1 < route.steps.length ? { route, step: step + 1 } : { route: inForce, step: 0 };
  if (route.id !== inForce.id) return { route: inForce, step: 0 };
  return { route: inForce, step: Math.min(step + 1, inForce.steps.length - 1) };
}

const ROLE_WORDS: Readonly<Record<AnsweringRole, string>> = {
  'hub-clinician': 'every hub clinician of the ward',
  lead: 'the clinical lead',
};

/** Who is asked at a step, as it stands inside a sentence. */
export function askedInWords(step: RouteStep): string {
  switch (step.kind) {
    case 'accounts': {
      const names = step.accounts.map(({ name }) => name);
      return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
    }
    case 'role':
      return ROLE_WORDS[step.role];
    case 'ward-fallback':
      return 'everybody on the ward';
  }
}

/** How long somebody is waited for, as it stands inside a sentence. */
export function waitInWords(wait: Duration): string {
  const minutes = Math.round(wait / MINUTE);
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return `${minutes} min`;
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}
