import { pino, type Logger } from 'pino';
import type { LoggerService } from '@nestjs/common';

/**
 * JSON lines to stdout. Never give it a name, an NHS number, an address or a reading: ids only.
 * Requests and replies are not logged whole for that reason.
 */
export function openLog(app: string, level: string): Logger {
  return pino({
    name: app,
    level,
    redact: { paths: ['*.password', '*.authorization', '*.cookie', '*.key'], remove: true },
  });
}

export type { Logger };

/** Nest's own lines through the same log. Its start-up chatter is debug: the app says itself when it is ready. */
export function nestLog(log: Logger): LoggerService {
  const line =
    (level: 'debug' | 'warn' | 'error' | 'fatal') =>
    (message: unknown, ...rest: unknown[]): void =>
      log[level]({ context: rest.at(-1) }, message instanceof Error ? message.message : String(message));
  return {
    log: line('debug'),
    debug: line('debug'),
    verbose: line('debug'),
    warn: line('warn'),
    error: line('error'),
    fatal: line('fatal'),
  };
}
