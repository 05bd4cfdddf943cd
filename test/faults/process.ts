import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The product as a person starts it: `npm start` runs bin/start.mjs. */
export class Started {
  out = '';
  err = '';
  readonly ended: Promise<number | null>;

  constructor(readonly child: ChildProcess) {
    child.stdout?.on('data', (chunk: Buffer) => (this.out += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (this.err += chunk.toString()));
    this.ended = new Promise((resolve) => child.once('close', resolve));
  }

  /** Resolves with the address once it is printed; fails with what was said if the process ends before. */
  async ready(): Promise<string> {
    return this.until(() => /Health\s+(http:\/\/\S+)\/health/.exec(this.out)?.[1]);
  }

  /** Resolves with what `find` gives once that is something. */
  async until<T>(find: () => T | undefined): Promise<T> {
    let code: number | null | undefined;
    void this.ended.then((value) => (code = value));
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      if (code !== undefined) throw new Error(`It ended with ${code}:\n${this.out}\n${this.err}`);
      await sleep(10);
    }
  }

  kill(signal: NodeJS.Signals): Promise<number | null> {
    this.child.kill(signal);
    return this.ended;
  }
}

/** Homes and processes of one test file, and the end of all of them. */
export class Bench {
  private readonly started: Started[] = [];
  private readonly homes: string[] = [];

  /** Once, so that no start waits for the compiler. */
  static build(): void {
    execFileSync(process.execPath, ['bin/build.mjs'], { cwd: ROOT, stdio: 'pipe' });
  }

  home(): string {
    const home = mkdtempSync(join(tmpdir(), 'pennywatt-faults-'));
    this.homes.push(home);
    return home;
  }

  start(environment: Record<string, string>): Started {
    return this.run(['bin/start.mjs'], { PORT: '0', LOG_LEVEL: 'info', ...environment });
  }

  command(args: readonly string[], environment: Record<string, string>): Started {
    return this.run(['bin/pennywatt.mjs', ...args], environment);
  }

  /** Nothing runs on after a test, whatever became of it. */
  async clear(): Promise<void> {
    await Promise.all(this.started.splice(0).map((started) => started.kill('SIGKILL')));
    for (const home of this.homes.splice(0)) {
      const pid = postmasterOf(home);
      if (pid !== null && isAlive(pid)) process.kill(pid, 'SIGQUIT');
      rmSync(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    }
  }

  private run(args: readonly string[], environment: Record<string, string>): Started {
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: { ...process.env, DATABASE_URL: '', CLICKHOUSE_URL: '', PENNYWATT_URL: '', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const started = new Started(child);
    this.started.push(started);
    return started;
  }
}

/** The process of the embedded PostgreSQL as its own note says; null where there is none. */
export function postmasterOf(home: string): number | null {
  const note = join(home, 'postgres', 'postmaster.pid');
  const pid = existsSync(note) ? Number(readFileSync(note, 'utf8').split('\n')[0]) : 0;
  return pid > 1 ? pid : null;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** What a person reads: no stack, no more than the sentence itself. */
export function complaintOf({ err }: Started): string {
  const lines = err.split('\n').filter((line) => line !== '' && !line.startsWith('{'));
  return lines.filter((line) => line.startsWith('pennywatt: ')).join('\n');
}
