import { startApp, type RunningApp } from './app.js';
import { InputError, readSettings } from './platform/index.js';
import { welcome } from './welcome.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Starts the product and keeps it until it is told to stop. The exit code is 2 for wrong settings, 1 for a fault. */
async function main(): Promise<void> {
  const settings = readSettings();
  const stop = heedSignals();
  const running = await startApp(settings, { listen: true });
  stopOnFault(running);
  if (!stop.isTold) {
    // Since the process began: building and loading it count for whoever waits.
    say(welcome(running, settings, performance.now()));
  }
  await stop.told;
  await running.close();
  say('Stopped. All data are kept.');
}

/** From the start: a Ctrl-C while the stores open must not leave them half open. */
function heedSignals(): { readonly isTold: boolean; readonly told: Promise<void> } {
  let tell: () => void = () => undefined;
  const stop = { isTold: false, told: new Promise<void>((resolve) => (tell = resolve)) };
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      // Pressed twice by habit: it is under way.
      if (!stop.isTold) say(`\nStopping (${signal}) …`);
      stop.isTold = true;
      tell();
    });
  }
  return stop;
}

/** A fault that nobody foresaw ends the process, but in good order: nothing of it runs on. */
function stopOnFault(running: RunningApp): void {
  process.on('uncaughtException', (error) => {
    complain(`A fault of ours ends this process: ${error.stack ?? error.message}`);
    void running.close().finally(() => process.exit(1));
  });
}

/** Whoever reads along may leave (`npm start | head`): that is no reason to stop. */
function heedNoBrokenPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function complain(text: string): void {
  process.stderr.write(`pennywatt: ${text}\n`);
}

heedNoBrokenPipe();
main().then(
  () => process.exit(0),
  (error: unknown) => {
    complain(error instanceof Error ? error.message : String(error));
    if (process.env.LOG_LEVEL === 'debug' && error instanceof Error) complain(stackOf(error));
    process.exit(error instanceof InputError ? 2 : 1);
  },
);

/** With the stacks of what caused it. */
function stackOf(error: Error): string {
  const own = error.stack ?? error.message;
  return error.cause instanceof Error ? `${own}\nCaused by: ${stackOf(error.cause)}` : own;
}
