#!/usr/bin/env node
// Builds dist/ from the sources when they have changed since the last build, and does nothing otherwise.
//
//   node bin/build.mjs [--force]

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, linkSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const mark = join(root, 'dist', '.build.json');
const lock = join(root, 'node_modules', '.pennywatt-build');
const INPUTS = [
  'src',
  'migrations',
  'web',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'bin/build.mjs',
];

/** What a build leaves behind that is whole. */
const OUTPUTS = ['dist/src/main.js', 'dist/src/cli/main.js'];

/** Longer than any build: whoever holds the lock for so long has another process's number. */
const STALE_LOCK_MS = 5 * 60_000;

/**
 * Brings dist/ up to date; several processes that ask at once build once. What the compilers say goes to stderr.
 * An installation without sources, such as an image, runs what it was shipped with.
 *
 * @param {{ force?: boolean }} [options]
 * @returns {Promise<boolean>} whether anything was built
 */
export async function build({ force = false } = {}) {
  if (!existsSync(join(root, 'src'))) return false;
  if (!force && isUpToDate()) return false;
  if (!existsSync(join(root, 'node_modules', 'typescript'))) {
    // Installed without what builds it: an older build is better than none.
    if (existsSync(mark)) return false;
    throw new Error(
      'Pennywatt is not built and cannot be: packages are missing. Run `npm ci` without --omit=dev first.',
    );
  }
  await takeLock();
  try {
    if (!force && isUpToDate()) return false;
    process.stderr.write('Building Pennywatt …\n');
    const before = fingerprint();
    rmSync(mark, { force: true });
    run('typescript/bin/tsc', ['-p', 'tsconfig.build.json']);
    if (existsSync(join(root, 'web', 'vite.config.ts'))) {
      run('vite/bin/vite.js', ['build', 'web', '--config', 'web/vite.config.ts', '--logLevel', 'warn']);
    }
    writeFileSync(mark, `${JSON.stringify({ fingerprint: before })}\n`);
    return true;
  } finally {
    rmSync(lock, { force: true });
  }
}

function isUpToDate() {
  if (![mark, ...OUTPUTS.map((file) => join(root, file))].every((file) => existsSync(file))) return false;
  try {
    return JSON.parse(readFileSync(mark, 'utf8')).fingerprint === fingerprint();
  } catch (error) {
    // Cut off while it was written.
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** Over the contents: times change with every checkout. */
function fingerprint() {
  const hash = createHash('sha256').update(process.version);
  for (const input of INPUTS)
    for (const file of filesIn(input)) hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

/** @param {string} path @returns {string[]} */
function filesIn(path) {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [path];
  const names = readdirSync(full).filter((name) => name !== 'node_modules' && !name.endsWith('.spec.ts'));
  return names.sort().flatMap((name) => filesIn(join(path, name)));
}

/** Ctrl-C ends a build at once, so the lock says who holds it: that of a process that is gone is taken over. */
async function takeLock() {
  const own = `${lock}.${process.pid}`;
  try {
    for (let told = false; ;) {
      writeFileSync(own, `${process.pid}\n`);
      try {
        // A link appears whole or not at all, and fails where a lock lies already.
        linkSync(own, lock);
        return;
      } catch (error) {
        if (error.code !== 'EEXIST') throw error;
      }
      const holder = lockHolder();
      if (holder === null) rmSync(lock, { recursive: true, force: true });
      if (holder === null || !existsSync(lock)) continue;
      if (!told) process.stderr.write(`Waiting for the build of another process (${holder}) …\n`);
      told = true;
      await sleep(200);
    }
  } catch (error) {
    throw new Error(`Pennywatt cannot be built in ${root} (${error.code}). Give this user the right to write there.`, {
      cause: error,
    });
  } finally {
    rmSync(own, { force: true });
  }
}

/** The process that builds, null when it was killed. */
function lockHolder() {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    if (!Number.isInteger(pid) || pid <= 0 || Date.now() - statSync(lock).mtimeMs > STALE_LOCK_MS) return null;
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    // Not allowed to signal it: it runs all the same.
    if (error.code === 'EPERM') return 'of another user';
    // Done in the meantime, and perhaps held by the next one already.
    return error.code === 'ENOENT' ? 'that has just ended' : null;
  }
}

/** @param {string} tool @param {string[]} args */
function run(tool, args) {
  const { status, signal, error } = spawnSync(process.execPath, [join(root, 'node_modules', tool), ...args], {
    cwd: root,
    // A command's own stdout is for its result.
    stdio: ['ignore', 2, 2],
  });
  const name = tool.split('/')[0];
  if (error) throw new Error(`The build failed: ${name} could not be run (${error.message}).`);
  if (signal !== null) throw new Error(`The build was cut off: ${name} was ended by ${signal}. Start it again.`);
  if (status !== 0) throw new Error(`The build failed: ${name} has said why above.`);
}

if (process.argv[1] && fileURLToPath(import.meta.url) === join(process.argv[1])) {
  try {
    const built = await build({ force: process.argv.includes('--force') });
    process.stderr.write(built ? 'Built.\n' : 'Nothing has changed since the last build.\n');
  } catch (error) {
    process.stderr.write(`pennywatt: ${error.message}\n`);
    process.exitCode = 1;
  }
}
