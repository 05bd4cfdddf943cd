import { expect, test } from 'vitest';
import { textOf } from './repository.js';

interface LockedPackage {
  readonly dev?: boolean;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** May be passed on within a product of any licence, with their notices. */
const PERMISSIVE = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'PostgreSQL',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);

/** Installed as development packages, but built into the page that we ship. */
const IN_THE_PAGE = ['react', 'react-dom', 'echarts', '@tanstack/react-query'];

const { packages } = JSON.parse(textOf('package-lock.json')) as { packages: Record<string, LockedPackage> };

/** `MIT`, `(MIT OR CC0-1.0)`, `Apache-2.0 AND MIT`: one of the choices, or every one of the parts, is permissive. */
function permissive(expression: string): boolean {
  const plain = expression.replace(/[()]/g, '');
  if (plain.includes(' OR ')) return plain.split(' OR ').some(permissive);
  if (plain.includes(' AND ')) return plain.split(' AND ').every(permissive);
  return PERMISSIVE.has(plain.trim());
}

function withDependencies(name: string, seen = new Set<string>()): Set<string> {
  if (seen.has(name)) return seen;
  seen.add(name);
  const locked = packages[`node_modules/${name}`];
  for (const next of Object.keys(locked?.dependencies ?? {})) withDependencies(next, seen);
  return seen;
}

test('everything that the server runs with may be passed on', () => {
  const refused = Object.entries(packages)
    .filter(([path, locked]) => path !== '' && locked.dev !== true && !permissive(locked.license ?? 'none stated'))
    .map(([path, locked]) => `${path}: ${locked.license ?? 'none stated'}`);
  expect(refused).toEqual([]);
});

test('everything that is built into the page may be passed on', () => {
  const shipped = new Set(IN_THE_PAGE.flatMap((name) => [...withDependencies(name)]));
  expect(shipped.size).toBeGreaterThan(IN_THE_PAGE.length);
  const refused = [...shipped].filter(
    (name) => !permissive(packages[`node_modules/${name}`]?.license ?? 'none stated'),
  );
  expect(refused).toEqual([]);
});

test('a licence that asks more is refused', () => {
  expect(permissive('MIT')).toBe(true);
  expect(permissive('(MIT OR GPL-3.0-only)')).toBe(true);
  expect(permissive('Apache-2.0 AND MIT')).toBe(true);
  expect(permissive('Apache-2.0 AND GPL-2.0-only')).toBe(false);
  expect(permissive('AGPL-3.0-only')).toBe(false);
  expect(permissive('none stated')).toBe(false);
});
