import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { repositoryFiles, textOf } from './repository.js';

const shipped = repositoryFiles().filter((path) => path.startsWith('config/'));
const tables = shipped.filter((path) => path.endsWith('.csv'));
const lists = shipped.filter((path) => path.endsWith('.json'));

type Row = Readonly<Record<string, string>>;

const isFilled = (cell: string | undefined) => (cell ?? '').trim() !== '';
const isNumber = (cell: string) => isFilled(cell) && Number.isFinite(Number(cell));

/**
 * The column that has to say where a cell comes from: of `pue` and of `training_mfu` it is `pue_source` and
 * `training_source` where the table has them, of all else `source`. Null: none, as for the key of a table that has a
 * source for each group of figures.
 */
function sourceColumnOf(column: string, columns: readonly string[]): string | null {
  const groups = columns.filter((name) => name.endsWith('_source')).map((name) => name.slice(0, -'_source'.length));
  const group = groups.find((name) => column === name || column.startsWith(`${name}_`));
  if (group !== undefined) return `${group}_source`;
  return columns.includes('source') ? 'source' : null;
}

/** What is said without a source, as "line 2: what"; empty for a table in order. */
function unsourced(rows: readonly Row[]): string[] {
  const columns = Object.keys(rows[0] ?? {});
  return rows.flatMap((row, index) => {
    const line = `line ${index + 2}`;
    const bare = columns.filter((column) => {
      const source = sourceColumnOf(column, columns);
      return source === null ? isNumber(row[column] ?? '') : isFilled(row[column]) && !isFilled(row[source]);
    });
    const hasAny = columns.some((name) => (name === 'source' || name.endsWith('_source')) && isFilled(row[name]));
    return [...(hasAny ? [] : [`${line}: no source at all`]), ...bare.map((column) => `${line}: ${column}`)];
  });
}

test.each(tables)('%s: every row has a source', (path) => {
  const rows = parse<Row>(textOf(path), { columns: true });
  expect(rows.length).toBeGreaterThan(0);
  expect(unsourced(rows)).toEqual([]);
});

test('a row or a group of figures without its source is noticed', () => {
  expect(unsourced([{ id: 'a', watts: '5', source: 'sheet' }])).toEqual([]);
  expect(unsourced([{ id: 'a', watts: '5', source: ' ' }])).toEqual([
    'line 2: no source at all',
    'line 2: id',
    'line 2: watts',
  ]);
  expect(unsourced([{ id: 'a', watts: '5' }])).toEqual(['line 2: no source at all', 'line 2: watts']);
  const region = { name: 'x', pue: '1.1', pue_source: 'report', source: 'docs' };
  expect(unsourced([region, { ...region, pue: '', pue_source: '' }])).toEqual([]);
  expect(unsourced([region, { ...region, pue_source: '' }])).toEqual(['line 3: pue']);
  const groups = { id: 'a', serving_rate: '0.5', serving_source: 'x', training_mfu: '0.4', training_source: 'y' };
  expect(unsourced([groups, { ...groups, training_mfu: '', training_source: '' }])).toEqual([]);
  expect(unsourced([{ ...groups, training_source: '' }])).toEqual(['line 2: training_mfu']);
  expect(unsourced([{ ...groups, decode_rate: '0.9' }])).toEqual(['line 2: decode_rate']);
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
