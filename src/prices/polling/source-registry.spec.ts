import { expect, it } from 'vitest';
import { rankSources } from './source-registry.js';
import type { PriceSource } from '../sources/price-source.js';

function source(id: string, rank: number, options: PriceSource['purchaseOptions'], ready = true): PriceSource {
  return {
    id,
    cloud: id.startsWith('gcp') ? 'gcp' : 'aws',
    title: id,
    purchaseOptions: options,
    rank,
    everyMinutes: 60,
    readiness: () => Promise.resolve(ready ? { ready } : { ready, needs: 'Give it a key.' }),
    regions: () => Promise.resolve(null),
    poll: () => Promise.reject(new Error('not polled here')),
  };
}

const used = async (...sources: PriceSource[]) =>
  (await rankSources(sources)).map(({ source: { id }, responsibleFor, isUsed }) => [id, isUsed, ...responsibleFor]);

it('of two ready sources of the same prices the one that ranks first is asked', async () => {
  expect(await used(source('aws-api', 1, ['on_demand']), source('aws-list', 2, ['on_demand', 'reserved']))).toEqual([
    ['aws-api', true, 'on_demand'],
    ['aws-list', true, 'reserved'],
  ]);
});

it('a source without credentials leaves its prices to the next one', async () => {
  expect(await used(source('aws-api', 1, ['on_demand'], false), source('aws-list', 2, ['on_demand']))).toEqual([
    ['aws-api', false],
    ['aws-list', true, 'on_demand'],
  ]);
});

it('clouds do not stand in for each other; availability alone is always wanted', async () => {
  expect(
    await used(source('gcp-list', 9, ['on_demand']), source('aws-list', 1, ['on_demand']), source('aws-where', 5, [])),
  ).toEqual([
    ['gcp-list', true, 'on_demand'],
    ['aws-list', true, 'on_demand'],
    ['aws-where', true],
  ]);
});

it('a source whose credentials cannot even be looked for is not ready, and says so', async () => {
  const broken = { ...source('aws-api', 1, ['on_demand']), readiness: () => Promise.reject(new Error('no such file')) };
  expect((await rankSources([broken]))[0]?.readiness).toEqual({
    ready: false,
    needs: 'Its credentials cannot be read: no such file',
  });
});
