/** How the session cookie is set: never readable by a script, never sent from another site, only over https where there is any. */
export class CookieTerms {
  readonly path = '/';
  readonly httpOnly = true;
  readonly sameSite = 'strict';

  constructor(readonly secure: boolean) {}
}
