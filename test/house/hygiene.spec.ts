import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { repositoryFile, repositoryFiles, textOf } from './repository.js';

// Each pattern is written so that it does not match itself: this file is read as well.
const MACHINE_PATHS = /(?<![\w.:/-])\/(?:work|home|root|Users|mnt)\/[\w.]/;
const REGISTRY_HOSTS = /registry[.](?:npmjs|yarnpkg|[a-z-]+[.](?:com|org|net|internal|local))/i;
const SECRETS = [
  /-----BEGIN [A-Z ]*PRIVATE[ ]KEY-----/,
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/,
  /\bgh[pousr]_[A-Za-z0-9]{36}\b/,
  /\bnpm_[A-Za-z0-9]{36}\b/,
  /\bxox[abprs]-[A-Za-z0-9-]{10,}/,
  /\bAIza[0-9A-Za-z_-]{35}\b/,
  /\bsk-[A-Za-z0-9]{32,}/,
];
const LOOSE_ENDS = /\b(?:TO[D]O|FIX[M]E|XX[X])\b/;
const SILENCED = /eslint-[d]isable|@ts-[i]gnore|@ts-[e]xpect-error|@ts-[n]ocheck/;

const BINARY = /[.](?:png|jpg|ico|gz|woff2?)$/;
const texts = repositoryFiles().filter((path) => !BINARY.test(path));
const code = texts.filter((path) => /[.](?:[cm]?[jt]s|tsx)$/.test(path));

/** `file:line` of every line that matches. */
function matches(paths: readonly string[], pattern: RegExp): string[] {
  return paths.flatMap((path) =>
    textOf(path)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : [])),
  );
}

test('no file names a folder of somebody’s machine', () => {
  expect(matches(texts, MACHINE_PATHS)).toEqual([]);
});

test('no file names a package registry, so that every house can use its own', () => {
  expect(matches(texts, REGISTRY_HOSTS)).toEqual([]);
  expect(matches(['package-lock.json'], /"resolved"/)).toEqual([]);
});

test('no secret is kept, and .env is ignored', () => {
  for (const secret of SECRETS) expect(matches(texts, secret)).toEqual([]);
  expect(repositoryFiles().filter((path) => /(^|\/)[.]env$/.test(path))).toEqual([]);
  expect(textOf('.gitignore')).toMatch(/^[.]env$/m);
});

test('nothing is left for later in the code, and no check is silenced', () => {
  expect(matches(code, LOOSE_ENDS)).toEqual([]);
  expect(matches(code, SILENCED)).toEqual([]);
});

test('the patterns above do catch what they are for', () => {
  expect('see /ho' + 'me/me/file').toMatch(MACHINE_PATHS);
  expect('https://example.org/ho' + 'me/page').not.toMatch(MACHINE_PATHS);
  expect('https://registry.' + 'npmjs.org/x').toMatch(REGISTRY_HOSTS);
  expect('// TO' + 'DO later').toMatch(LOOSE_ENDS);
  expect('// eslint-' + 'disable-next-line').toMatch(SILENCED);
});

test('the README begins with the two commands', () => {
  const readme = textOf('README.md');
  expect(readme).toMatch(/^\s*npm ci\s*(?:&&|$)/m);
  expect(readme).toMatch(/npm start\s*$/m);
});

test('the programs can be run as they are', () => {
  for (const path of ['.ci/run', 'bin/pennywatt.mjs']) {
    expect(textOf(path).split('\n')[0]).toMatch(/^#!/);
    expect(statSync(repositoryFile(path)).mode & 0o100, `${path} is not executable`).toBe(0o100);
  }
  expect(spawnSync('bash', ['-n', repositoryFile('.ci/run')]).status).toBe(0);
});

test('one licence is stated everywhere', () => {
  expect(textOf('LICENSE')).toContain('Apache License');
  expect(JSON.parse(textOf('package.json'))).toMatchObject({ license: 'Apache-2.0' });
  expect(textOf('NOTICE')).toContain('Apache License, Version 2.0');
});
