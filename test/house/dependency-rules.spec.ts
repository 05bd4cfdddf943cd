import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { repositoryFile } from './repository.js';

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
}

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pennywatt-rules-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A small house, one line per file, and where it breaks the rules. */
function broken(files: Readonly<Record<string, string>>): string[] {
  const all = {
    'tsconfig.json': '{"compilerOptions":{"module":"NodeNext"}}',
    'package.json': '{"name":"x"}',
    ...files,
  };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return violations(folder, [...new Set(Object.keys(files).map((path) => path.split('/')[0] ?? path))]);
}

/** What the rules of the repository find below `roots` of a folder, as `rule: from → to`. */
function violations(cwd: string, roots: readonly string[]): string[] {
  const program = repositoryFile('node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const rules = repositoryFile('.dependency-cruiser.cjs');
  const result = spawnSync(process.execPath, [program, ...roots, '--config', rules, '--output-type', 'json'], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (result.stdout === '') throw new Error(result.stderr);
  const { summary } = JSON.parse(result.stdout) as { summary: { violations: Violation[] } };
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`).sort();
}

const DOOR = 'export const door = 1;';

test('this house keeps its rules, the page and the migrations included', () => {
  expect(violations(repositoryFile('.'), ['src', 'migrations', 'web/src'])).toEqual([]);
});

test('a house that keeps the rules is left in peace', () => {
  const found = broken({
    'src/platform/index.ts': "export * from './money.js';",
    'src/platform/money.ts': DOOR,
    'src/catalog/index.ts': "import '../platform/index.js'; export const door = 1;",
    'src/prices/index.ts': "import '../catalog/index.js'; export const door = 1;",
    'src/performance/index.ts': "import '../catalog/index.js'; export const door = 1;",
    'src/placement/index.ts': "import '../prices/index.js'; import '../performance/index.js'; export const door = 1;",
    'src/app.module.ts': "import './placement/placement.module.js';",
    'src/placement/placement.module.ts': DOOR,
    'src/main.ts': "import './app.module.js'; import './platform/index.js';",
    'src/cli/main.ts': "import '../main.js'; import '../placement/index.js';",
    'src/billing/index.ts': "import '../catalog/index.js'; export const door = 1;",
    'src/reports/index.ts': "import '../catalog/index.js'; import '../billing/index.js'; export const door = 1;",
    'web/src/api.ts': "import type { door } from '../../src/prices/index.js'; export type Door = typeof door;",
  });
  expect(found).toEqual([]);
});

test('the ground imports no feature, and a lower line imports no higher one', () => {
  const found = broken({
    'src/platform/index.ts': "import '../prices/index.js'; export const door = 1;",
    'src/prices/index.ts': DOOR,
    'src/placement/index.ts': DOOR,
    'src/performance/index.ts': "import '../prices/index.js'; export const door = 1;",
    'src/catalog/index.ts': "import type { door } from '../placement/index.js'; export type Door = typeof door;",
  });
  expect(found).toEqual([
    'catalog-imports: src/catalog/index.ts → src/placement/index.ts',
    'performance-imports: src/performance/index.ts → src/prices/index.ts',
    'platform-imports: src/platform/index.ts → src/prices/index.ts',
  ]);
});

test('nobody reaches past the door of another module, nor starts the process from inside', () => {
  const found = broken({
    'src/catalog/index.ts': "export * from './region.js';",
    'src/catalog/region.ts': DOOR,
    'src/prices/index.ts': "import '../catalog/region.js'; export const door = 1;",
    'src/main.ts': "import './catalog/region.js';",
    'src/placement/index.ts': "import '../main.js'; export const door = 1;",
    'src/cli/context.ts': DOOR,
    'src/benchmarks/index.ts': "import '../cli/context.js'; export const door = 1;",
  });
  expect(found).toEqual([
    'benchmarks-imports: src/benchmarks/index.ts → src/cli/context.ts',
    'nobody-imports-the-command-line: src/benchmarks/index.ts → src/cli/context.ts',
    'only-the-command-line-starts-the-process: src/placement/index.ts → src/main.ts',
    'placement-imports: src/placement/index.ts → src/main.ts',
    'the-door-for-wiring: src/main.ts → src/catalog/region.ts',
    'the-door: src/benchmarks/index.ts → src/cli/context.ts',
    'the-door: src/prices/index.ts → src/catalog/region.ts',
  ]);
});

test('cycles, unmapped folders, tests in shipped code, dead imports and code in the page are caught', () => {
  const found = broken({
    'src/catalog/index.ts': "export * from './region.js';",
    'src/catalog/region.ts': "import './index.js'; export const region = 1;",
    'src/horoscope/index.ts': "import '../catalog/index.js';",
    'src/prices/index.ts': "import './offer.spec.js'; import './gone.js';",
    'src/prices/offer.spec.ts': DOOR,
    'web/src/api.ts': "import { region } from '../../src/catalog/index.js'; export const r = region;",
  });
  expect(found).toEqual([
    'no-cycles: src/catalog/index.ts → src/catalog/region.ts',
    'not-from-what-was-built-or-tests: src/prices/index.ts → src/prices/offer.spec.ts',
    'on-the-map: src/horoscope/index.ts → src/catalog/index.ts',
    'resolvable: src/prices/index.ts → ./gone.js',
    'web-takes-types-only: web/src/api.ts → src/catalog/index.ts',
  ]);
});

test('drivers stay behind the platform, and the performance model stays pure', () => {
  const found = broken({
    'package.json': '{"name":"x","dependencies":{"pg":"1","typeorm":"1"}}',
    'node_modules/pg/package.json': '{"name":"pg","version":"1.0.0","main":"index.js"}',
    'node_modules/pg/index.js': 'exports.Client = class {};',
    'node_modules/typeorm/package.json': '{"name":"typeorm","version":"1.0.0","main":"index.js"}',
    'node_modules/typeorm/index.js': 'exports.Entity = () => {};',
    'src/platform/index.ts': "import { Client } from 'pg'; export const door = Client;",
    'src/prices/index.ts': "import { Client } from 'pg'; export const door = Client;",
    'src/performance/index.ts': "import { Entity } from 'typeorm'; export const door = Entity;",
  });
  expect(found).toEqual([
    'pure-performance: src/performance/index.ts → node_modules/typeorm/index.js',
    'stores-behind-the-platform: src/prices/index.ts → node_modules/pg/index.js',
  ]);
});
