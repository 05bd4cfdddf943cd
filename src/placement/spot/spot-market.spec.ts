import { describe, expect, it } from 'vitest';
import type { AvailabilityTrace } from './availability-trace.js';
import { spotJob } from './spot-job.js';
import { spotMarket } from './spot-market.js';

const trace: AvailabilityTrace = {
  zone: 'us-east-1a',
  cloud: 'aws',
  region: 'us-east-1',
  instanceType: null,
  gapSeconds: 600,
  startTime: new Date('2025-10-04T00:00:00Z'),
  spotUsdPerHour: 6,
  onDemandUsdPerHour: 12,
  relativeSpeed: 1,
  available: new Uint8Array(100),
};
const asStated = { spotUsdPerHour: null, onDemandUsdPerHour: null };
const marketOf = (...traces: AvailabilityTrace[]) =>
  spotMarket(
    traces,
    traces.map((_, index) => `${index}.json`),
    asStated,
    {
      checkpointGb: 200,
      usdPerGbBetweenRegions: 0.02,
      usdPerGbBetweenClouds: 0.1,
    },
  );

describe('a market', () => {
  it('has prices per tick, the given ones before those that the traces state', () => {
    expect(marketOf(trace).zones[0]).toMatchObject({ spotUsdPerTick: 1, onDemandUsdPerTick: 2 });
    const given = spotMarket([trace], ['0.json'], { spotUsdPerHour: 3, onDemandUsdPerHour: null });
    expect(given.zones[0]).toMatchObject({ spotUsdPerTick: 0.5, onDemandUsdPerTick: 2 });
  });

  it('moves a checkpoint for nothing within a region, at one price to another, and at another price between clouds', () => {
    const { moveUsd } = marketOf(
      trace,
      { ...trace, zone: 'us-east-1b' },
      { ...trace, region: 'us-west-2' },
      { ...trace, cloud: 'gcp' },
    );
    expect([moveUsd(0, 1), moveUsd(0, 2), moveUsd(0, 3)]).toEqual([0, 4, 20]);
  });

  it('has the ticks that all traces have', () => {
    expect(marketOf(trace, { ...trace, available: new Uint8Array(70) }).ticks).toBe(70);
  });

  it('refuses traces that cannot be compared tick by tick', () => {
    expect(() => marketOf(trace, { ...trace, gapSeconds: 195 })).toThrow(
      'The trace 1.json has a tick of 195 s, 0.json one of 600 s. Give traces with the same gap_seconds',
    );
    const later = { ...trace, startTime: new Date('2025-10-05T00:00:00Z') };
    expect(() => marketOf(trace, later)).toThrow('they are not of the same days. Cut them to the same start_time');
    expect(() => marketOf()).toThrow('No trace is given');
  });

  it('names the option for a price that is missing', () => {
    expect(() => marketOf({ ...trace, spotUsdPerHour: null })).toThrow(
      'The trace 0.json states no spot_usd_per_hour. Add it to the metadata, or give --spot-price.',
    );
  });
});

describe('a job', () => {
  it('has its work and restart rounded up to ticks, its deadline down', () => {
    expect(spotJob({ jobHours: 1, deadlineHours: 2.1, restartHours: 0.2 }, marketOf(trace))).toEqual({
      workTicks: 6,
      restartTicks: 2,
      deadlineTicks: 12,
    });
  });

  it('that cannot be done in time is refused with the least time that would do', () => {
    expect(() => spotJob({ jobHours: 1, deadlineHours: 1.3, restartHours: 0.2 }, marketOf(trace))).toThrow(
      'The deadline of 1.3 h cannot be met: on demand from the start takes 1.33 h',
    );
    const fast = { ...trace, relativeSpeed: 2 };
    expect(spotJob({ jobHours: 1, deadlineHours: 1.3, restartHours: 0.2 }, marketOf(trace, fast)).deadlineTicks).toBe(
      7,
    );
  });
});
