import { describe, expect, test } from '@jest/globals';
import { faultsIn, refusalOf } from './sign-in-page.tsx';

describe('signing in', () => {
  test('says which field is empty before anything is sent', () => {
    expect(faultsIn(' ', '').map(({ field }) => field)).toEqual(['username', 'password']);
    expect(faultsIn('sam', 'secret')).toEqual([]);
  });

  test('never says whether it was the username or the password', () => {
    expect(refusalOf({ kind: 'signed-out', problem: null }).sentence).toBe('The username or the password is not right');
    expect(refusalOf({ kind: 'unreachable' }).sentence).toMatch(/could not be reached/);
  });
});
