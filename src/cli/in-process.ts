import { constants } from 'node:os';
import { startApp } from '../app.js';
import type { Settings } from '../platform/index.js';
import type { ApiClient } from './context.js';
import { parsed } from './remote.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The product itself, in this process for as long as the command runs; it answers whatever roles the settings give. */
export async function inProcess(settings: Settings): Promise<ApiClient> {
  const starting = startApp({ ...settings, roles: new Set(['api']) }, { listen: false });
  // A Ctrl-C ends the command, but first what it has started: nothing of it runs on.
  const stop = (signal: NodeJS.Signals) => {
    const code = 128 + constants.signals[signal];
    void starting.then((running) => running.close()).finally(() => process.exit(code));
  };
  for (const signal of SIGNALS) process.once(signal, stop);
  const running = await starting;
  return {
    async request(method, path, body) {
      const response = await running.app.inject({
        method,
        url: path,
        ...(body === undefined ? {} : { payload: body as object }),
      });
      return { status: response.statusCode, body: parsed(response.body) };
    },
    async close() {
      await running.close();
      for (const signal of SIGNALS) process.off(signal, stop);
    },
  };
}
