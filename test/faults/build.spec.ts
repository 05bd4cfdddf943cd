import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ROOT } from './process.js';

// bin/build.mjs in a repository of two files, with a compiler that copies them and takes its time.
const COMPILER = `
import { appendFileSync, cpSync, mkdirSync, readFileSync } from 'node:fs';
appendFileSync('compiled', 'once\\n');
if (readFileSync('src/main.js', 'utf8').includes('broken')) process.exit(1);
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 700);
mkdirSync('dist', { recursive: true });
cpSync('src', 'dist/src', { recursive: true });
`;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'pennywatt-build-'));
  for (const folder of ['bin', 'src/cli', 'node_modules/typescript/bin'])
    mkdirSync(join(root, folder), { recursive: true });
  cpSync(join(ROOT, 'bin'), join(root, 'bin'), { recursive: true });
  writeFileSync(join(root, 'package.json'), '{"type":"module"}');
  writeFileSync(join(root, 'node_modules/typescript/package.json'), '{"type":"module"}');
  writeFileSync(join(root, 'node_modules/typescript/bin/tsc'), COMPILER);
  for (const file of ['src/main.js', 'src/cli/main.js']) writeFileSync(join(root, file), '');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const compilations = () => readFileSync(join(root, 'compiled'), 'utf8').split('\n').length - 1;

function build() {
  const { status, stderr } = spawnSync(process.execPath, ['bin/build.mjs'], { cwd: root, encoding: 'utf8' });
  return { status, stderr };
}

describe('the build', () => {
  it('runs when something has changed, and only then', () => {
    expect(build()).toEqual({ status: 0, stderr: 'Building Pennywatt …\nBuilt.\n' });
    expect(build()).toEqual({ status: 0, stderr: 'Nothing has changed since the last build.\n' });
    writeFileSync(join(root, 'src/main.js'), '// changed');
    expect(build().stderr).toContain('Built.');
    expect(compilations()).toBe(2);
  });

  it('that was cut off by Ctrl-C is taken up by the next one at once', async () => {
    const first = spawn(process.execPath, ['bin/build.mjs'], { cwd: root, detached: true, stdio: 'ignore' });
    while (!existsSync(join(root, 'compiled'))) await sleep(10);
    // As a terminal does it: to the whole group.
    process.kill(-(first.pid ?? 0), 'SIGINT');
    await once(first, 'exit');
    expect(readdirSync(join(root, 'node_modules'))).toContain('.pennywatt-build');
    const began = performance.now();
    expect(build().status).toBe(0);
    expect(performance.now() - began).toBeLessThan(30_000);
    expect(readdirSync(join(root, 'node_modules'))).toEqual(['typescript']);
  });

  it('runs once where several ask together, and the others say that they wait', async () => {
    const builds = [1, 2, 3].map(() => spawn(process.execPath, ['bin/build.mjs'], { cwd: root }));
    const said = builds.map(async (child) => {
      let text = '';
      child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
      const [code] = (await once(child, 'close')) as [number];
      return { code, text };
    });
    const outcomes = await Promise.all(said);
    expect(outcomes.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(outcomes.filter(({ text }) => text.includes('Built.'))).toHaveLength(1);
    expect(compilations()).toBe(1);
    expect(readdirSync(join(root, 'node_modules'))).toEqual(['typescript']);
  });

  it('that fails says so, leaves no lock and is tried again', () => {
    writeFileSync(join(root, 'src/main.js'), 'broken');
    expect(build()).toMatchObject({ status: 1 });
    expect(build().stderr).toContain('pennywatt: The build failed: typescript has said why above.');
    expect(readdirSync(join(root, 'node_modules'))).toEqual(['typescript']);
  });

  it('is made again where its mark is cut off or its files are gone', () => {
    build();
    writeFileSync(join(root, 'dist/.build.json'), '{"finger');
    expect(build().stderr).toContain('Built.');
    rmSync(join(root, 'dist/src'), { recursive: true });
    expect(build().stderr).toContain('Built.');
  });

  it('is not looked for in an installation without sources', () => {
    build();
    rmSync(join(root, 'src'), { recursive: true });
    expect(build()).toEqual({ status: 0, stderr: 'Nothing has changed since the last build.\n' });
  });

  it.runIf(process.getuid?.() === 0)('says in a sentence that it may not write', () => {
    execFileSync('chmod', ['-R', 'a+rX,a-w', root]);
    const { status, stderr } = spawnSync(process.execPath, ['bin/build.mjs'], {
      cwd: root,
      encoding: 'utf8',
      uid: 65534,
      gid: 65534,
    });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: `pennywatt: Pennywatt cannot be built in ${root}/ (EACCES). Give this user the right to write there.\n`,
    });
  });
});
