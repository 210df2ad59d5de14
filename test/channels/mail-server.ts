import { SMTPServer } from 'smtp-server';
import { stopAtTheEnd } from '../harness/index.ts';

export interface Mail {
  readonly to: string;
  /** As it arrived. */
  readonly text: string;
  readonly messageId: string;
  readonly subject: string;
}

/** A mail server that speaks SMTP and asks who sends. */
export class MailServer {
  readonly mails: Mail[] = [];
  /** What the next messages are answered with, one each, before they are taken. */
  readonly failures: number[] = [];
  readonly user = 'ward';
  readonly password = 'a password of the mail server';
  port = 0;

  static async open(): Promise<MailServer> {
    const mail = new MailServer();
    const server = new SMTPServer({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      logger: false,
      onAuth: ({ username, password }, _session, done) =>
        username === mail.user && password === mail.password
          ? done(null, { user: username })
          : done(Object.assign(new Error('Authentication failed'), { responseCode: 535 })),
      onRcptTo: (_address, _session, done) => {
        const failure = mail.failures.shift();
        if (failure === undefined) done();
        else done(Object.assign(new Error('Not now'), { responseCode: failure }));
      },
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          mail.mails.push({
            to: session.envelope.rcptTo.map(({ address }) => address).join(),
            text,
            messageId: /^Message-ID: (.*)\r$/im.exec(text)?.[1] ?? '',
            subject: /^Subject: (.*)\r$/im.exec(text)?.[1] ?? '',
          });
          done();
        });
      },
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.server.address();
    mail.port = typeof address === 'object' && address ? address.port : 0;
    stopAtTheEnd(() => new Promise<void>((resolve) => server.close(() => resolve())));
    return mail;
  }

  settings(): Record<string, string> {
    const who = `${encodeURIComponent(this.user)}:${encodeURIComponent(this.password)}`;
    return { SMTP_URL: `smtp://${who}@127.0.0.1:${this.port}`, SMTP_FROM: 'ward@homeward.example' };
  }
}
