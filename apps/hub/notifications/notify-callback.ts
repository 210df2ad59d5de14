/** The token that GOV.UK Notify shows when it tells what became of a message; null where it is not expected to. */
export class NotifyCallback {
  constructor(readonly token: string | null) {}
}
