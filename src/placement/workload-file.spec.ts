import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InputError } from '../platform/index.js';
import { readPlacementFile } from './workload-file.js';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pennywatt-workloads-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

function generic(name: string): string {
  return `{ kind: generic, name: ${name}, acceleratorCount: 8 }`;
}

function names(path: string): string[] {
  return readPlacementFile(path).workloads.map(({ name }) => name);
}

function refusal(path: string): string {
  try {
    readPlacementFile(path);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return error instanceof InputError ? error.message : '';
  }
  throw new Error(`${path} was accepted.`);
}

describe('a file of workloads', () => {
  it('holds one workload, or a list, in YAML or JSON', () => {
    expect(names(write('one.yaml', 'kind: generic\nname: a\nacceleratorCount: 8\n'))).toEqual(['a']);
    expect(names(write('list.yaml', `workloads:\n  - ${generic('a')}\n  - ${generic('b')}\n`))).toEqual(['a', 'b']);
    const json = JSON.stringify({ workloads: [{ kind: 'generic', name: 'c', acceleratorCount: 1 }] });
    expect(names(write('list.json', json))).toEqual(['c']);
    expect(names(write('mark.yaml', `\uFEFF${generic('d')}`))).toEqual(['d']);
  });

  it('fills in what is left out', () => {
    expect(readPlacementFile(write('one.yaml', generic('a'))).workloads).toEqual([
      { kind: 'generic', name: 'a', acceleratorCount: 8, priority: 0, runsPerMonth: 1 },
    ]);
  });

  it('takes in other files in their place, by paths relative to the file that names them', () => {
    write('teams/search/rank.yaml', generic('rank'));
    write('teams/search.yaml', `workloads: [search/rank.yaml, ${generic('index')}]`);
    const top = write('top.yaml', `workloads: [${generic('first')}, teams/search.yaml, ${generic('last')}]`);
    expect(names(top)).toEqual(['first', 'rank', 'index', 'last']);
  });

  it('reads the configuration of a model beside it', () => {
    write('models/small/config.json', '{"model_type":"llama"}');
    const service = `
kind: serving
name: chat
model: { configFile: models/small/config.json }
request: { inputTokens: 1, outputTokens: 1 }
requestsPerSecond: 1
`;
    expect(readPlacementFile(write('chat.yaml', service)).workloads).toMatchObject([
      { model: { name: 'models/small/config.json', config: { model_type: 'llama' } } },
    ]);
    const named = service.replace('configFile:', 'name: small, configFile:');
    expect(readPlacementFile(write('named.yaml', named)).workloads).toMatchObject([{ model: { name: 'small' } }]);
    const gone = write('gone.yaml', service.replace('small/', 'large/'));
    expect(refusal(gone)).toMatch(/gone\.yaml: model\.configFile: .*large\/config\.json is no file\. Give a config/);
    write('models/small/config.json', '{');
    expect(refusal(join(folder, 'chat.yaml'))).toMatch(/chat\.yaml: model\.configFile: .*config\.json is no JSON/);
  });
});

describe('a wrong file of workloads', () => {
  it('that contains itself is refused, directly or round a corner', () => {
    expect(refusal(write('self.yaml', 'workloads: [self.yaml]'))).toMatch(/self\.yaml contains itself\. Remove it/);
    write('sub/b.yaml', 'workloads: [../a.yaml]');
    expect(refusal(write('a.yaml', 'workloads: [sub/b.yaml]'))).toMatch(/a\.yaml contains itself/);
  });

  it('with two workloads of one name is refused, also over several files', () => {
    const twice = write('twice.yaml', `workloads: [${generic('a')}, ${generic('a')}]`);
    expect(refusal(twice)).toMatch(/twice\.yaml: Another workload is called "a" too\./);
    write('part.yaml', generic('a'));
    expect(refusal(write('parts.yaml', 'workloads: [part.yaml, part.yaml]'))).toContain('called "a" too');
  });

  it('names file, place and field of everything that is wrong at once', () => {
    write('part.yaml', '{ kind: generic, name: b, acceleratorCount: 0 }');
    const path = write('top.yaml', 'workloads: [{ kind: generic, name: a, acceleratorCount: -1 }, part.yaml, 7]');
    const lines = refusal(path).split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/top\.yaml: workloads\.0\.acceleratorCount: /);
    expect(lines[1]).toMatch(/part\.yaml: acceleratorCount: /);
    expect(lines[2]).toMatch(/top\.yaml: workloads\.2: /);
    expect(lines[3]).toBe('See docs/placement.md for the fields.');
  });

  it.each([
    ['a bracket left open', 'workloads: [', /is no valid YAML: .*Correct the file\./s],
    ['a key given twice', 'kind: generic\nkind: serving\n', /is no valid YAML: .*unique/s],
    ['two documents', `${generic('a')}\n---\n${generic('b')}\n`, /is no valid YAML/],
    ['an alias of nothing', 'kind: generic\nname: *nothing\n', /is no valid YAML: .*nothing/s],
    ['a bomb of aliases', bomb(), /is no valid YAML: .*alias/s],
    ['nothing', '', /holds no workload\. Give one, or a list under "workloads:"/],
    ['a bare list', `[${generic('a')}]`, /holds no workload/],
    ['an empty list', 'workloads: []', /"workloads" is no list\. Give workloads, or paths/],
    ['no list', 'workloads: part.yaml', /"workloads" is no list/],
    ['a field beside the list', `workloads: [${generic('a')}]\nteam: x`, /there is no field "team"\. Put it into/],
    ['a file that is not there', 'workloads: [gone.yaml]', /gone\.yaml does not exist/],
    ['a folder', 'workloads: [.]', /is a folder\. Give a file with workloads\./],
  ])('with %s is refused with the next step', (_, text, message) => {
    expect(refusal(write('wrong.yaml', text))).toMatch(message);
  });

  it('that is no text is not printed back', () => {
    expect(() => names(write('binary.yaml', 'MZ\u0000\u0003'))).toThrow(
      /binary\.yaml is no text in UTF-8\. Give a YAML/,
    );
  });

  it('that is too large is not read', () => {
    expect(refusal(write('large.yaml', ' '.repeat(16 * 2 ** 20 + 1)))).toMatch(
      /too large for a file of workloads \(16777217 bytes\)/,
    );
  });

  it('says what the workloads of its list share, once', () => {
    const limits = 'quotas: [{ name: h100, accelerators: [H100], maxAccelerators: 8 }]';
    const list = write('shared.yaml', `workloads:\n  - ${generic('a')}\n${limits}\n`);
    expect(readPlacementFile(list)).toMatchObject({
      workloads: [{ name: 'a' }],
      limits: { quotas: [{ name: 'h100', maxAccelerators: 8 }], commitments: [], budgets: [] },
    });
    const outer = write('outer.yaml', 'workloads: [shared.yaml]');
    expect(refusal(outer)).toContain('there is no field "quotas". Put it into the file that lists this one.');
    const both = write('both.yaml', `workloads:\n  - ${generic('a')}\nquotas: [{ name: x }]\n`);
    expect(refusal(both)).toContain('quotas.0: Give either maxAccelerators or maxInstances.');
  });
});

/** Nine levels of ten aliases each would become a thousand million entries. */
function bomb(): string {
  const levels = Array.from({ length: 9 }, (_, level) => {
    const inner = level === 0 ? 'x' : `*l${level - 1}`;
    return `l${level}: &l${level} [${Array<string>(10).fill(inner).join(', ')}]`;
  });
  return levels.join('\n');
}
