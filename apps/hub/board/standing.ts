import { mayEmit, whoseSession } from '#access';
import { WARD_NAMESPACE, type RemovedFromWard } from '#contracts';
import type { Account, Database } from '#records';
import type { Clock } from '#runtime';
import type { WardNamespace, WardSocket } from './ward-socket.ts';

/**
 * Whether whoever is behind a socket may still hear what it hears. A session that ended ends its sockets; a ward that was
 * taken away, or a role that watches no boards, shows them out of the ward.
 */
export class Standing {
  private looking: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly namespace: WardNamespace,
    private readonly clock: Clock,
    private readonly doors: {
      showOut: (socket: WardSocket, removal: RemovedFromWard) => void;
      /** What the person may be told of the ward may have changed. */
      review: (socket: WardSocket) => void;
    },
  ) {}

  /** Looks at the sockets of one account again, or with null at all of them; one look after the other. Never rejects. */
  lookAgain(accountId: string | null): Promise<void> {
    // While the record cannot be reached there are no heartbeats either, and the next look decides.
    this.looking = this.looking.then(() => this.look(accountId)).catch(() => undefined);
    return this.looking;
  }

  private async look(accountId: string | null): Promise<void> {
    const bySession = new Map<string, WardSocket[]>();
    for (const socket of this.namespace.sockets.values()) {
      if (accountId !== null && socket.data.account.id !== accountId) continue;
      const { token } = socket.data;
      const known = bySession.get(token);
      if (known) known.push(socket);
      else bySession.set(token, [socket]);
    }
    for (const [token, sockets] of bySession) {
      const account = await whoseSession(this.database, token, this.clock.now());
      for (const socket of sockets) this.judge(socket, account);
    }
  }

  private judge(socket: WardSocket, account: Account | null): void {
    if (!account) {
      socket.emit('session-ended');
      socket.disconnect(true);
      return;
    }
    socket.data.account = account;
    const { wardId } = socket.data;
    if (wardId === null) return;
    if (account.wardIds.includes(wardId) && mayEmit(WARD_NAMESPACE, 'join', account.role)) {
      this.doors.review(socket);
      return;
    }
    this.doors.showOut(socket, { wardId, error: 'This ward is no longer one of yours.' });
  }
}
