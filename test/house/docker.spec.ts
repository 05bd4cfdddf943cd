import { existsSync } from 'node:fs';
import { run as lint } from 'dockerfilelint';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { SETTING_NAMES } from '../../src/platform/index.js';
import { repositoryFile, textOf } from './repository.js';

// No container engine runs where these tests run: what can be known without one is checked here.

interface Service {
  readonly image: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly environment: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck: { readonly test: readonly string[] };
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const dockerfile = textOf('docker/Dockerfile');
const composeText = textOf('docker/compose.yaml');
const compose = parse(composeText, { merge: true }) as Compose;
const services = Object.entries(compose.services);
const ours = services.filter(([, service]) => service.build !== undefined);

/** Instructions with their arguments, continued lines joined. */
const instructions = dockerfile
  .replace(/\\\n\s*/g, ' ')
  .split('\n')
  .filter((line) => line.trim() !== '' && !line.startsWith('#'));
const lastStage = instructions.slice(instructions.findLastIndex((line) => line.startsWith('FROM ')));

test('the linter finds nothing in the Dockerfile', () => {
  expect(lint(repositoryFile('docker'), dockerfile)).toEqual([]);
  expect(lint(repositoryFile('docker'), 'FROM node\nRUN sudo true\n').map((item) => item.rule)).toContain('sudo_usage');
});

test('the image runs as an ordinary user, says whether it is ready, and knows one version of Node', () => {
  expect(lastStage.filter((line) => line.startsWith('USER '))).toEqual(['USER node']);
  expect(lastStage.findIndex((line) => line.startsWith('USER '))).toBeLessThan(
    lastStage.findIndex((line) => line.startsWith('CMD ')),
  );
  expect(lastStage.some((line) => line.startsWith('HEALTHCHECK ') && line.includes('/health/ready'))).toBe(true);
  const bases = instructions.filter((line) => line.startsWith('FROM ')).map((line) => line.split(/\s+/)[1] ?? '');
  expect(new Set(bases)).toEqual(new Set(['node:22-bookworm-slim']));
});

test('every file that the image copies is there and reaches the builder', () => {
  const sentToBuilder = new Set(
    [...textOf('.dockerignore').matchAll(/^!([^/\n]+)\/?$/gm)].map((match) => match[1] ?? ''),
  );
  const copied = instructions
    .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
    .flatMap((line) => line.split(/\s+/).slice(1, -1))
    .filter((path) => path !== '.');
  expect(copied.length).toBeGreaterThan(4);
  for (const path of [...copied, ...sentToBuilder]) expect(existsSync(repositoryFile(path)), path).toBe(true);
  for (const path of copied) expect(sentToBuilder).toContain(path.split('/')[0]);
});

test('compose runs an api, a worker and both stores, each asked whether it works', () => {
  expect(Object.keys(compose.services).sort()).toEqual(['api', 'clickhouse', 'postgres', 'worker']);
  expect(ours.map(([name, service]) => [name, service.environment.PENNYWATT_ROLES])).toEqual([
    ['api', 'api'],
    ['worker', 'worker'],
  ]);
  for (const [name, service] of services) {
    expect(service.healthcheck.test.length, name).toBeGreaterThan(1);
    expect(service.image.includes(':') || service.build !== undefined, `${name} names no version`).toBe(true);
  }
});

test('whoever is waited for exists and says when it is healthy', () => {
  for (const [name, service] of ours) {
    expect(Object.keys(service.depends_on ?? {}), name).toEqual(['postgres', 'clickhouse']);
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      expect(compose.services).toHaveProperty(other);
      expect(condition).toBe('service_healthy');
    }
  }
});

test('each store keeps its data in a volume that is declared, and only stores keep any', () => {
  const keeping = services.filter(([, service]) => service.volumes !== undefined);
  expect(keeping.map(([name]) => name)).toEqual(['postgres', 'clickhouse']);
  const volumes = keeping.flatMap(([, service]) => (service.volumes ?? []).map((volume) => volume.split(':')[0]));
  expect(volumes).toEqual(Object.keys(compose.volumes));
});

test('every setting that the containers are given is one that the product reads', () => {
  const given = new Set(ours.flatMap(([, service]) => Object.keys(service.environment)));
  for (const name of [...given, 'HOST', 'PORT', 'PENNYWATT_HOME']) expect(SETTING_NAMES).toContain(name);
  expect(given).toContain('DATABASE_URL');
  expect(given).toContain('CLICKHOUSE_URL');
});

test('no password is kept, every variable is explained, and the API answers on this machine only', () => {
  const example = textOf('docker/.env.example');
  for (const [, name = ''] of composeText.matchAll(/\$\{(\w+)/g)) expect(example).toMatch(new RegExp(`^${name}=`, 'm'));
  expect(example).toMatch(/^POSTGRES_PASSWORD=$/m);
  expect(example).toMatch(/^CLICKHOUSE_PASSWORD=$/m);
  for (const [, service] of services) {
    for (const port of service.ports ?? []) expect(port).toMatch(/^127[.]0[.]0[.]1:/);
  }
});
