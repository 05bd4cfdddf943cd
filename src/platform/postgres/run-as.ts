import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { StartError } from '../errors.js';

/** As whom PostgreSQL runs, and with which command in front of it. */
export interface RunAs {
  readonly uid: number;
  readonly gid: number;
  /** Wraps a command line; the same when nothing is needed. */
  wrap(command: string, args: readonly string[]): { command: string; args: string[]; uid?: number; gid?: number };
}

/** Users whom root may lend its database to, the first that exists. */
const CANDIDATES = ['postgres', 'nobody'];

/** Numbers that Linux gives these rights, from capabilities(7). */
const CAPABILITIES = { dac_override: 1, dac_read_search: 2, setpcap: 8 } as const;
type Capability = keyof typeof CAPABILITIES;

/**
 * PostgreSQL asks access(2) for its own programs, which looks at the rights of an ordinary user without those lent to
 * it, unless this is set. After the next exec it has the lent right alone all the same.
 */
const KEEP_FOR_ACCESS = '--securebits=+no_setuid_fixup';

/**
 * PostgreSQL refuses to run as root. As any other user nothing is to be done: null. As root it runs as `postgres` or
 * `nobody`; where that user cannot reach `paths`, because a folder above them (such as /root) is closed to it, it is
 * given the right to pass through closed folders and no other. Throws a `StartError` where there is no way.
 */
export function runAs(paths: readonly string[]): RunAs | null {
  if (process.getuid?.() !== 0) return null;
  const user = firstUser();
  const closed = paths.map((path) => closedFolderAbove(path, user.uid, user.gid)).find((folder) => folder !== null);
  if (closed === undefined) return { ...user, wrap: (command, args) => ({ command, args: [...args], ...user }) };
  const capability = lendable();
  if (capability === null || !hasSetpriv()) {
    throw new StartError(
      `PostgreSQL may not run as root, and its user ${user.uid} cannot enter ${closed}. Start Pennywatt as an ordinary ` +
        `user, move it out of ${closed}, open that folder (chmod o+x), or use your own PostgreSQL with DATABASE_URL.`,
    );
  }
  const rights = `+${capability}`;
  const identity = [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];
  const lent = [`--inh-caps=${rights}`, `--ambient-caps=${rights}`, KEEP_FOR_ACCESS];
  const wrapped = [...identity, ...lent, '--'];
  return { ...user, wrap: (command, args) => ({ command: 'setpriv', args: [...wrapped, command, ...args] }) };
}

function firstUser(): { uid: number; gid: number } {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of CANDIDATES) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new StartError(
    'PostgreSQL may not run as root, and there is no user "postgres" or "nobody" to run it as. Start Pennywatt as an ' +
      'ordinary user, make such a user, or use your own PostgreSQL with DATABASE_URL.',
  );
}

/** The uppermost folder on the way to `path` that this user may not pass, null when the way is free. */
function closedFolderAbove(path: string, uid: number, gid: number): string | null {
  const above = dirname(path);
  const closedHigher = above === path ? null : closedFolderAbove(above, uid, gid);
  if (closedHigher !== null) return closedHigher;
  const { mode, uid: owner, gid: group } = statSync(above);
  const passable = owner === uid ? mode & 0o100 : group === gid ? mode & 0o010 : mode & 0o001;
  return passable ? null : above;
}

/** The lesser right first: in many containers root has only the greater. */
function lendable(): Capability | null {
  const held = /^CapBnd:\s*([0-9a-f]+)/m.exec(readSelf());
  const effective = /^CapEff:\s*([0-9a-f]+)/m.exec(readSelf());
  if (!held?.[1] || !effective?.[1]) return null;
  const rights = BigInt(`0x${held[1]}`) & BigInt(`0x${effective[1]}`);
  const has = (name: Capability) => ((rights >> BigInt(CAPABILITIES[name])) & 1n) === 1n;
  const names: readonly Capability[] = ['dac_read_search', 'dac_override'];
  return has('setpcap') ? (names.find(has) ?? null) : null;
}

function readSelf(): string {
  try {
    return readFileSync('/proc/self/status', 'utf8');
  } catch {
    return '';
  }
}

function hasSetpriv(): boolean {
  try {
    return execFileSync('setpriv', ['--help'], { encoding: 'utf8' }).includes('--ambient-caps');
  } catch {
    return false;
  }
}
