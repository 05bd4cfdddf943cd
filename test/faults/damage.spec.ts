import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statfsSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InputError, openStores, readSettings, StartError } from '../../src/platform/index.js';
import { SCHEMA } from '../../src/schema.js';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'pennywatt-damage-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));

async function openAndClose(): Promise<void> {
  await (await openStores(readSettings({ PENNYWATT_HOME: home }), SCHEMA)).close();
}

/** The sentence of a start that fails; nothing of it runs or holds the home afterwards. */
async function sentence(): Promise<string> {
  const error: unknown = await openAndClose().then(
    () => new Error('It started.'),
    (failure: unknown) => failure,
  );
  expect(error).toBeInstanceOf(StartError);
  expect(readdirSync(home)).not.toContain('pennywatt.lock');
  expect(existsSync(join(home, 'postgres', 'postmaster.pid'))).toBe(false);
  const { message } = error as StartError;
  expect(message).not.toMatch(/\n|DATABASE_URL names/);
  return message;
}

function everyFile(folder: string, name: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => name.test(path))
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).isFile());
}

describe('the data of PostgreSQL', () => {
  beforeEach(() => openAndClose());

  it.each(['', 'garbage', '-1'])('with "%s" in PG_VERSION are damaged, not of another version', async (text) => {
    writeFileSync(join(home, 'postgres', 'PG_VERSION'), text);
    expect(await sentence()).toMatch(/is damaged: it has no version in its file PG_VERSION\. Put back a backup/);
  });

  it('of another version say which, and the way over', async () => {
    writeFileSync(join(home, 'postgres', 'PG_VERSION'), '17\n');
    expect(await sentence()).toMatch(/are of PostgreSQL 17, this version brings 18\. .*pg_dump/);
  });

  it('with a table of the system cut off send to its log and the backup, not to DATABASE_URL', async () => {
    for (const file of everyFile(join(home, 'postgres', 'base'), /\/\d+$/)) {
      if (statSync(file).size > 8192) truncateSync(file, 4096);
    }
    expect(await sentence()).toMatch(/^The embedded PostgreSQL .*postgres\.log.* Put back a backup/);
  });

  it('whose password file is gone or of another home say where it has to be', async () => {
    const file = join(home, 'postgres-password');
    writeFileSync(file, 'of another home\n');
    expect(await sentence()).toMatch(/password authentication failed .* its password in .*postgres-password/);
    rmSync(file);
    expect(await sentence()).toMatch(
      /password of the embedded PostgreSQL is gone: it lay in .*postgres-password\. Put/,
    );
  });

  it('that are a file and no folder are not taken for a fault of ours', async () => {
    rmSync(join(home, 'postgres'), { recursive: true });
    writeFileSync(join(home, 'postgres'), '');
    expect(await sentence()).toMatch(
      /cannot use .*postgres: a file lies where a folder has to be .* Move that file away/,
    );
  });
});

describe('the data of ClickHouse', () => {
  beforeEach(() => openAndClose());

  it('that are garbage send to the backup', async () => {
    for (const file of everyFile(join(home, 'clickhouse'), /./)) {
      chmodSync(file, 0o600);
      writeFileSync(file, 'garbage');
    }
    expect(await sentence()).toMatch(/^ClickHouse cannot open its data folder .*clickhouse: .* Put back a backup/);
  });

  it('that are a file and no folder are not taken for a fault of ours', async () => {
    rmSync(join(home, 'clickhouse'), { recursive: true });
    writeFileSync(join(home, 'clickhouse'), '');
    expect(await sentence()).toMatch(/^ClickHouse cannot use its data folder .* a file lies .* Move that file away/);
  });
});

/** Mounting is the right of root, and not even root's in every container. */
function mount(...args: string[]): boolean {
  try {
    execFileSync('mount', args, { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

const probe = mkdtempSync(join(tmpdir(), 'pennywatt-mount-'));
const canMount = mount('-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', probe);
if (canMount) execFileSync('umount', [probe]);
rmSync(probe, { recursive: true });

describe.runIf(canMount)('a disk', () => {
  let disk: string;
  beforeEach(() => {
    disk = home;
    mount('-t', 'tmpfs', '-o', 'size=120m,mode=777', 'tmpfs', disk);
    home = join(disk, 'home');
  });
  afterEach(() => {
    execFileSync('umount', ['--lazy', disk]);
    home = disk;
  });

  function leaveFree(kilobytes: number): void {
    const { bavail, bsize } = statfsSync(disk);
    writeFileSync(join(disk, 'fill'), Buffer.alloc(Math.max(0, bavail * bsize - kilobytes * 1024)));
  }

  it.each([300, 20_000, 38_500])(
    'with %i KB left is full: room is made, and the next start goes on',
    async (kilobytes) => {
      leaveFree(kilobytes);
      expect(await sentence()).toMatch(
        /There is no room left on the disk of the home .* Make room there and start again/,
      );
      rmSync(join(disk, 'fill'));
      await openAndClose();
    },
  );

  it('that is full when there are data already loses none of them', async () => {
    await openAndClose();
    leaveFree(0);
    expect(await sentence()).toMatch(/the disk is full \(ENOSPC\)\. Make room on that disk/);
    rmSync(join(disk, 'fill'));
    await openAndClose();
  });

  it('that is read-only says so, whether or not there are data', async () => {
    await openAndClose();
    mount('-o', 'remount,ro', disk);
    await expect(openAndClose()).rejects.toThrow(/its file system is read-only \(EROFS\)\. Mount it for writing/);
    home = join(disk, 'other');
    await expect(openAndClose()).rejects.toThrow(/its file system is read-only \(EROFS\)\. Mount it for writing/);
  });
});

describe('a home that was archived while it was closed', () => {
  it('opens where the archive is unpacked', async () => {
    await openAndClose();
    const archive = `${home}.tar.gz`;
    // Word for word as the operator's page has it.
    execFileSync('tar', ['--create', '--gzip', '--file', archive, '--directory', home, '.']);
    rmSync(home, { recursive: true });
    mkdirSync(home);
    execFileSync('tar', ['--extract', '--gzip', '--file', archive, '--directory', home]);
    rmSync(archive);
    await openAndClose();
  });
});

describe('a settings file', () => {
  it('that is no YAML is refused by its line, without its words', () => {
    const file = join(home, 'pennywatt.yaml');
    writeFileSync(file, 'PORT: 8080\nDATABASE_URL: postgresql://me:hunter2@host/db: "hunter2\n');
    const read = () => readSettings({ PENNYWATT_CONFIG: file });
    expect(read).toThrow(InputError);
    expect(read).toThrow(/no valid YAML at line 2/);
    expect(read).not.toThrow(/hunter2/);
  });
});
