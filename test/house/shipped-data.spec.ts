import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { repositoryFiles, textOf } from './repository.js';

const shipped = repositoryFiles().filter((path) => path.startsWith('config/'));
const tables = shipped.filter((path) => path.endsWith('.csv'));
const lists = shipped.filter((path) => path.endsWith('.json'));

test.each(tables)('%s: every row has a source', (path) => {
  const rows = parse<Record<string, string>>(textOf(path), { columns: true });
  expect(rows.length).toBeGreaterThan(0);
  expect(Object.keys(rows[0] ?? {})).toContain('source');
  const bare = rows.flatMap((row, index) => ((row.source ?? '').trim() === '' ? [`line ${index + 2}`] : []));
  expect(bare).toEqual([]);
});

test.each(lists)('%s: every entry has a source', (path) => {
  const entries: unknown = JSON.parse(textOf(path));
  const list = Array.isArray(entries) ? entries : [entries];
  expect(list.length).toBeGreaterThan(0);
  for (const entry of list) expect(entry).toHaveProperty('source', expect.stringMatching(/\S/));
});

test('keys of config/prices/sources.csv explain every source that the prices name', () => {
  const keys = new Set(
    parse<{ key: string }>(textOf('config/prices/sources.csv'), { columns: true }).map((row) => row.key),
  );
  for (const path of ['snapshot', 'left-out', 'interruptions']) {
    const rows = parse<{ source: string }>(textOf(`config/prices/${path}.csv`), { columns: true });
    const unknown = new Set(rows.map((row) => row.source).filter((source) => !keys.has(source)));
    expect([...unknown], path).toEqual([]);
  }
});
