import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, test } from 'vitest';
import { run } from './main.js';

const folder = mkdtempSync(join(tmpdir(), 'pennywatt-spot-'));
afterAll(() => rmSync(folder, { recursive: true }));

function traceFile(name: string, metadata: object, data: readonly number[]): string {
  const file = join(folder, name);
  writeFileSync(
    file,
    JSON.stringify({ metadata: { gap_seconds: 3600, zone: 'us-east-1a', cloud: 'aws', ...metadata }, data }),
  );
  return file;
}

const trace = traceFile('a.json', {}, [1, 1, 1, 0, 0, 1, 1, 1]);
const west = traceFile('b.json', { zone: 'us-west-2a' }, [0, 0, 0, 1, 1, 1, 1, 1]);
const gcp = traceFile('c.json', { zone: 'us-east4-a', cloud: 'gcp' }, [0, 0, 0, 1, 1, 1, 1, 1]);
const job = ['--job-hours', '3', '--deadline-hours', '8', '--restart-hours', '1'];
const prices = ['--on-demand-price', '10', '--spot-price', '1'];

async function printed(...args: string[]) {
  const [out, err] = [[] as string[], [] as string[]];
  const code = await run(['spot', 'simulate', ...args], {
    connect: () => Promise.reject(new Error('a simulation needs no store')),
    out: (line) => out.push(line),
    err: (line) => err.push(line),
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

describe('pennywatt spot simulate', () => {
  // Three hours of spot bring two of work; the last one is done on demand, after a restart: 3 + 20 USD.
  it('prints JSON alone, with the figures worked out by hand', async () => {
    const { code, out } = await printed('--trace', trace, ...job, ...prices, '--policy', 'greedy', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      policy: 'greedy',
      starts: 1,
      meanCost: 23,
      missed: 0,
      meanFinishHours: 7,
      spotHours: 3,
      onDemandHours: 2,
      optimumMeanCost: 5,
    });
  });

  it('takes its own policy where none is named, and prints all beside the optimum on request', async () => {
    const own = await printed('--trace', trace, ...job, ...prices, '--json');
    expect(JSON.parse(own.out)).toMatchObject({ policy: 'expected-cost', missed: 0 });
    const { out } = await printed('--trace', trace, ...job, ...prices, '--policy', 'all');
    expect(out.split('\n').map((line) => line.split(' ')[0])).toEqual([
      'policy',
      'on-demand',
      'greedy',
      'uniform-progress',
      'expected-cost',
      'optimum',
    ]);
  });

  it('chooses among zones, with the moves between them paid', async () => {
    const moves = ['--checkpoint-gb', '50', '--egress-usd-per-gb', '0.02'];
    const { out } = await printed(
      '--trace',
      trace,
      west,
      ...job,
      ...prices,
      ...moves,
      '--policy',
      'uniform-progress',
      '--json',
    );
    // Two hours of work in the east, a move of 1 USD, a restart and the last hour in the west.
    expect(JSON.parse(out)).toMatchObject({ meanCost: 3 + 1 + 2, optimumMeanCost: 4 });
  });
});

test.each([
  [['--trace', 'none.json', ...job, ...prices], 'The trace none.json cannot be read'],
  [['--trace', trace, ...job], 'a.json states no spot_usd_per_hour. Add it to the metadata, or give --spot-price.'],
  [['--trace', trace, ...job, ...prices, '--policy', 'lazy'], 'There is no spot policy "lazy". Choose one of'],
  [['--trace', trace, ...job, ...prices, '--deadline-hours', '3'], 'cannot be met: on demand from the start takes 4 h'],
  [['--trace', trace, ...job, ...prices, '--deadline-hours', '9'], 'The trace has 8 h, the deadline is after 9 h'],
  [['--trace', trace, ...job, ...prices, '--job-hours', 'long'], '--job-hours is "long". Give a number'],
  [['--trace', trace, ...job, ...prices, '--every-hours', '0'], '--every-hours is 0. Give a number above 0.'],
  [['--trace', trace, ...job, ...prices, '--checkpoint-gb', '5'], 'Add --egress-usd-per-gb'],
  [['--trace', trace, ...job, ...prices, '--egress-usd-per-gb', '5'], 'Add --checkpoint-gb'],
  [
    ['--trace', trace, gcp, ...job, ...prices, '--checkpoint-gb', '5', '--egress-usd-per-gb', '0.02'],
    'Add --cloud-egress-usd-per-gb',
  ],
])('refuses %j', async (args, sentence) => {
  const { code, out, err } = await printed(...args);
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(err).toContain(sentence);
});
