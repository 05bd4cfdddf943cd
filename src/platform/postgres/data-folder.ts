import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { StartError } from '../errors.js';
import type { PostgresBinaries } from './binaries.js';
import type { RunAs } from './run-as.js';

export const USER = 'pennywatt';
const MAJOR_VERSION = '18';

/** The way out where data are damaged. */
export const START_ANEW = 'Put back a backup of that folder, or move it away and start again from the shipped data';

/**
 * Makes the data folder where there is none, else looks whether this version can open it. Returns the password. Throws
 * a `StartError` that names the next step, or what the file system says.
 */
export function prepareDataFolder(
  dataFolder: string,
  passwordFile: string,
  binaries: PostgresBinaries,
  owner: RunAs | null,
): string {
  if (isAbsentOrEmpty(dataFolder)) {
    const password = newPassword(passwordFile);
    makeDataFolder(dataFolder, binaries, owner, password);
    return password;
  }
  checkVersion(dataFolder);
  return knownPassword(passwordFile, dataFolder);
}

/** Made beside its place and moved there when complete: a start that is killed leaves nothing half-made in use. */
function makeDataFolder(dataFolder: string, binaries: PostgresBinaries, owner: RunAs | null, password: string): void {
  removeDrafts(dataFolder);
  // Named after this process: the initdb of a start that was killed may still be writing into its own.
  const draft = `${dataFolder}.new.${process.pid}`;
  const passwordFile = `${draft}.password`;
  rmSync(dataFolder, { recursive: true, force: true });
  try {
    mkdirSync(draft, { mode: 0o700 });
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    if (owner) for (const path of [draft, passwordFile]) chownSync(path, owner.uid, owner.gid);
    initialise(draft, passwordFile, binaries, owner);
    renameSync(draft, dataFolder);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(draft, { recursive: true, force: true });
  }
}

/** What starts that were killed left behind. */
function removeDrafts(dataFolder: string): void {
  const home = dirname(dataFolder);
  const drafts = readdirSync(home).filter((name) => name.startsWith(`${basename(dataFolder)}.new`));
  // An initdb that still runs puts files back while its folder is emptied.
  for (const name of drafts) rmSync(join(home, name), { recursive: true, force: true, maxRetries: 5 });
}

function initialise(draft: string, passwordFile: string, { initdb }: PostgresBinaries, owner: RunAs | null): void {
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
  const { command, args: wrapped, ...identity } = owner?.wrap(initdb, args) ?? { command: initdb, args };
  const result = spawnSync(command, wrapped, {
    ...identity,
    cwd: draft,
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  });
  if (result.status === 0) return;
  const why = result.error?.message ?? complaintOf(`${result.stderr}`);
  throw new StartError(
    `The embedded PostgreSQL could not make its data folder ${draft.replace(/\.new\.\d+$/, '')}: ${why}. ` +
      'Check room and rights there, or use your own PostgreSQL with DATABASE_URL.',
  );
}

/** The first line that is an error: those after it tell how initdb cleans up. */
function complaintOf(output: string): string {
  const lines = output.trim().split('\n');
  const line = lines.find((text) => /\b(FATAL|PANIC|error):/.test(text)) ?? lines.at(-1) ?? '';
  return line.replace(/^.*?\b(FATAL|PANIC|error):\s*/, '').replace(/\.$/, '');
}

function checkVersion(dataFolder: string): void {
  const file = join(dataFolder, 'PG_VERSION');
  const version = existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
  if (version === MAJOR_VERSION) return;
  if (version === null || !/^\d+$/.test(version)) {
    const what = version === null ? 'has no file PG_VERSION' : 'has no version in its file PG_VERSION';
    throw new StartError(`The data folder ${dataFolder} is damaged: it ${what}. ${START_ANEW}.`);
  }
  throw new StartError(
    `The data in ${dataFolder} are of PostgreSQL ${version}, this version brings ${MAJOR_VERSION}. Bring them over ` +
      'with pg_dump from the earlier version, or use your own PostgreSQL with DATABASE_URL.',
  );
}

/** Readable by the owner of the home alone. One that a start left before there were data is as good as a new one. */
function newPassword(file: string): string {
  const password = randomBytes(24).toString('hex');
  writeFileSync(file, `${password}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
  return password;
}

function knownPassword(file: string, dataFolder: string): string {
  const password = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  if (password !== '') return password;
  throw new StartError(
    `The password of the embedded PostgreSQL is gone: it lay in ${file}. Put that file back from a backup, or move ` +
      `${dataFolder} away and start again from the shipped data.`,
  );
}

function isAbsentOrEmpty(folder: string): boolean {
  return !existsSync(folder) || readdirSync(folder).length === 0;
}
