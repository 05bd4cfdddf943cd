import { accessSync, constants, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from './errors.js';
import { faultOfFile, makeFolder } from './folder.js';
import { isRunning, startOf } from './process-identity.js';

/** Who holds a home, as its lock file says. */
export interface HomeHolder {
  readonly pid: number;
  /** Start of that process, so that a later process of the same number is not taken for it. */
  readonly started: string | null;
  /** Where it answers; null while it starts, and for a command that does not listen. */
  readonly url: string | null;
}

/** The home is held by a process that runs. */
export class HomeInUseError extends StartError {
  constructor(
    home: string,
    readonly holder: HomeHolder,
  ) {
    const where = holder.url === null ? '' : ` and answers on ${holder.url}`;
    super(
      `The home ${home} is in use: process ${holder.pid} works on it${where}. ` +
        'Stop that process first, or choose another folder with PENNYWATT_HOME.',
    );
  }
}

const LOCK = 'pennywatt.lock';

/** The folder of the embedded stores while this process holds it. */
export class Home {
  private constructor(readonly path: string) {}

  /**
   * Makes the folder where it is missing and takes its lock. A lock left by a process that was killed is taken over.
   * Throws `HomeInUseError`, or a `StartError` where the folder cannot be written.
   */
  static take(path: string): Home {
    try {
      makeFolder(path);
      accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
      takeLock(path);
    } catch (error) {
      if (error instanceof StartError) throw error;
      const { why, remedy } = faultOfFile(error);
      throw new StartError(
        `The home ${path} cannot be written: ${why}. ${remedy}, or choose another folder with PENNYWATT_HOME.`,
        { cause: error },
      );
    }
    return new Home(path);
  }

  folder(name: string): string {
    return join(this.path, name);
  }

  /** Lets commands on this machine find the server that runs on this home. */
  announce(url: string): void {
    const lock = join(this.path, LOCK);
    const next = `${lock}.${process.pid}`;
    writeFileSync(next, contentFor(url));
    renameSync(next, lock);
  }

  release(): void {
    // Never the lock of somebody who took over.
    if (readHolder(this.path)?.pid === process.pid) rmSync(join(this.path, LOCK), { force: true });
  }
}

/** Who holds this home now; null when nobody does, or the holder has died. */
export function liveHolder(path: string): HomeHolder | null {
  const holder = readHolder(path);
  return holder !== null && isAlive(holder) ? holder : null;
}

function takeLock(path: string): void {
  const lock = join(path, LOCK);
  const own = `${lock}.${process.pid}`;
  writeFileSync(own, contentFor(null));
  try {
    // A link appears whole or not at all, and fails where a lock lies already.
    for (let attempt = 0; ; attempt += 1) {
      try {
        linkSync(own, lock);
        return;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt > 3) throw error;
      }
      const holder = liveHolder(path);
      if (holder !== null) throw new HomeInUseError(path, holder);
      removeStale(path);
    }
  } finally {
    rmSync(own, { force: true });
  }
}

/**
 * Moved aside before it is removed: of two processes that find the same stale lock, the slower one may lay its hands on
 * the lock that the faster one has just taken, and gives it back.
 */
function removeStale(path: string): void {
  const lock = join(path, LOCK);
  const aside = `${lock}.${process.pid}.stale`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    // The other one was faster.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const holder = holderIn(aside);
  if (holder !== null && isAlive(holder)) renameSync(aside, lock);
  rmSync(aside, { recursive: true, force: true });
}

function contentFor(url: string | null): string {
  const holder: HomeHolder = { pid: process.pid, started: startOf(process.pid), url };
  return `${JSON.stringify(holder)}\n`;
}

function readHolder(path: string): HomeHolder | null {
  return holderIn(join(path, LOCK));
}

function holderIn(lock: string): HomeHolder | null {
  try {
    const holder = JSON.parse(readFileSync(lock, 'utf8')) as HomeHolder;
    return Number.isInteger(holder.pid) ? holder : null;
  } catch {
    return null;
  }
}

function isAlive(holder: HomeHolder): boolean {
  if (!isRunning(holder.pid)) return false;
  const started = startOf(holder.pid);
  return holder.started === null || started === null || started === holder.started;
}
