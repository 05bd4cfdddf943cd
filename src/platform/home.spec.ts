import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { StartError } from './errors.js';
import { Home, HomeInUseError, liveHolder } from './home.js';
import { startOf } from './process-identity.js';

const emptyFolder = () => mkdtempSync(join(tmpdir(), 'pennywatt-home-'));

describe('a home', () => {
  it('is made where it is missing', () => {
    const home = Home.take(join(emptyFolder(), 'a', 'b'));
    expect(liveHolder(home.path)?.pid).toBe(process.pid);
    home.release();
    expect(liveHolder(home.path)).toBeNull();
  });

  it('is held by one process at a time, and the second is told by which and where', () => {
    const home = Home.take(emptyFolder());
    home.announce('http://localhost:1234');
    expect(() => Home.take(home.path)).toThrow(HomeInUseError);
    expect(() => Home.take(home.path)).toThrow(
      `process ${process.pid} works on it and answers on http://localhost:1234`,
    );
    home.release();
    Home.take(home.path).release();
  });

  it('is taken over from a process that was killed', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const path = emptyFolder();
    const holder = { pid: child.pid, started: startOf(child.pid ?? 0), url: null };
    writeFileSync(join(path, 'pennywatt.lock'), JSON.stringify(holder));
    expect(() => Home.take(path)).toThrow(HomeInUseError);
    child.kill('SIGKILL');
    await once(child, 'exit');
    Home.take(path).release();
  });

  it('is not denied by a process that only has the number of one that was killed', () => {
    const path = emptyFolder();
    writeFileSync(join(path, 'pennywatt.lock'), JSON.stringify({ pid: process.pid, started: 'long ago', url: null }));
    const home = Home.take(path);
    expect(JSON.parse(readFileSync(join(path, 'pennywatt.lock'), 'utf8'))).toMatchObject({
      started: startOf(process.pid),
    });
    home.release();
  });

  it('is not denied by a lock that was cut off while it was written', () => {
    const path = emptyFolder();
    writeFileSync(join(path, 'pennywatt.lock'), '{"pid":');
    Home.take(path).release();
  });

  it('that cannot be made is refused with the reason and the next step', () => {
    const file = join(emptyFolder(), 'file');
    writeFileSync(file, '');
    for (const path of [file, join(file, 'home'), join(file, 'above', 'home')]) {
      expect(() => Home.take(path)).toThrow(StartError);
      expect(() => Home.take(path)).toThrow(
        /cannot be written: a file lies .* Move that file away, or .* PENNYWATT_HOME/,
      );
    }
    const nowhere = join(emptyFolder(), 'link');
    symlinkSync(join(emptyFolder(), 'gone', 'too'), nowhere);
    expect(() => Home.take(nowhere)).toThrow(/cannot be written: .* Correct the path, or .* PENNYWATT_HOME/);
  });

  it.runIf(process.platform === 'linux')('where the system makes no folders is refused, not tried for ever', () => {
    expect(() => Home.take('/proc/pennywatt/home')).toThrow(/cannot be written: .* PENNYWATT_HOME/);
  });

  it('is not denied by a folder in the place of its lock', () => {
    const path = emptyFolder();
    mkdirSync(join(path, 'pennywatt.lock'));
    Home.take(path).release();
    expect(readdirSync(path)).toEqual([]);
  });
});
