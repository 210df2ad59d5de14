import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** What the line does with what is sent over it. */
type Line = 'carries' | 'cut' | 'loses-answers';

/** A line between a tablet and Homeward that can be cut in the middle of anything, as a care home's wifi is. */
export class WeakLine {
  private state: Line = 'carries';
  private readonly open = new Set<Socket>();

  private constructor(private readonly server: Server) {}

  static async to(url: string): Promise<WeakLine> {
    const { hostname, port } = new URL(url);
    const server = createServer();
    const line = new WeakLine(server);
    server.on('connection', (tablet) => line.carry(tablet, connect(Number(port), hostname)));
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return line;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What is under way is cut off, in the middle of a word if need be. */
  cut(): void {
    this.state = 'cut';
    for (const socket of this.open) socket.destroy();
  }

  /** What is sent arrives, and no answer to it ever comes back. */
  loseAnswers(): void {
    this.state = 'loses-answers';
  }

  mend(): void {
    this.state = 'carries';
    // What hangs on an answer that was lost finds out now.
    for (const socket of this.open) socket.destroy();
  }

  async close(): Promise<void> {
    for (const socket of this.open) socket.destroy();
    await new Promise((resolve) => {
      this.server.close(resolve);
    });
  }

  private carry(tablet: Socket, homeward: Socket): void {
    for (const [socket, other] of [
      [tablet, homeward],
      [homeward, tablet],
    ] as const) {
      this.open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.open.delete(socket);
        other.destroy();
      });
    }
    if (this.state === 'cut') return void tablet.destroy();
    tablet.on('data', (bytes) => void homeward.write(bytes));
    homeward.on('data', (bytes) => {
      if (this.state !== 'loses-answers') tablet.write(bytes);
    });
  }
}
