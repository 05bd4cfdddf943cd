import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { shippedFile } from '../../src/platform/index.js';

interface LockedPackage {
  readonly engines?: { readonly node?: string };
  readonly hasInstallScript?: boolean;
}

type Version = readonly [major: number, minor: number, patch: number];

const manifest = JSON.parse(readFileSync(shippedFile('package.json'), 'utf8')) as {
  engines: { node: string };
  allowScripts: Record<string, boolean>;
};
const { packages } = JSON.parse(readFileSync(shippedFile('package-lock.json'), 'utf8')) as {
  packages: Record<string, LockedPackage>;
};

/** Of `20`, `v20.19`, `20.19.0`; parts that are not stated count as 0. */
function versionOf(text: string): Version {
  const [major = 0, minor = 0, patch = 0] = text.replace(/^v/, '').split('.').map(Number);
  return [major, minor, patch];
}

function compare(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

/** Whether a range as in `engines` admits a version: `>=18 <23`, `^20.19.0 || >=22`, `20.x`, `*`. */
function admits(range: string, version: Version): boolean {
  return range.split('||').some((alternative) => {
    const limits = alternative
      .trim()
      .replace(/([<>=^~])\s+/g, '$1')
      .split(/\s+/)
      .filter((limit) => limit !== '');
    return limits.every((limit) => within(limit, version));
  });
}

function within(limit: string, version: Version): boolean {
  if (/^(\*|x)$/.test(limit)) return true;
  const [, sign = '', stated = ''] = /^(>=|<=|>|<|=|\^|~)?(v?\d+(?:\.\d+)*)(?:\.[x*])*$/.exec(limit) ?? [];
  if (stated === '') throw new Error(`"${limit}" is a range that this test cannot read.`);
  const bound = versionOf(stated);
  const order = compare(version, bound);
  const parts = stated.split('.').length;
  switch (sign) {
    case '>=':
      return order >= 0;
    case '>':
      return order > 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '^':
      return order >= 0 && version[0] === bound[0];
    case '~':
      return order >= 0 && version[0] === bound[0] && (parts === 1 || version[1] === bound[1]);
    default:
      return [0, 1, 2].slice(0, parts).every((part) => version[part] === bound[part]);
  }
}

test('every package declares that it runs on the oldest Node that we promise, so that npm ci has nothing to warn of', () => {
  const oldest = versionOf(manifest.engines.node.replace('>=', ''));
  expect(oldest).toEqual([20, 19, 0]);
  const refused = Object.entries(packages)
    .filter(([, { engines }]) => engines?.node !== undefined && !admits(engines.node, oldest))
    .map(([path, { engines }]) => `${path} wants Node ${engines?.node}`);
  expect(refused).toEqual([]);
});

test('a package that wants a later Node is caught', () => {
  const oldest: Version = [20, 19, 0];
  for (const range of ['>=22', '^18.0.0', '^20.19.1 || >= 22', '18.x || 22.x', '<20', '~20.18.0']) {
    expect(admits(range, oldest), range).toBe(false);
  }
  for (const range of ['>=20', '^18 || ^20.19.0', '>= 0.4', '*', '20.x', '20 || 22', '>=18 <23', '~20.19.0', '20']) {
    expect(admits(range, oldest), range).toBe(true);
  }
});

// A script that runs at installation is code nobody asked for: what we need of them, we do at start.
test('no package may run a script of its own at installation', () => {
  const withScript = Object.entries(packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript === true)
    .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
  expect(withScript.length).toBeGreaterThan(0);
  expect(Object.keys(manifest.allowScripts).sort()).toEqual([...new Set(withScript)].sort());
  expect(Object.values(manifest.allowScripts).every((allowed) => !allowed)).toBe(true);
});
