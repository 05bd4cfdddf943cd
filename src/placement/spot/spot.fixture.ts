import fc from 'fast-check';
import type { SpotJob } from './spot-job.js';
import type { SpotMarket, SpotZone } from './spot-market.js';

/** Ticks as they are written: '110' is two with spot and one without; blanks are for the eye. */
export function ticksOf(text: string): Uint8Array {
  return Uint8Array.from([...text.replaceAll(' ', '')].map(Number));
}

/** A zone with ticks of an hour, at 1 USD on spot and 10 USD on demand unless said otherwise. */
export function zoneWith(text: string, more: Partial<SpotZone> = {}): SpotZone {
  return {
    name: 'a',
    cloud: 'aws',
    region: 'here',
    spotUsdPerTick: 1,
    onDemandUsdPerTick: 10,
    speed: 1,
    available: ticksOf(text),
    ...more,
  };
}

/** A market of such zones. */
export function marketWith(zones: readonly SpotZone[], moveUsd = 0): SpotMarket {
  return {
    tickHours: 1,
    ticks: Math.min(...zones.map(({ available }) => available.length)),
    zones,
    moveUsd: (from, to) => (zones[from]?.region === zones[to]?.region ? 0 : moveUsd),
  };
}

/** Any market of one to three zones, with a job that on demand from the start would finish in time. */
export const marketsAndJobs: fc.Arbitrary<{ market: SpotMarket; job: SpotJob }> = fc
  .record({
    zones: fc.array(
      fc.record({
        runs: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 8 }),
        begins: fc.constantFrom(0, 1),
        spot: fc.integer({ min: 1, max: 9 }),
        demand: fc.integer({ min: 4, max: 20 }),
        speed: fc.constantFrom(1, 1, 1, 2, 0.5),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    work: fc.integer({ min: 1, max: 14 }),
    restart: fc.integer({ min: 0, max: 3 }),
    slack: fc.integer({ min: 0, max: 16 }),
    move: fc.integer({ min: 0, max: 8 }),
  })
  .map(({ zones, work, restart, slack, move }) => {
    const fastest = Math.max(...zones.map(({ speed }) => speed));
    const deadlineTicks = restart + Math.ceil(work / fastest) + slack;
    const market = marketWith(
      zones.map(({ runs, begins, spot, demand, speed }, index) => {
        const text = runs.map((length, run) => String((begins + run) % 2).repeat(length)).join('');
        const ticks = text.padEnd(deadlineTicks, '0');
        return zoneWith(ticks, {
          name: `${index}`,
          region: `${index}`,
          spotUsdPerTick: spot,
          onDemandUsdPerTick: demand,
          speed,
        });
      }),
      move,
    );
    return { market, job: { workTicks: work, restartTicks: restart, deadlineTicks } };
  });
