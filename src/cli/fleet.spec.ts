import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EXIT } from './context.js';
import { run } from './main.js';
import { PAPER_EXAMPLE } from '../placement/mix/paper-example.fixture.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pennywatt-fleet-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function pennywatt(command: string, content: unknown, ...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const file = join(folder, 'given.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  const connect = () => Promise.reject(new Error('needs no store'));
  const code = await run([command, file, ...args], { connect, out: (l) => out.push(l), err: (l) => err.push(l) });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const option = [
  { p: 0, g: 8, c: 10 },
  { uses: [], c: 15 },
];
const fleet = { pools: [{ cap: 8 }], workloads: [option, option] };

describe('pennywatt fleet', () => {
  it('prints the choices, their cost and how much they could be off', async () => {
    const { code, out, err } = await pennywatt('fleet', fleet, '--json');
    expect(code).toBe(EXIT.done);
    expect(err).toBe('');
    const answer = JSON.parse(out) as { choices: number[]; duals: number[]; milliseconds: number };
    expect(answer).toMatchObject({ cost: 25, lowerBound: 25, gapPercent: 0 });
    expect([...answer.choices].sort()).toEqual([0, 1]);
    expect(answer.duals).toHaveLength(1);
    expect(answer.milliseconds).toBeGreaterThan(0);
    const text = await pennywatt('fleet', fleet);
    expect(text.out).toMatch(
      /2 of 2 workloads placed at a cost of 25\.00.* No plan costs less than 25\.00 \(gap 0\.000 %\)/,
    );
    expect(text.out).toMatch(/one more would save about/);
  });

  it('ends with 3 where not everything fits, and says what is short', async () => {
    const given = { pools: [{ cap: 8 }], workloads: [option, [{ p: 0, g: 9, c: 1 }], []] };
    const { code, out, err } = await pennywatt('fleet', given, '--json', '--seconds', '1');
    expect(code).toBe(EXIT.incomplete);
    expect(JSON.parse(out)).toMatchObject({
      choices: [0, null, null],
      lowerBound: null,
      leastUnplaced: 2,
      unplaced: [
        { workload: 1, option: 0, lacking: [{ pool: 0, needed: 9, free: 0, capacity: 8 }] },
        { workload: 2, option: null, lacking: [] },
      ],
    });
    expect(err).toMatch(
      /Workload 1 is not placed\. Nearest is option 0: pool 0 has 0 of its 8 units free, and it needs 9\./,
    );
    expect(err).toMatch(/Workload 2 cannot be placed: it has no options\./);
    expect(err).toMatch(/At least 2 cannot be placed, whatever the plan/);
  });

  it.each([
    ['no JSON', '{', /given\.json is no valid JSON/],
    ['no workloads', { pools: [] }, /given\.json: workloads: /],
    ['a misspelt field', { ...fleet, poolz: [] }, /There is no field "poolz" here\. Did you mean pools\?/],
    ['a negative capacity', { ...fleet, pools: [{ cap: -1 }] }, /pools\.0\.cap: Too small: expected number to be >=0/],
    [
      'a pool that is not there',
      { ...fleet, workloads: [[{ p: 1, g: 1, c: 1 }]] },
      /workloads\.0\.0\.p: Too big: .*<=0/,
    ],
    [
      'units that are no number',
      { ...fleet, workloads: [option, [{ p: 0, g: '1', c: 1 }]] },
      /workloads\.1\.0\.g: .*number/,
    ],
    [
      'a use of a negative number',
      { ...fleet, workloads: [[{ uses: [{ p: 0, g: -1 }], c: 1 }]] },
      /workloads\.0\.0\.uses\.0\.g: .*>=0/,
    ],
    ['a penalty too few', { ...fleet, penalties: [1] }, /penalties: There are 2 workloads and 1 penalties/],
  ])('%s: ends with 2, the field and what it may be', async (_what, content, sentence) => {
    const { code, out, err } = await pennywatt('fleet', content);
    expect(code).toBe(EXIT.badInput);
    expect(out).toBe('');
    expect(err).toMatch(sentence);
  });
});

const mix = { ...PAPER_EXAMPLE, slice_factor: 1 };

describe('pennywatt mix', () => {
  it('prints counts, cost and bound, and which type serves what', async () => {
    const { code, out } = await pennywatt('mix', mix, '--json');
    expect(code).toBe(EXIT.done);
    const answer = JSON.parse(out) as Record<string, unknown>;
    expect(answer).toMatchObject({ counts: { A10G: 1, 'A100-80GB': 1 } });
    expect(answer.cost).toBeCloseTo(4.68, 9);
    expect(answer.lowerBound).toBeCloseTo(4.68, 6);
    expect(answer.shares).toContainEqual({ row: 0, column: 0, by: { 'A100-80GB': 1 } });
    expect((await pennywatt('mix', mix)).out).toMatch(/1 × +A10G +1\.01 each[^]*It costs 4\.68, the least possible\./);
  });

  it('ends with 3 where nobody can serve a bucket, or not within the limits', async () => {
    const one = (tputs: number[][], max?: number) => ({ ...mix, gpu_info: { one: { cost: 1, tputs, max } } });
    const unserved = await pennywatt(
      'mix',
      one([
        [1, 1],
        [0, 1],
      ]),
      '--json',
    );
    expect(unserved.code).toBe(EXIT.incomplete);
    expect(unserved.err).toMatch(/no accelerator has a throughput above 0 in row 1, column 0\./);
    expect(JSON.parse(unserved.out)).toMatchObject({ counts: null, cost: null });
    const few = await pennywatt(
      'mix',
      one(
        [
          [1, 1],
          [1, 1],
        ],
        29,
      ),
    );
    expect(few.code).toBe(EXIT.incomplete);
    expect(few.err).toMatch(/with "max" of every type they are too few/);
  });

  it.each([
    ['no accelerator', { ...mix, gpu_info: {} }, /gpu_info: There is no accelerator/],
    ['a negative rate', { ...mix, total_request_rate: -1 }, /total_request_rate: .*>=0/],
    [
      'a table of another shape',
      { ...mix, workload_distribution: [[1]] },
      /gpu_info\.A10G\.tputs: It has 2 rows, and workload_distribution has 1/,
    ],
    [
      'a ragged table',
      { ...mix, workload_distribution: [[0.5, 0.5], [1]] },
      /workload_distribution\.1: It has 1 entries/,
    ],
    [
      'more owned than may be',
      {
        ...mix,
        gpu_info: {
          A: {
            cost: 1,
            tputs: [
              [1, 1],
              [1, 1],
            ],
            owned: 3,
            max: 2,
          },
        },
      },
      /gpu_info\.A\.max: It is less than the 3 owned/,
    ],
  ])('%s: ends with 2, the field and what it may be', async (_what, content, sentence) => {
    const { code, err } = await pennywatt('mix', content);
    expect(code).toBe(EXIT.badInput);
    expect(err).toMatch(sentence);
  });
});
