import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isReady, stopPostmaster } from './postmaster.js';
import type { RunAs } from './run-as.js';

/** What PostgreSQL is started with. */
export interface PostgresCommand {
  /** Full path of the program. */
  readonly program: string;
  /** Null: as whom we run. */
  readonly owner: RunAs | null;
  readonly dataFolder: string;
  readonly logFile: string;
}

interface End {
  /** In its own words. */
  readonly reason: string;
  /** It was told to stop, and did. */
  readonly inOrder: boolean;
}

export interface Started {
  readonly started: true;
  readonly pid: number;
  /** Resolves when it ends, for whatever reason. */
  readonly ended: Promise<End>;
}

export type Launch = Started | { readonly started: false; readonly retry: boolean; readonly reason: string };

const START_SECONDS = 60;

/** Small: it serves one process on one machine, beside everything else that runs there. */
const SERVER_SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=60',
  'shared_buffers=64MB',
];

/**
 * What passes: another program has taken the port; workers of a killed PostgreSQL let go of the memory within seconds;
 * one that was only just starting when its parent was killed has written its note by now.
 */
const PASSING = /could not bind|Address already in use|pre-existing shared memory|lock file .* already exists/i;

/** Starts it once and waits until it takes connections, or says why it does not. */
export async function launch({ program, owner, dataFolder, logFile }: PostgresCommand, port: number): Promise<Launch> {
  const log = openSync(logFile, 'a', 0o600);
  const logStart = statSync(logFile).size;
  const args = ['-D', dataFolder, '-p', String(port), ...SERVER_SETTINGS.flatMap((setting) => ['-c', setting])];
  const { command, args: wrapped, ...identity } = owner?.wrap(program, args) ?? { command: program, args };
  // In a group of its own: Ctrl-C at the terminal must reach us first, who stop it after the last query.
  const child = spawn(command, wrapped, {
    ...identity,
    detached: true,
    cwd: dataFolder,
    env: { ...process.env, LC_ALL: 'C' },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const ended = new Promise<End>((resolve) => {
    child.once('error', (error) => resolve({ reason: `it could not be run (${error.message}).`, inOrder: false }));
    child.once('exit', (code) => resolve({ reason: lastComplaint(logFile, logStart), inOrder: code === 0 }));
  });
  child.unref();
  const end = Date.now() + START_SECONDS * 1000;
  while (Date.now() < end) {
    const over = await Promise.race([ended, sleep(15).then(() => null)]);
    if (over !== null) return { started: false, retry: PASSING.test(over.reason), reason: over.reason };
    if (child.pid !== undefined && isReady(dataFolder, child.pid)) return { started: true, pid: child.pid, ended };
  }
  if (child.pid !== undefined) await stopPostmaster(child.pid);
  return { started: false, retry: false, reason: `it was not ready after ${START_SECONDS} s.` };
}

function lastComplaint(logFile: string, from: number): string {
  const lines = readFileSync(logFile).subarray(from).toString('utf8').trim().split('\n');
  const complaint = lines.findLast((line) => /\b(FATAL|PANIC|ERROR):/.test(line)) ?? lines.at(-1) ?? '';
  const sentence = complaint.replace(/^.*?\b(FATAL|PANIC|ERROR):\s*/, '').trim();
  return sentence === '' ? 'it ended without a word.' : `${sentence}.`;
}
