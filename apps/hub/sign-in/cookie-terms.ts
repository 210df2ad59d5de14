/** How the session cookie is set: never readable by a script, never sent from another site, only over https where there is any. */
export class CookieTerms {
  constructor(private readonly secure: boolean) {}

  lasting(maxAge: number) {
    return { path: '/', httpOnly: true, sameSite: 'strict', secure: this.secure, maxAge } as const;
  }

  /** Of a browser that is away at the OpenID provider: sent along when it comes back from there, and to nothing else. */
  whileAway(maxAge: number) {
    return { path: '/api/session/sign-on', httpOnly: true, sameSite: 'lax', secure: this.secure, maxAge } as const;
  }
}
