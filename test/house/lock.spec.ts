import { expect, test } from 'vitest';
import { textOf } from './repository.js';

interface LockedPackage {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const { packages } = JSON.parse(textOf('package-lock.json')) as { packages: Record<string, LockedPackage> };

/** Whether a package installed at `path` finds `name` in its own node_modules or in one above it, as Node looks. */
function isLocked(path: string, name: string): boolean {
  for (let folder = path; ;) {
    if (packages[`${folder}${folder === '' ? '' : '/'}node_modules/${name}`] !== undefined) return true;
    if (folder === '') return false;
    const above = folder.lastIndexOf('/node_modules/');
    folder = above === -1 ? '' : folder.slice(0, above);
  }
}

// A lock written where a registry serves one platform only lacks the others, and `npm ci` then refuses it everywhere.
test('npm ci accepts the lock: it names the packages of every platform', () => {
  const missing = Object.entries(packages).flatMap(([path, locked]) =>
    Object.keys({ ...locked.dependencies, ...locked.optionalDependencies })
      .filter((name) => !isLocked(path, name))
      .map((name) => `${name} of ${path}`),
  );
  expect(missing).toEqual([]);
});

test('our own packages are pinned exactly, and the lock says the same', () => {
  const manifest = JSON.parse(textOf('package.json')) as LockedPackage;
  for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
    expect(version, name).toMatch(/^\d+[.]\d+[.]\d+/);
    expect(packages[`node_modules/${name}`]?.version, name).toBe(version);
  }
});
