import { setTimeout as sleep } from 'node:timers/promises';
import { startApp } from '../app.js';
import { InputError, liveHolder, readSettings, StartError, type Settings } from '../platform/index.js';
import type { ApiClient } from './context.js';

/** Another command on the same home ends within seconds; a server that starts has an address by then. */
const PATIENCE_SECONDS = 60;

/**
 * The API that a command asks: the server that `PENNYWATT_URL` names, else the one that runs on this home, else the
 * product itself, started in this process for as long as the command runs.
 */
export async function connect(environment: NodeJS.ProcessEnv = process.env): Promise<ApiClient> {
  const stated = environment.PENNYWATT_URL;
  if (stated) {
    if (!URL.canParse(stated)) {
      throw new InputError(`PENNYWATT_URL is "${stated}", which is no address. An example: http://localhost:8080.`);
    }
    return remote(stated);
  }
  const settings = readSettings({ LOG_LEVEL: 'warn', ...environment });
  return (await serverOn(settings)) ?? inProcess(settings);
}

/** The server on this home, if there is one; waits while the holder of the home has no address. */
async function serverOn({ home, databaseUrl, clickhouseUrl }: Settings): Promise<ApiClient | null> {
  if (databaseUrl !== null && clickhouseUrl !== null) return null;
  for (const end = Date.now() + PATIENCE_SECONDS * 1000; Date.now() < end; await sleep(100)) {
    const holder = liveHolder(home);
    if (holder === null) return null;
    if (holder.url !== null) return remote(holder.url);
  }
  return null;
}

async function inProcess(settings: Settings): Promise<ApiClient> {
  const running = await startApp(settings, { listen: false });
  return {
    async request(method, path, body) {
      const response = await running.app.inject({
        method,
        url: path,
        ...(body === undefined ? {} : { payload: body as object }),
      });
      return { status: response.statusCode, body: parsed(response.body) };
    },
    close: () => running.close(),
  };
}

function remote(address: string): ApiClient {
  const base = address.replace(/\/+$/, '');
  return {
    async request(method, path, body) {
      const headers = {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      };
      let response: Response;
      try {
        response = await fetch(base + path, {
          method,
          headers,
          body: body === undefined ? null : JSON.stringify(body),
        });
      } catch (error) {
        throw new StartError(
          `There is no answer from ${base}. Start the server there, correct PENNYWATT_URL, or unset it to work without one.`,
          { cause: error },
        );
      }
      return { status: response.status, body: parsed(await response.text()) };
    },
    close: () => Promise.resolve(),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
