/** What webhooks may be: none without a key to derive their secrets from, and where they may lead. */
export class WebhookTerms {
  constructor(
    readonly key: Buffer | null,
    readonly privateAddresses: boolean,
  ) {}
}
