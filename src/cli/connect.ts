import { setTimeout as sleep } from 'node:timers/promises';
import { HomeInUseError, liveHolder, readSettings, type Settings } from '../platform/index.js';
import type { ApiClient } from './context.js';
import { inProcess } from './in-process.js';
import { remote } from './remote.js';

/** Another command on the same home ends within seconds; a server that starts has an address by then. */
const PATIENCE_MS = 60_000;

/**
 * The API that a command asks: the server that `PENNYWATT_URL` names, else the one that runs on this home, else the
 * product itself, started in this process for as long as the command runs.
 */
export async function connect(environment: NodeJS.ProcessEnv = process.env): Promise<ApiClient> {
  if (environment.PENNYWATT_URL) return remote(environment.PENNYWATT_URL);
  const settings = readSettings({ LOG_LEVEL: 'warn', ...environment });
  for (const end = Date.now() + PATIENCE_MS; ;) {
    const server = await serverOn(settings, end);
    if (server !== null) return server;
    try {
      return await inProcess(settings);
    } catch (error) {
      // Another command took the home between our look at it and our try: it is waited for, too.
      if (!(error instanceof HomeInUseError) || Date.now() > end) throw error;
    }
  }
}

/** The server on this home, if there is one; waits while the holder of the home has no address. */
async function serverOn({ home, databaseUrl, clickhouseUrl }: Settings, end: number): Promise<ApiClient | null> {
  if (databaseUrl !== null && clickhouseUrl !== null) return null;
  for (; Date.now() < end; await sleep(100)) {
    const holder = liveHolder(home);
    if (holder === null) return null;
    if (holder.url !== null) return remote(holder.url);
  }
  return null;
}
