import type { AuditEntry } from '#contracts';
import { appendAudit, staysOnWard, type Account, type Database } from '#records';

interface Told {
  act: 'began-watching-board' | 'stopped-watching-board';
  account: Account;
  wardId: string;
  written: () => void;
  failed: (error: unknown) => void;
}

/**
 * Tells the audit trail who began to watch which ward's board, and who stopped. The trail has one end that everybody waits
 * for, so what came while the last entries were written is in the next: five hundred who come back after a hub was killed
 * are a few writes.
 */
export class Watching {
  private waiting: Told[] = [];
  private writing = false;

  constructor(private readonly database: Database) {}

  /** Resolves when it is written: only then may anything be shown. */
  began(account: Account, wardId: string): Promise<void> {
    return this.tell('began-watching-board', account, wardId);
  }

  /** Never rejects: the trail then has the beginning alone (as when a hub is killed), and no watching outlasts its session. */
  stopped(account: Account, wardId: string): Promise<void> {
    return this.tell('stopped-watching-board', account, wardId).catch(() => undefined);
  }

  private tell(act: Told['act'], account: Account, wardId: string): Promise<void> {
    return new Promise((written, failed) => {
      this.waiting.push({ act, account, wardId, written, failed });
      if (!this.writing) void this.write();
    });
  }

  private async write(): Promise<void> {
    this.writing = true;
    while (this.waiting.length > 0) {
      const some = this.waiting.splice(0);
      try {
        await appendAudit(this.database, await this.entriesOf(some));
        for (const { written } of some) written();
      } catch (error) {
        for (const { failed } of some) failed(error);
      }
    }
    this.writing = false;
  }

  private async entriesOf(some: readonly Told[]): Promise<AuditEntry[]> {
    const onBoard = new Map<string, string[]>();
    for (const { act, wardId } of some) {
      if (act === 'stopped-watching-board' || onBoard.has(wardId)) continue;
      onBoard.set(wardId, await staysOnWard(this.database, wardId));
    }
    return some.map(({ act, account, wardId }) => {
      const screen = account.wall && { details: { wallScreen: account.wall.sessionId } };
      const entry = { act, actor: { kind: 'person', id: account.id }, ward: wardId, ...screen } as const;
      return act === 'began-watching-board' ? { ...entry, admissions: onBoard.get(wardId) ?? [] } : entry;
    });
  }
}
