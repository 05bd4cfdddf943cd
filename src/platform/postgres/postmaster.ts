import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '../errors.js';
import { commandOf, isRunning } from '../process-identity.js';

const PID_FILE = 'postmaster.pid';
/** Of the lines of that file, counted from 0 (PostgreSQL's utils/pidfile.h). */
const LINE = { pid: 0, status: 7 } as const;
const STOP_SECONDS = 20;

/** Whether PostgreSQL says that it takes connections. */
export function isReady(dataFolder: string, pid: number): boolean {
  const lines = pidFileLines(dataFolder);
  return Number(lines?.[LINE.pid]) === pid && lines?.[LINE.status]?.trim() === 'ready';
}

/**
 * Ends what a killed Pennywatt left behind: a PostgreSQL that still runs on this folder is stopped in good order, the
 * note of one that has died is removed. Throws a `StartError` where it does not stop.
 */
export async function clearRemains(dataFolder: string): Promise<void> {
  const pid = Number(pidFileLines(dataFolder)?.[LINE.pid]);
  if (!Number.isInteger(pid) || pid <= 1) {
    rmSync(join(dataFolder, PID_FILE), { force: true });
    return;
  }
  if (isRunning(pid) && isPostgresOn(pid, dataFolder)) {
    process.kill(pid, 'SIGINT');
    if (!(await gone(pid, STOP_SECONDS))) {
      throw new StartError(
        `A PostgreSQL of an earlier start (process ${pid}) still works on ${dataFolder} and does not stop. ` +
          `Stop it (kill -INT ${pid}) and start again.`,
      );
    }
  }
  // Its number may belong to another program by now, for which PostgreSQL would take its own note as proof of life.
  rmSync(join(dataFolder, PID_FILE), { force: true });
}

/** Fast stop: open transactions are rolled back; only when that hangs, the hard one, after which it recovers. */
export async function stopPostmaster(pid: number): Promise<void> {
  if (!isRunning(pid)) return;
  process.kill(pid, 'SIGINT');
  if (await gone(pid, STOP_SECONDS)) return;
  process.kill(pid, 'SIGQUIT');
  await gone(pid, STOP_SECONDS);
}

async function gone(pid: number, seconds: number): Promise<boolean> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
    if (!isRunning(pid)) return true;
    await sleep(20);
  }
  return !isRunning(pid);
}

function isPostgresOn(pid: number, dataFolder: string): boolean {
  const command = commandOf(pid);
  // Where the system does not say, the number in PostgreSQL's own file has to do.
  return command === null || (command.includes('postgres') && command.includes(dataFolder));
}

function pidFileLines(dataFolder: string): string[] | null {
  const file = join(dataFolder, PID_FILE);
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n') : null;
}
