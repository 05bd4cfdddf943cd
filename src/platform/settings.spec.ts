import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { InputError } from './errors.js';
import { readSettings } from './settings.js';

function fileWith(content: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'pennywatt-settings-')), 'pennywatt.yaml');
  writeFileSync(file, content);
  return file;
}

function problemOf(environment: Record<string, string>): string {
  try {
    readSettings(environment);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as Error).message;
  }
  throw new Error('The settings were accepted.');
}

describe('the settings', () => {
  it('need nothing to be said', () => {
    expect(readSettings({})).toEqual({
      home: resolve('data'),
      port: 8080,
      host: '127.0.0.1',
      databaseUrl: null,
      clickhouseUrl: null,
      clickhouseDatabase: 'pennywatt',
      clickhouseCluster: null,
      roles: new Set(['api', 'worker']),
      logLevel: 'info',
      stalePriceDays: 30,
      pollClouds: new Set(),
      pollRegions: null,
      priceSources: expect.objectContaining({ PENNYWATT_GCP_API_KEY: null }) as unknown,
    });
  });

  it('name the clouds to poll one by one or all at once, and refuse others', () => {
    expect(readSettings({ PENNYWATT_POLL: 'aws, Azure' }).pollClouds).toEqual(new Set(['aws', 'azure']));
    expect(readSettings({ PENNYWATT_POLL: 'all' }).pollClouds).toEqual(new Set(['aws', 'gcp', 'azure']));
    expect(() => readSettings({ PENNYWATT_POLL: 'oracle' })).toThrow('PENNYWATT_POLL has to name aws, gcp, azure');
  });

  it('are taken from the environment before the file', () => {
    const file = fileWith('PORT: 9000\nPENNYWATT_ROLES: [worker]\nLOG_LEVEL: debug\n');
    const settings = readSettings({ PENNYWATT_CONFIG: file, PORT: '9001', LOG_LEVEL: '' });
    expect(settings.port).toBe(9001);
    expect(settings.roles).toEqual(new Set(['worker']));
    expect(settings.logLevel).toBe('debug');
  });

  it('list everything that is wrong at once', () => {
    const problem = problemOf({ PORT: 'eighty', LOG_LEVEL: 'loud', PENNYWATT_ROLES: 'api,cook' });
    for (const name of ['PORT', 'LOG_LEVEL', 'PENNYWATT_ROLES']) expect(problem).toContain(`  ${name} `);
  });

  it('never repeat a password', () => {
    const problem = problemOf({ DATABASE_URL: 'mysql://user:hunter2@host/db', CLICKHOUSE_URL: 'hunter2' });
    expect(problem).toContain('DATABASE_URL has to be an address that begins with postgres:// or postgresql://');
    expect(problem).not.toContain('hunter2');
  });

  it('refuse a file with a name that is no setting, and a file that is not there', () => {
    expect(problemOf({ PENNYWATT_CONFIG: fileWith('PROT: 80\n') })).toContain('"PROT", which is no setting');
    expect(problemOf({ PENNYWATT_CONFIG: '/nowhere.yaml' })).toContain('/nowhere.yaml, which does not exist');
    expect(problemOf({ PENNYWATT_CONFIG: fileWith('PORT: [') })).toContain('no valid YAML');
  });
});
