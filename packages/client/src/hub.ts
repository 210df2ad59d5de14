import type { paths, SignedIn } from '../generated/hub.ts';
import { apiOf, patientFetch, type Api, type Terms } from './ask.ts';

/** The hub, for one person who signs in. */
export interface Hub extends Api<paths> {
  signIn(username: string, password: string): Promise<SignedIn>;
  signOut(): Promise<void>;
}

/**
 * Opens the hub's API: `await hub.get('/api/wards')`. In a browser the session is the browser's own cookie; elsewhere it is
 * kept here. Only questions are asked again when they fail: what changes something says by its version whether it did.
 */
export function openHub(terms: Terms): Hub {
  const fetching = patientFetch(terms, ['get']);
  const cookies = new Map<string, string>();
  const api = apiOf<paths>(terms, async (request) => {
    // A browser lets nobody write this header, and sends its own.
    if (cookies.size > 0) request.headers.set('cookie', [...cookies.values()].join('; '));
    const response = await fetching(request);
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      const [name = ''] = pair.split('=');
      if (pair.endsWith('=')) cookies.delete(name);
      else cookies.set(name, pair);
    }
    return response;
  });
  return {
    ...api,
    signIn: (username, password) => api.post('/api/session', { body: { username, password } }),
    signOut: async () => {
      await api.delete('/api/session');
    },
  };
}
