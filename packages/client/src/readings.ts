import type { paths, ReadingResult, ReadingSet, RoundSheet, StoredReading } from '../generated/ingestion.ts';
import { apiOf, patientFetch, type Api, type Terms } from './ask.ts';
import { sendLines, type Sent } from './lines.ts';
import { refusalIn } from './problem-error.ts';

export interface SourceTerms extends Terms {
  /** Of a registered source that may send: `hwk_…`. */
  readonly key: string;
}

/** The way in for readings. Nothing is lost by sending again: a reading is known by its `sourceRef` and stored once. */
export interface Readings {
  /** One reading set. Resolves when it is durable. */
  send(set: ReadingSet): Promise<StoredReading>;
  /** Several: each is taken or refused by itself, answered in the order given. */
  sendAll(sets: readonly ReadingSet[]): Promise<ReadingResult[]>;
  /**
   * As many as come, for as long as they come, with what became of each as soon as it is known. No more are taken from
   * `sets` than are under way, so memory is bounded. What an answer that broke off left open is sent again.
   */
  sendStream(sets: AsyncIterable<ReadingSet> | Iterable<ReadingSet>): AsyncGenerator<Sent, void, undefined>;
  /** A sheet (CSV). Without `confirm` it is only shown; with that of what was shown, exactly that is stored. */
  sendSheet(sheet: string, confirm?: string): Promise<RoundSheet>;
  /** Every other address of the description, with its types. */
  readonly api: Api<paths>;
}

/** The largest array whose answer comes when all of it is durable. */
const AT_ONCE = 1_000;
const READINGS = '/v1/observations';

/** Opens the way in for readings. Works in Node and in browsers. */
export function openReadings({ key, ...terms }: SourceTerms): Readings {
  const headers = { ...terms.headers, authorization: `Bearer ${key}` };
  // Readings and sheets that come twice are stored once: sending again is always right.
  const fetching = patientFetch(terms, ['get', 'post']);
  const api = apiOf<paths>({ ...terms, headers }, fetching);
  const post = async (type: string, body: string): Promise<Response> =>
    fetching(
      new Request(`${terms.url.replace(/\/$/, '')}${READINGS}`, {
        method: 'POST',
        headers: { ...headers, 'content-type': type },
        body,
        ...(terms.signal ? { signal: terms.signal } : {}),
      }),
    );
  return {
    async send(set) {
      const answer = await api.post(READINGS, { body: set });
      if ('results' in answer) throw new TypeError('one reading set was sent, and a list was answered');
      return answer;
    },
    async sendAll(sets) {
      const results: ReadingResult[] = [];
      for (let i = 0; i < sets.length; i += AT_ONCE) {
        results.push(...(await sendArray(post, sets.slice(i, i + AT_ONCE))));
      }
      return results;
    },
    sendStream: (sets) => sendLines((body) => post('application/x-ndjson', body), sets, terms),
    sendSheet: (sheet, confirm) =>
      api.post('/v1/observations/csv', {
        params: { query: confirm === undefined ? {} : { confirm } },
        headers: { 'content-type': 'text/csv' },
        body: sheet,
      }),
    api,
  };
}

/** An array of which every element was refused is answered 422 with results, and is no failure of the request. */
async function sendArray(
  post: (type: string, body: string) => Promise<Response>,
  sets: readonly ReadingSet[],
): Promise<ReadingResult[]> {
  const response = await post('application/json', JSON.stringify(sets));
  const isTold = response.headers.get('content-type')?.startsWith('application/json') === true;
  if (!isTold) throw await refusalIn(response);
  const { results } = (await response.json()) as { results: ReadingResult[] };
  return results;
}
