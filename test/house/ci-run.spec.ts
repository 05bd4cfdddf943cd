import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { repositoryFile } from './repository.js';

// .ci/run with an npm that only pretends: which of its steps fail, and what Vitest reports, is said by each test.

interface Suite {
  readonly status: 'passed' | 'failed';
  readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
}

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pennywatt-ci-'));
  for (const name of ['.ci', 'bin']) mkdirSync(join(folder, name));
  copyFileSync(repositoryFile('.ci/run'), join(folder, '.ci/run'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function ci(failing: readonly string[], suites: readonly Suite[] | null) {
  if (suites) writeFileSync(join(folder, 'report.json'), JSON.stringify({ testResults: suites }));
  const npm = join(folder, 'bin/npm');
  const report = suites ? 'case "$*" in test*) file="${@: -1}"; cp report.json "${file#*=}";; esac' : '';
  const cases = failing.map((command) => `case "$*" in "${command}"*) exit 1;; esac`).join('\n');
  writeFileSync(npm, `#!/usr/bin/env bash\n${report}\n${cases}\n`);
  chmodSync(npm, 0o755);
  const result = spawnSync('bash', [join(folder, '.ci/run')], {
    encoding: 'utf8',
    env: {
      PATH: `${join(folder, 'bin')}:${dirname(process.execPath)}:${process.env.PATH ?? ''}`,
      CHROMIUM_PATH: process.execPath,
    },
  });
  return { code: result.status, lastLine: result.stdout.trimEnd().split('\n').at(-1), says: result.stderr };
}

function suite(...statuses: string[]): Suite {
  return {
    status: statuses.includes('failed') ? 'failed' : 'passed',
    assertionResults: statuses.map((status, index) => ({ status, fullName: `promise ${index + 1}` })),
  };
}

test('all green: tests and the three steps count as passed', () => {
  expect(ci([], [suite('passed', 'passed'), suite('passed')])).toMatchObject({
    code: 0,
    lastLine: '6 passed, 0 failed',
  });
});

test('a failed step and a failed test are counted, and the rest still runs', () => {
  const outcome = ci(['run --silent lint', 'test'], [suite('passed', 'failed'), suite('passed')]);
  expect(outcome).toMatchObject({ code: 1, lastLine: '4 passed, 2 failed' });
});

test('a test file that cannot be loaded is one failure', () => {
  const outcome = ci(['test'], [suite('passed'), { status: 'failed', assertionResults: [] }]);
  expect(outcome).toMatchObject({ code: 1, lastLine: '4 passed, 1 failed' });
});

test('an error outside of any test is a failure, and so is no report at all', () => {
  expect(ci(['test'], [suite('passed')])).toMatchObject({ code: 1, lastLine: '4 passed, 1 failed' });
  rmSync(join(folder, 'report.json'));
  expect(ci(['test'], null)).toMatchObject({ code: 1, lastLine: '3 passed, 1 failed' });
});

test('skipped tests are named and count as neither', () => {
  const outcome = ci([], [suite('passed', 'pending')]);
  expect(outcome).toMatchObject({ code: 0, lastLine: '4 passed, 0 failed' });
  expect(outcome.says).toContain('skipped: promise 2');
});

test('packages that cannot be installed end it at once', () => {
  expect(ci(['ci'], null)).toMatchObject({ code: 1, lastLine: '0 passed, 1 failed' });
});
