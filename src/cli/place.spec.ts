import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fleetPlan } from '../placement/fleet-plan.fixture.js';
import { accelerator, offer, world } from '../placement/world.fixture.js';
import { EXIT } from './context.js';
import { run } from './main.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pennywatt-place-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** Eight H100 for 10 USD an hour where everybody begins, for 8 USD next door. */
const prices = world({
  offers: [
    offer('p5.48xlarge', 'h100', 8, '10'),
    offer('p5.48xlarge', 'h100', 8, '8', { region: 'us-east-2', asOf: '2026-07-30' }),
    offer('p5.48xlarge', 'h100', 8, '2', { purchaseOption: 'spot' }),
  ],
  accelerators: [accelerator('h100', 80)],
});
const box = { kind: 'generic' as const, name: 'box', acceleratorCount: 8 };
const greedy = { ...box, name: 'greedy', minMemoryGBPerAccelerator: 1000 };

/** 730 h × 8 USD are 5,840 USD a month; at home 7,300 USD. */
async function plan(...workloads: (typeof box)[]) {
  return fleetPlan(prices, ...workloads);
}

/** A terminal whose API answers with one body and remembers what it was asked. */
function terminal(body: unknown, status = 200) {
  const out: string[] = [];
  const err: string[] = [];
  const asked: unknown[] = [];
  const request = (method: string, path: string, given?: unknown) => {
    asked.push([method, path, given]);
    return Promise.resolve({ status, body });
  };
  const connect = () => Promise.resolve({ request, close: () => Promise.resolve() });
  return { out, err, asked, context: { connect, out: (l: string) => out.push(l), err: (l: string) => err.push(l) } };
}

const boxFile = (name = 'box.yaml') => write(name, JSON.stringify(box));

describe('pennywatt place', () => {
  it('asks for the workloads of the file, with what they leave out filled in', async () => {
    const t = terminal(await plan(box));
    expect(await run(['place', boxFile()], t.context)).toBe(EXIT.done);
    const asked = { workloads: [{ ...box, priority: 0, runsPerMonth: 1 }], quotas: [], commitments: [], budgets: [] };
    expect(t.asked).toEqual([['POST', '/v1/placements', asked]]);
  });

  it('prints where, what, cost, saving and why not the others', async () => {
    const t = terminal(await plan(box));
    await run(['place', boxFile()], t.context);
    const text = t.out.join('\n');
    expect(t.out[0]).toBe('box  (generic)');
    expect(text).toMatch(/where +aws us-east-2, on demand/);
    expect(text).toMatch(/what +1 × p5\.48xlarge \(8 × .*H100 each\)/);
    expect(text).toMatch(/cost +8\.00 USD an hour, 5,840\.00 USD a month/);
    expect(text).toMatch(/saving +1,460\.00 USD a month \(20 %\) against the naive choice/);
    expect(text).toMatch(/not used +purchase option 1, dearer 1 \(--explain says more\)/);
    expect(text).not.toMatch(/undefined|null|NaN/);
    expect(t.err).toEqual([
      '3 offers looked at, prices as of 2026-07-01 to 2026-07-30. Throughput predicted by test.',
      expect.stringContaining('Kept as plan 53b3a928'),
    ]);
  });

  it('explains with --explain: reasons with examples, steps of the saving, assumptions', async () => {
    const t = terminal(await plan(box));
    await run(['place', boxFile(), '--explain'], t.context);
    const text = t.out.join('\n');
    expect(text).toMatch(/1 offer: purchase option not accepted; e\.g\. aws p5\.48xlarge .* in us-east-1, spot\./);
    expect(text).toMatch(/1 offer: would do, at a higher cost/);
    expect(text).toMatch(/saved by +cloud and region: 1,460\.00 USD, to 5,840\.00 USD a month/);
    expect(text).toMatch(/assumed +The cloud has the capacity/);
  });

  it('prints JSON alone on stdout with --json', async () => {
    const expected = await plan(box);
    const t = terminal(expected);
    expect(await run(['place', boxFile(), '--json'], t.context)).toBe(EXIT.done);
    expect(JSON.parse(t.out.join('\n'))).toEqual(expected);
  });

  it('ends with 3 where something cannot be placed, says why, and still prints the rest', async () => {
    const file = write('two.yaml', JSON.stringify({ workloads: [box, greedy] }));
    const t = terminal(await plan(box, greedy));
    expect(await run(['place', file], t.context)).toBe(EXIT.incomplete);
    const text = t.out.join('\n');
    expect(text).toMatch(/greedy {2}\(generic\)\n +not placed +No offer in force can run it\. Closest: .*80 GB.*1000/);
    expect(text).toContain('All together  (1 of 2 placed)');
    expect(text).toMatch(/cost +5,840\.00 USD a month/);
    const json = terminal(await plan(greedy));
    expect(await run(['place', file, '--json'], json.context)).toBe(EXIT.incomplete);
    expect(JSON.parse(json.out.join('\n'))).toMatchObject({ status: 'not_placed' });
  });

  it('ends with 2 where the API refuses, with every field that is wrong', async () => {
    const errors = [{ path: 'workloads.0.model', message: 'Give the name of a model.' }];
    const t = terminal({ title: 'Bad Request', detail: 'The request does not fit.', errors }, 400);
    expect(await run(['place', boxFile(), '--json'], t.context)).toBe(EXIT.badInput);
    expect(t.out).toEqual([]);
    expect(t.err).toEqual(['pennywatt: The request does not fit.\n  workloads.0.model: Give the name of a model.']);
  });

  it('ends with 1 where the API fails or answers with something else than a plan', async () => {
    for (const t of [terminal({ title: 'Internal Server Error' }, 500), terminal({ placements: 'none' })]) {
      expect(await run(['place', boxFile(), '--json'], t.context)).toBe(EXIT.fault);
      expect(t.out).toEqual([]);
    }
  });
});

describe('a file that pennywatt place cannot use', () => {
  it.each([
    ['nothing', '', /holds no workload\. Give one/],
    ['a comment', '# nothing yet\n', /holds no workload/],
    ['a sentence', 'eight H100, please\n', /holds no workload/],
    ['no YAML', 'name: [box\n', /no valid YAML: .*Correct the file/s],
    ['a tab for a space', 'name: box\n\tkind: generic\n', /no valid YAML/],
    ['a key twice', 'name: a\nname: b\nkind: generic\nacceleratorCount: 1\n', /no valid YAML: Map keys must be unique/],
    ['two documents', 'name: a\n---\nname: b\n', /no valid YAML/],
    ['an empty list', 'workloads: []\n', /"workloads" is no list/],
    ['two of a name', JSON.stringify({ workloads: [box, box] }), /Another workload is called "box" too\./],
    ['an unknown kind', 'name: a\nkind: serveing\n', /file\.yaml: kind: .*'serving'/],
    ['an unknown field', JSON.stringify({ ...box, acceleratorcount: 1 }), /Did you mean acceleratorCount\?/],
    ['a negative number', JSON.stringify({ ...box, acceleratorCount: -1 }), /file\.yaml: acceleratorCount: .*>0/],
    ['a file that is not there', 'workloads: [nowhere.yaml]\n', /nowhere\.yaml does not exist/],
    ['itself', 'workloads: [file.yaml]\n', /contains itself/],
  ])('%s: ends with 2 and a sentence on stderr, before any store is opened', async (_what, text, sentence) => {
    const t = terminal(await plan(box));
    expect(await run(['place', write('file.yaml', text), '--json'], t.context)).toBe(EXIT.badInput);
    expect(t.err.join('\n')).toMatch(sentence);
    expect(t.err.join('\n')).toContain(folder);
    expect(t.out).toEqual([]);
    expect(t.asked).toEqual([]);
  });

  it('a folder, or no file at all', async () => {
    for (const args of [[folder], [join(folder, 'nowhere.yaml')], []]) {
      const t = terminal(await plan(box));
      expect(await run(['place', ...args], t.context)).toBe(EXIT.badInput);
      expect(t.err.join('\n')).toMatch(/is a folder|does not exist|missing required argument/);
    }
  });

  it('more than 16 MiB', async () => {
    const t = terminal(await plan(box));
    expect(await run(['place', write('huge.yaml', '#'.repeat(16 * 2 ** 20 + 1))], t.context)).toBe(EXIT.badInput);
    expect(t.err.join('\n')).toMatch(/huge\.yaml is too large for a file of workloads/);
  });

  it('more than 500 workloads; so many are a file like any other', async () => {
    const t = terminal(await plan(box));
    expect(await run(['place', write('many.json', manyWorkloads(501))], t.context)).toBe(EXIT.badInput);
    expect(t.err.join('\n')).toMatch(/A file holds 1 to 500 workloads/);
    expect(await run(['place', write('many.json', manyWorkloads(500))], t.context)).toBe(EXIT.done);
  });
});

function manyWorkloads(count: number): string {
  return JSON.stringify({ workloads: Array.from({ length: count }, (_, n) => ({ ...box, name: `box-${n}` })) });
}
