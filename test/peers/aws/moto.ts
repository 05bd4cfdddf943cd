import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../free-port.js';

/** An emulator of AWS that others wrote: https://github.com/getmoto/moto, Apache-2.0. */
const MOTO = 'moto[server]==5.2.5';
const INSTALL_MS = 300_000;
const START_MS = 90_000;

export interface Moto {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts moto's server on a free port of this machine. `PENNYWATT_TEST_PYTHON` may name a Python that has it;
 * else it is installed into a virtual environment in the folder for temporary files, which later runs use again.
 *
 * @returns a sentence that says why not, where there is no Python, or no network to get it from
 */
export async function startMoto(): Promise<Moto | string> {
  const python = process.env.PENNYWATT_TEST_PYTHON ?? install();
  if (python === null) return 'moto could not be installed: it needs python3 with venv, and a package index.';
  const port = await freePort();
  const child = spawn(python, ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const failed = new Promise<false>((resolve) => child.once('error', () => resolve(false)));
  // Not longer than this process, however that ends.
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  const url = `http://127.0.0.1:${port}`;
  if (!(await Promise.race([answers(url, child), failed]))) {
    kill();
    return `moto did not start with ${python}.`;
  }
  return {
    url,
    stop: async () => {
      process.removeListener('exit', kill);
      const ended = new Promise((resolve) => child.once('exit', resolve));
      kill();
      await ended;
    },
  };
}

/** The path of a Python that has moto. */
function install(): string | null {
  const folder = join(tmpdir(), 'pennywatt-moto-5.2.5');
  const pythonOf = (place: string) => join(place, 'bin', 'python');
  if (existsSync(folder)) return pythonOf(folder);
  // Beside its place until it is whole, so that an installation that was broken off is not taken for one.
  const unfinished = `${folder}-${process.pid}`;
  const run = (command: string, ...args: string[]) =>
    spawnSync(command, args, { timeout: INSTALL_MS, stdio: 'ignore' }).status === 0;
  const isWhole =
    run('python3', '-m', 'venv', unfinished) &&
    run(pythonOf(unfinished), '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', MOTO);
  if (isWhole && !existsSync(folder)) renameSync(unfinished, folder);
  rmSync(unfinished, { recursive: true, force: true });
  return isWhole ? pythonOf(folder) : null;
}

async function answers(url: string, child: ChildProcess): Promise<boolean> {
  for (let waited = 0; waited < START_MS && child.exitCode === null; waited += 250) {
    try {
      if ((await fetch(`${url}/moto-api/`)).ok) return true;
    } catch {
      // Not yet.
    }
    await sleep(250);
  }
  return false;
}
