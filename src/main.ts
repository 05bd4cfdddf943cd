import { startApp } from './app.js';
import { welcome } from './welcome.js';
import { InputError, readSettings } from './platform/index.js';

/** Starts the product and keeps it until it is told to stop. The exit code is 2 for wrong settings, 1 for a fault. */
async function main(): Promise<void> {
  const began = performance.now();
  const settings = readSettings();
  let stop: (signal: NodeJS.Signals) => void = () => undefined;
  const stopped = new Promise<NodeJS.Signals>((resolve) => {
    stop = resolve;
  });
  // From the start: a Ctrl-C while the stores open must not leave them half open.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  const running = await startApp(settings, { listen: true });
  process.stdout.write(`${welcome(running, settings, performance.now() - began)}\n`);
  const signal = await stopped;
  process.stdout.write(`\nStopping (${signal}) …\n`);
  await running.close();
  process.stdout.write('Stopped. All data are kept.\n');
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`pennywatt: ${message}\n`);
    if (process.env.LOG_LEVEL === 'debug' && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`);
    process.exit(error instanceof InputError ? 2 : 1);
  },
);
