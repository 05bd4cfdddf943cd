import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { InputError } from '../platform/index.js';
import type { ApiClient } from './context.js';
import { EXIT } from './context.js';
import { run } from './main.js';

function terminal(connect: () => Promise<ApiClient> = () => Promise.reject(new Error('no stores in this test'))) {
  const out: string[] = [];
  const err: string[] = [];
  return { out, err, connect, context: { connect, out: (l: string) => out.push(l), err: (l: string) => err.push(l) } };
}

function answering(status: number, body: unknown): () => Promise<ApiClient> {
  return () => Promise.resolve({ request: () => Promise.resolve({ status, body }), close: () => Promise.resolve() });
}

describe('the command line', () => {
  it('shows help on stdout and is done', async () => {
    for (const args of [[], ['--help'], ['prices', '--help'], ['models', '--help'], ['place', '--help']]) {
      const t = terminal();
      expect(await run(args, t.context)).toBe(EXIT.done);
      expect(t.out.join('\n')).toContain('Usage: pennywatt');
      expect(t.err).toEqual([]);
    }
  });

  it('prints its version', async () => {
    const t = terminal();
    expect(await run(['--version'], t.context)).toBe(EXIT.done);
    expect(t.out[0]).toMatch(/^\d+\.\d+\.\d+/);
  });

  it('ends with 2 on a command or an option that it does not have, and says so on stderr', async () => {
    for (const args of [['prizes'], ['prices', '--acelerator', 'H100'], ['models', 'describe']]) {
      const t = terminal();
      expect(await run(args, t.context)).toBe(EXIT.badInput);
      expect(t.out).toEqual([]);
      expect(t.err.join('\n')).toMatch(/error:/);
    }
  });

  it('ends with 2 when the API refuses the request, in the words of the problem document', async () => {
    const t = terminal(answering(400, { title: 'Bad Request', detail: 'No region is called "us-eest-1".' }));
    expect(await run(['prices', '--json'], t.context)).toBe(EXIT.badInput);
    expect(t.err.join('\n')).toContain('No region is called "us-eest-1".');
    expect(t.out).toEqual([]);
  });

  it('ends with 1 when the API fails or cannot be reached', async () => {
    const failing = terminal(answering(500, { title: 'Internal Server Error' }));
    expect(await run(['prices', '--json'], failing.context)).toBe(EXIT.fault);
    const unreachable = terminal();
    expect(await run(['prices', '--json'], unreachable.context)).toBe(EXIT.fault);
    expect(unreachable.err.join('\n')).toContain('no stores in this test');
  });

  it('ends with 2 when the stores cannot be opened because of what was given', async () => {
    const t = terminal(() => Promise.reject(new InputError('PENNYWATT_URL is no address.')));
    expect(await run(['prices', '--json'], t.context)).toBe(EXIT.badInput);
  });

  it('ends with 2 on a workload file that does not exist or is no YAML', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pennywatt-cli-'));
    writeFileSync(join(folder, 'broken.yaml'), 'kind: [serving\n');
    for (const file of ['missing.yaml', 'broken.yaml']) {
      const t = terminal();
      expect(await run(['place', join(folder, file)], t.context)).toBe(EXIT.badInput);
      expect(t.err.join('\n')).toContain(file);
    }
  });
});
