import { mkdirSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it where they are missing. Not with Node's own `recursive`: where the system denies
 * that a folder can be made at all (below /proc, say), that tries for ever. Throws what the system says.
 */
export function makeFolder(path: string): void {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there?.isDirectory()) return;
  if (there) throw Object.assign(new Error(`${path} is no folder`), { code: 'ENOTDIR' });
  const above = dirname(path);
  if (above !== path) makeFolder(above);
  try {
    mkdirSync(path);
  } catch (error) {
    // Made by another process in the meantime.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

interface FileFault {
  /** Ends a sentence that begins with what could not be done. */
  readonly why: string;
  /** What a person can do, as the beginning of a sentence. */
  readonly remedy: string;
}

const FAULTS: Readonly<Record<string, FileFault>> = {
  EACCES: { why: 'this user may not write there', remedy: 'Give this user the right to write there' },
  EPERM: { why: 'the system does not allow it', remedy: 'Give this user the right to write there' },
  EROFS: { why: 'its file system is read-only', remedy: 'Mount it for writing' },
  ENOSPC: { why: 'the disk is full', remedy: 'Make room on that disk' },
  EDQUOT: { why: 'the quota of this user is used up', remedy: 'Make room on that disk' },
  ENOTDIR: { why: 'a file lies where a folder has to be', remedy: 'Move that file away' },
  EISDIR: { why: 'a folder lies where a file has to be', remedy: 'Move that folder away' },
  ENOENT: { why: 'no such folder can be made there', remedy: 'Correct the path' },
  EMFILE: { why: 'too many files are open', remedy: 'Allow more open files (ulimit -n)' },
};

/** What a failure of the file system means to a person; the code of the system stays in it. */
export function faultOfFile(error: unknown): FileFault {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const known = FAULTS[code.replace(/^ERR_FS_/, '')];
  if (known !== undefined) return { ...known, why: `${known.why} (${code})` };
  const why = error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
  return { why, remedy: 'Check room and rights there' };
}

/** Less than a store needs for its next file: ClickHouse and PostgreSQL write such of up to 16 MiB. */
const LEAST_FREE_BYTES = 16 * 1024 * 1024;

/** Whether the disk of a folder has no room left; false where the system does not say. */
export function isDiskFull(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize < LEAST_FREE_BYTES;
  } catch {
    return false;
  }
}
