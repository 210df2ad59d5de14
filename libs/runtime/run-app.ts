import { openLog, type Logger } from './log.ts';
import { readSettings, UnusableSettings, type Settings } from './settings.ts';
import { keepHeapSmall } from './small-heap.ts';

/** What an app has to let go of, in the order that the work flows: first stop taking in, last let go of the store. */
export interface RunningApp {
  url: string;
  close(): Promise<void>;
}

/** After this long, in ms, an app that is still closing is ended: its work is safe in the record by design. */
const CLOSE_WITHIN = 4_000;

/**
 * Runs one app as a process: reads the settings or refuses to start in one line, says when it serves (in the log and to
 * the process that started it), and closes in order at SIGTERM, SIGINT, or when the process that started it is gone.
 */
export async function runApp(
  name: string,
  start: (settings: Settings, log: Logger) => Promise<RunningApp>,
): Promise<void> {
  let settings: Settings;
  try {
    settings = readSettings();
  } catch (error) {
    if (!(error instanceof UnusableSettings)) throw error;
    process.stderr.write(`${name} cannot start: ${error.message}\n`);
    process.exitCode = 78;
    disconnectFromParent();
    return;
  }
  const log = openLog(name, settings.logLevel);
  let running: RunningApp | null = null;
  let closing = false;

  const close = async (why: string): Promise<void> => {
    if (closing) return;
    closing = true;
    log.info({ why }, 'closing');
    const overdue = setTimeout(() => process.exit(1), CLOSE_WITHIN);
    try {
      await running?.close();
      log.info('closed');
    } catch (error) {
      log.error({ err: error }, 'did not close cleanly');
      process.exitCode = 1;
    }
    clearTimeout(overdue);
    process.exit();
  };
  process.once('SIGTERM', () => void close('SIGTERM'));
  process.once('SIGINT', () => void close('SIGINT'));
  process.once('disconnect', () => void close('the process that started this one is gone'));
  process.on('unhandledRejection', (error) => {
    log.fatal({ err: error }, 'a promise was rejected and nobody noticed');
    process.exit(1);
  });

  try {
    running = await start(settings, log);
  } catch (error) {
    log.fatal({ err: error }, 'cannot start');
    process.stderr.write(`${name} cannot start: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
  keepHeapSmall();
  log.info({ url: running.url }, 'ready');
  process.send?.({ type: 'ready', url: running.url });
}

function disconnectFromParent(): void {
  if (process.connected) process.disconnect();
}
