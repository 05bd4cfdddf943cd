import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** What .gitignore names, for a copy that is no checkout. */
const IGNORED = new Set(['.git', 'node_modules', 'dist', 'data', 'coverage']);

/** Full path of a file of the repository. */
export function repositoryFile(path: string): string {
  return join(ROOT, path);
}

/** Text of a file of the repository. */
export function textOf(path: string): string {
  return readFileSync(repositoryFile(path), 'utf8');
}

let files: readonly string[] | null = null;

/** Every file that belongs to the repository, with its path from the root. */
export function repositoryFiles(): readonly string[] {
  files ??= (trackedFiles() ?? filesBelow('')).filter((path) => existsSync(repositoryFile(path)));
  return files;
}

/** What git keeps; null where there is no git or this is no checkout of it. */
function trackedFiles(): string[] | null {
  if (!existsSync(repositoryFile('.git'))) return null;
  try {
    const list = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' });
    return list.split('\0').filter(Boolean);
  } catch {
    return null;
  }
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter((entry) => folder !== '' || !IGNORED.has(entry.name))
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      return entry.isDirectory() ? filesBelow(path) : [path];
    });
}
