/** How the session cookie is set: never readable by a script, never sent from another site, only over https where there is any. */
export class CookieTerms {
  constructor(private readonly secure: boolean) {}

  lasting(maxAge: number) {
    return { path: '/', httpOnly: true, sameSite: 'strict', secure: this.secure, maxAge } as const;
  }
}
