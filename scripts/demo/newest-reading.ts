import type { Board } from '#contracts';
import type { DemoWard } from '../start/demo-ward.ts';

/** When anything was last measured on the ward, as its board says; null when nothing ever was. Fails when the hub cannot be asked. */
export async function newestReadingAt(demo: DemoWard, signal: AbortSignal): Promise<number | null> {
  const account = demo.accounts.find(({ role }) => role === 'hub-clinician');
  const ward = demo.wards[0];
  if (!account || !ward) throw new Error('the demo ward has no clinician to ask');
  const signedIn = await fetch(new URL('/api/session', demo.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: account.username, password: account.password }),
    signal,
  });
  const cookie = signedIn.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  await signedIn.arrayBuffer();
  if (!signedIn.ok) throw new Error(`sign-in: ${signedIn.status}`);
  const answer = await fetch(new URL(`/api/wards/${ward.id}/board`, demo.url), { headers: { cookie }, signal });
  if (!answer.ok) throw new Error(`board: ${answer.status}`);
  const { tiles } = (await answer.json()) as Board;
  await fetch(new URL('/api/session', demo.url), { method: 'DELETE', headers: { cookie }, signal });
  return tiles.reduce<number | null>(
    (newest, { lastReadingAt }) => (lastReadingAt !== null && lastReadingAt > (newest ?? 0) ? lastReadingAt : newest),
    null,
  );
}
