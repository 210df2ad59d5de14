/** Boards that render the same alert say so within moments of each other: they are told to the record together. */
const TOGETHER_WITHIN = 50;

interface Gathering {
  readonly alertIds: Set<string>;
  readonly written: Promise<void>;
}

/** Gathers what live boards confirm to show, ward by ward, so that an alert on twenty screens is one write. */
export class ShownAlerts {
  private readonly gathering = new Map<string, Gathering>();

  constructor(private readonly write: (wardId: string, alertIds: readonly string[]) => Promise<void>) {}

  /** Resolves when the record knows; rejects when it could not be told. */
  async confirm(wardId: string, alertIds: readonly string[]): Promise<void> {
    let waiting = this.gathering.get(wardId);
    if (!waiting) {
      const gathered = new Set<string>();
      waiting = { alertIds: gathered, written: this.writeSoon(wardId, gathered) };
      this.gathering.set(wardId, waiting);
    }
    for (const id of alertIds) waiting.alertIds.add(id);
    await waiting.written;
  }

  private async writeSoon(wardId: string, alertIds: ReadonlySet<string>): Promise<void> {
    await new Promise((resolve) => {
      setTimeout(resolve, TOGETHER_WITHIN);
    });
    this.gathering.delete(wardId);
    await this.write(wardId, [...alertIds]);
  }
}
