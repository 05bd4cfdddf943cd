import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '../errors.js';
import type { Home } from '../home.js';
import { postgresBinaries, type PostgresBinaries } from './binaries.js';
import { clearRemains, isReady, stopPostmaster } from './postmaster.js';
import { runAs, type RunAs } from './run-as.js';

/** A PostgreSQL that this process started. */
export interface RunningPostgres {
  /** With the password: never to be logged. */
  readonly url: string;
  stop(): Promise<void>;
}

const USER = 'pennywatt';
const MAJOR_VERSION = '18';
const START_SECONDS = 60;
/** Another program can take the free port before PostgreSQL does. */
const PORT_ATTEMPTS = 5;

/** Small: it serves one process on one machine, beside everything else that runs there. */
const SERVER_SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=60',
  'shared_buffers=64MB',
];

/**
 * Starts the embedded PostgreSQL under the home, making its data folder the first time. It listens on this machine
 * only, on a free port, behind a random password. Throws a `StartError` that names the next step.
 */
export async function startEmbeddedPostgres(home: Home): Promise<RunningPostgres> {
  const binaries = postgresBinaries(home.folder('postgres-program'));
  const dataFolder = home.folder('postgres');
  const owner = runAs([binaries.postgres, dataFolder]);
  const password = passwordOf(home.folder('postgres-password'));
  if (isAbsentOrEmpty(dataFolder)) makeDataFolder(dataFolder, binaries, owner, password);
  else checkDataFolder(dataFolder);
  await clearRemains(dataFolder);
  const logFile = home.folder('postgres.log');
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const outcome = await launch(binaries, owner, dataFolder, port, logFile);
    if (outcome.started) {
      return {
        url: `postgresql://${USER}:${password}@127.0.0.1:${port}/postgres`,
        stop: () => stopPostmaster(outcome.pid),
      };
    }
    if (!outcome.retry || attempt >= PORT_ATTEMPTS) {
      throw new StartError(
        `The embedded PostgreSQL cannot start on ${dataFolder}: ${outcome.reason} ` +
          `Everything it said is in ${logFile}. If its data are damaged, put back a backup of that folder, or move it ` +
          'away and start again from the shipped data.',
      );
    }
    await sleep(200);
  }
}

type Launch = { started: true; pid: number } | { started: false; retry: boolean; reason: string };

async function launch(
  binaries: PostgresBinaries,
  owner: RunAs | null,
  dataFolder: string,
  port: number,
  logFile: string,
): Promise<Launch> {
  const log = openSync(logFile, 'a', 0o600);
  const logStart = statSync(logFile).size;
  const args = ['-D', dataFolder, '-p', String(port), ...SERVER_SETTINGS.flatMap((setting) => ['-c', setting])];
  const {
    command,
    args: wrapped,
    ...identity
  } = owner?.wrap(binaries.postgres, args) ?? { command: binaries.postgres, args };
  // In a group of its own: Ctrl-C at the terminal must reach us first, who stop it after the last query.
  const child = spawn(command, wrapped, {
    ...identity,
    detached: true,
    cwd: dataFolder,
    env: { ...process.env, LC_ALL: 'C' },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`it could not be run (${error.message}).`));
    child.once('exit', () => resolve(lastComplaint(logFile, logStart)));
  });
  child.unref();
  const end = Date.now() + START_SECONDS * 1000;
  while (Date.now() < end) {
    const reason = await Promise.race([ended, sleep(15).then(() => null)]);
    if (reason !== null) {
      // The second: workers of a killed PostgreSQL notice its death within seconds and let go of the memory.
      const retry = /could not bind|Address already in use|pre-existing shared memory/i.test(reason);
      return { started: false, retry, reason };
    }
    if (child.pid !== undefined && isReady(dataFolder, child.pid)) return { started: true, pid: child.pid };
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

/** Made beside its place and moved there when complete: a start that is killed leaves nothing half-made in use. */
function makeDataFolder(dataFolder: string, binaries: PostgresBinaries, owner: RunAs | null, password: string): void {
  const draft = `${dataFolder}.new`;
  const passwordFile = `${draft}.password`;
  rmSync(draft, { recursive: true, force: true });
  rmSync(dataFolder, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (owner) for (const path of [draft, passwordFile]) chownSync(path, owner.uid, owner.gid);
  try {
    const args = [
      `--pgdata=${draft}`,
      '--auth=scram-sha-256',
      `--username=${USER}`,
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      // Sorting that no update of the operating system can change under the indexes.
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
    ];
    const {
      command,
      args: wrapped,
      ...identity
    } = owner?.wrap(binaries.initdb, args) ?? { command: binaries.initdb, args };
    const result = spawnSync(command, wrapped, {
      ...identity,
      cwd: draft,
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
    });
    if (result.status !== 0) {
      const why = result.error?.message ?? `${result.stderr}`.trim().split('\n').at(-1) ?? '';
      throw new StartError(
        `The embedded PostgreSQL could not make its data folder ${dataFolder}: ${why.replace(/\.$/, '')}. ` +
          'Check room and rights there, or use your own PostgreSQL with DATABASE_URL.',
      );
    }
    renameSync(draft, dataFolder);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(draft, { recursive: true, force: true });
  }
}

function checkDataFolder(dataFolder: string): void {
  let version: string;
  try {
    version = readFileSync(`${dataFolder}/PG_VERSION`, 'utf8').trim();
  } catch (error) {
    throw new StartError(
      `The data folder ${dataFolder} is damaged: it has no file PG_VERSION. Put back a backup of that folder, or move ` +
        'it away and start again from the shipped data.',
      { cause: error },
    );
  }
  if (version !== MAJOR_VERSION) {
    throw new StartError(
      `The data in ${dataFolder} are of PostgreSQL ${version}, this version brings ${MAJOR_VERSION}. Bring them over ` +
        'with pg_dump from the earlier version, or use your own PostgreSQL with DATABASE_URL.',
    );
  }
}

/** Made the first time; readable by the owner of the home alone. */
function passwordOf(file: string): string {
  if (existsSync(file)) {
    const password = readFileSync(file, 'utf8').trim();
    if (password !== '') return password;
  }
  const password = randomBytes(24).toString('hex');
  writeFileSync(file, `${password}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
  return password;
}

function isAbsentOrEmpty(folder: string): boolean {
  return !existsSync(folder) || readdirSync(folder).length === 0;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('The system gave no port.'));
        else resolve(address.port);
      });
    });
  });
}
