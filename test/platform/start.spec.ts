import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The product as a person starts it: `npm start` runs bin/start.mjs. */
class Started {
  out = '';
  err = '';
  readonly ended: Promise<number | null>;

  constructor(private readonly child: ChildProcess) {
    child.stdout?.on('data', (chunk: Buffer) => (this.out += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (this.err += chunk.toString()));
    this.ended = new Promise((resolve) => child.once('close', resolve));
  }

  /** Resolves with the address once it is printed; fails with what was said if the process ends before. */
  async ready(): Promise<string> {
    const ended = this.ended.then((code) => {
      throw new Error(`It ended with ${code}:\n${this.out}\n${this.err}`);
    });
    const printed = (async () => {
      for (;;) {
        const address = /API\s+(http:\/\/\S+)\/docs/.exec(this.out)?.[1];
        if (address) return address;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    })();
    return Promise.race([printed, ended]);
  }

  kill(signal: NodeJS.Signals): Promise<number | null> {
    this.child.kill(signal);
    return this.ended;
  }
}

const running: Started[] = [];

function start(environment: Record<string, string>): Started {
  const child = spawn(process.execPath, ['bin/start.mjs'], {
    cwd: ROOT,
    env: { ...process.env, PORT: '0', LOG_LEVEL: 'info', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const started = new Started(child);
  running.push(started);
  return started;
}

/** The PostgreSQL of a killed process runs on, for the next start to find; after a test there is none. */
function stopOrphan(home: string): void {
  const note = join(home, 'postgres', 'postmaster.pid');
  const pid = existsSync(note) ? Number(readFileSync(note, 'utf8').split('\n')[0]) : 0;
  if (pid > 1) process.kill(pid, 'SIGQUIT');
}

async function json<T>(url: string): Promise<T> {
  return (await (await fetch(url)).json()) as T;
}

describe('npm start', () => {
  let home: string;
  beforeAll(() => {
    // Once, so that no start below waits for the compiler.
    execFileSync(process.execPath, ['bin/build.mjs'], { cwd: ROOT, stdio: 'pipe' });
  });
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'pennywatt-start-'));
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((started) => started.kill('SIGKILL')));
    stopOrphan(home);
    rmSync(home, { recursive: true, force: true, maxRetries: 10 });
  });

  it('says where it answers, how old its prices are and what to try; Ctrl-C ends it cleanly', async () => {
    const first = start({ PENNYWATT_HOME: home });
    const url = await first.ready();
    expect(first.out).toMatch(/[\d,]+ prices are in force/);
    expect(first.out).toMatch(/AWS\s+[\d,]+ of \d{4}-\d{2}-\d{2}/);
    expect(first.out).toContain('npx pennywatt place');
    expect(await json(`${url}/health/ready`)).toMatchObject({ status: 'ready' });
    expect(await first.kill('SIGINT')).toBe(0);
    expect(first.out).toContain('Stopped.');
    expect(readdirSync(home)).not.toContain('pennywatt.lock');
    expect(readdirSync(join(home, 'postgres'))).not.toContain('postmaster.pid');
  });

  it('imports nothing again at the second start', async () => {
    const first = start({ PENNYWATT_HOME: home });
    await first.ready();
    expect(first.err).toContain('offers in force');
    await first.kill('SIGTERM');
    const second = start({ PENNYWATT_HOME: home });
    const url = await second.ready();
    expect(second.err).not.toContain('offers in force');
    const { total } = await json<{ total: number }>(`${url}/v1/prices?limit=1`);
    expect(total).toBeGreaterThan(1000);
  });

  it('recovers after kill -9', async () => {
    const first = start({ PENNYWATT_HOME: home });
    const before = await json<{ total: number }>(`${await first.ready()}/v1/prices?limit=1`);
    await first.kill('SIGKILL');
    const second = start({ PENNYWATT_HOME: home });
    const after = await json<{ total: number }>(`${await second.ready()}/v1/prices?limit=1`);
    expect(after.total).toBe(before.total);
  });

  it('says in a sentence that the home is in use, and by whom', async () => {
    const first = start({ PENNYWATT_HOME: home });
    const url = await first.ready();
    const second = start({ PENNYWATT_HOME: home });
    expect(await second.ended).toBe(1);
    expect(second.err).toMatch(new RegExp(`^pennywatt: The home .* is in use: process \\d+ .* ${url}`, 'm'));
    expect(second.err).not.toContain('    at ');
  });

  it('says in a sentence that the port is taken, and leaves nothing running', async () => {
    const other = await new Promise<Server>((resolve) => {
      const server = createServer().listen(0, '127.0.0.1', () => resolve(server));
    });
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const started = start({ PENNYWATT_HOME: home, PORT: String(port) });
    expect(await started.ended).toBe(1);
    expect(started.err).toContain(`pennywatt: Port ${port} is taken`);
    expect(readdirSync(join(home, 'postgres'))).not.toContain('postmaster.pid');
    await new Promise((resolve) => other.close(resolve));
  });

  it('says in a sentence that settings are wrong, all of them', async () => {
    const started = start({ PENNYWATT_HOME: home, PORT: '99999', PENNYWATT_ROLES: 'cook' });
    expect(await started.ended).toBe(2);
    expect(started.err).toContain('PORT has to be 65535 or less');
    expect(started.err).toContain('PENNYWATT_ROLES');
  });

  it('says in a sentence that the home cannot be written', async () => {
    const file = join(home, 'file');
    writeFileSync(file, '');
    const started = start({ PENNYWATT_HOME: join(file, 'data') });
    expect(await started.ended).toBe(1);
    expect(started.err).toMatch(/^pennywatt: The home .* cannot be written/m);
  });

  it('says in a sentence that its data are damaged', async () => {
    const first = start({ PENNYWATT_HOME: home });
    await first.ready();
    await first.kill('SIGTERM');
    const control = join(home, 'postgres', 'global', 'pg_control');
    const sound = readFileSync(control);
    chmodSync(control, 0o600);
    writeFileSync(control, 'damaged');
    const second = start({ PENNYWATT_HOME: home });
    expect(await second.ended).toBe(1);
    expect(second.err).toMatch(/^pennywatt: The embedded PostgreSQL cannot start on .* backup/m);
    writeFileSync(control, sound);
    expect(await json(`${await start({ PENNYWATT_HOME: home }).ready()}/health/ready`)).toMatchObject({
      status: 'ready',
    });
  });
});
