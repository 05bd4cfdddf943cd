import { expect, it, test } from 'vitest';
import { InputError } from '../../platform/index.js';
import { readAvailabilityTrace } from './availability-trace.js';

const metadata = { gap_seconds: 195, cloud: 'aws', zone: 'us-east-1a', instance_type: 'p3.2xlarge' };
const traceOf = (value: unknown) => readAvailabilityTrace(JSON.stringify(value), 'trace.json');

it('reads ticks, and runs of ticks as the same', () => {
  const ticks = traceOf({ metadata, data: [0, 0, 1, 1, 1, 0] });
  expect(ticks).toMatchObject({ zone: 'us-east-1a', region: 'us-east-1', gapSeconds: 195, spotUsdPerHour: null });
  expect(
    traceOf({
      metadata,
      runs: [
        [0, 2],
        [1, 3],
        [0, 1],
      ],
    }),
  ).toEqual(ticks);
});

test.each([
  ['aws', 'us-east-1a', 'us-east-1'],
  ['gcp', 'europe-west1-c', 'europe-west1'],
  ['azure', 'eastus-2', 'eastus'],
  ['elsewhere', 'hall-7', 'hall-7'],
])('%s: the region of %s is %s', (cloud, zone, region) => {
  expect(traceOf({ metadata: { ...metadata, cloud, zone }, data: [1] }).region).toBe(region);
});

it('takes a time without a zone for UTC', () => {
  const { startTime } = traceOf({ metadata: { ...metadata, start_time: '2023-02-15 22:08:16' }, data: [1] });
  expect(startTime?.toISOString()).toBe('2023-02-15T22:08:16.000Z');
});

test.each([
  [{ metadata, data: [] }, 'The trace trace.json is empty. Give at least as many ticks as the deadline has.'],
  [{ metadata }, 'The trace trace.json needs either "data" or "runs". Give it as {"metadata"'],
  [{ metadata, data: [1, 0.5] }, 'entry 2 is 0.5. Write 1 where spot capacity can be had, else 0.'],
  [{ metadata: { ...metadata, gap_seconds: 0 }, data: [1] }, 'at metadata.gap_seconds'],
  [{ metadata: { ...metadata, start_time: 'soon' }, data: [1] }, 'start_time "soon" is no time. Give it as'],
  [{ metadata, runs: [[1, 3_000_000]] }, 'has 3000000 ticks, the most is 2200000. Split it'],
  [[1, 0, 1], 'at the top'],
])('refuses %j', (value, sentence) => {
  expect(() => traceOf(value)).toThrow(InputError);
  expect(() => traceOf(value)).toThrow(sentence);
});

it('refuses what is no JSON', () => {
  expect(() => readAvailabilityTrace('1,0,1', 'trace.csv')).toThrow('The trace trace.csv is no JSON');
});
