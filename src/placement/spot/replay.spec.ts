import { describe, expect, it } from 'vitest';
import { greedyPolicy } from './greedy-policy.js';
import { onDemandPolicy } from './on-demand-policy.js';
import { optimumUsd } from './optimum.js';
import type { PolicyKind } from './policy.js';
import { policyNamed } from './policies.js';
import { replay } from './replay.js';
import type { SpotJob } from './spot-job.js';
import type { SpotMarket } from './spot-market.js';
import { marketWith, zoneWith } from './spot.fixture.js';
import { uniformProgressPolicy } from './uniform-progress-policy.js';

const run = (kind: PolicyKind, market: SpotMarket, job: SpotJob, start = 0) =>
  replay(market, job, kind.prepare(market, job)(start), start);

describe('a job of 3 h with a restart of 1 h and 8 h to its deadline, spot 1 USD and on demand 10 USD', () => {
  const market = marketWith([zoneWith('111 00 111')]);
  const job = { workTicks: 3, restartTicks: 1, deadlineTicks: 8 };

  it('takes 4 h on demand: the first start is paid, too', () => {
    expect(run(onDemandPolicy, market, job)).toEqual({
      costUsd: 40,
      moveUsd: 0,
      spotTicks: 0,
      onDemandTicks: 4,
      starts: 1,
      finishTicks: 4,
    });
  });

  // Spot for 3 h brings 2 h of work. With 3 h left there is room for the last hour and two restarts, and no more.
  it('greedily waits two hours without spot, then starts on demand for the last hour', () => {
    expect(run(greedyPolicy, market, job)).toMatchObject({
      costUsd: 3 + 20,
      spotTicks: 3,
      onDemandTicks: 2,
      finishTicks: 7,
    });
  });

  it('by uniform progress does the same: two of three hours are ahead of the line at five of eight', () => {
    expect(run(uniformProgressPolicy, market, job)).toMatchObject({ costUsd: 23, finishTicks: 7 });
  });

  it('costs 5 USD at least: three hours of spot, and two later for a restart and the last hour', () => {
    expect(optimumUsd(market, job, 0)).toBe(5);
  });
});

it('uniform progress goes on demand as soon as it is behind the line, greedy only when it must', () => {
  const market = marketWith([zoneWith('0'.repeat(10))]);
  const job = { workTicks: 2, restartTicks: 1, deadlineTicks: 10 };
  // Behind the line from the second tick on: 3 h on demand from there.
  expect(run(uniformProgressPolicy, market, job).finishTicks).toBe(4);
  // 2 h of work and two restarts: the sixth hour is the last to wait in.
  expect(run(greedyPolicy, market, job).finishTicks).toBe(9);
});

it('an instance that is lost leaves its progress behind, and a new one pays for a restart', () => {
  const market = marketWith([zoneWith('11 0 111 000')]);
  const job = { workTicks: 2, restartTicks: 1, deadlineTicks: 9 };
  expect(run(greedyPolicy, market, job)).toMatchObject({ starts: 2, spotTicks: 4, costUsd: 4, finishTicks: 5 });
  // Whoever knows what is coming starts once, for the three hours in a row.
  expect(optimumUsd(market, job, 0)).toBe(3);
});

describe('two zones with spot', () => {
  const job = { workTicks: 4, restartTicks: 1, deadlineTicks: 14 };
  const dear = { name: 'dear', region: 'there', spotUsdPerTick: 3 };

  it('the cheaper one is taken, and the other once it is lost, with the checkpoint to move', () => {
    const market = marketWith([zoneWith('111 00000000000'), zoneWith('11111111111111', dear)], 2);
    expect(run(greedyPolicy, market, job)).toMatchObject({ costUsd: 3 + 2 + 9, moveUsd: 2, starts: 2 });
    // Staying in the dear zone from the start costs 15, the move 14; there is nothing better.
    expect(optimumUsd(market, job, 0)).toBe(14);
  });

  it('a dear move is not worth it', () => {
    const market = marketWith([zoneWith('111 00000000000'), zoneWith('11111111111111', dear)], 50);
    expect(optimumUsd(market, job, 0)).toBe(15);
  });

  it('a faster type does the work in fewer ticks', () => {
    const fast = { ...dear, speed: 2 };
    const market = marketWith([zoneWith('1'.repeat(14)), zoneWith('1'.repeat(14), fast)]);
    // Three ticks at 3 USD against five at 1 USD.
    expect(optimumUsd(market, job, 0)).toBe(5);
    expect(run(onDemandPolicy, market, job)).toMatchObject({ onDemandTicks: 3, finishTicks: 3 });
  });
});

it('asks for what there is by name, and refuses what there is not', () => {
  expect(policyNamed('greedy').name).toBe('greedy');
  expect(() => policyNamed('lazy')).toThrow('There is no spot policy "lazy". Choose one of: on-demand, greedy,');
});

it('a policy that asks for spot where there is none is a fault of ours', () => {
  const market = marketWith([zoneWith('00')]);
  const blind = () => ({ purchase: 'spot', zone: 0 }) as const;
  expect(() => replay(market, { workTicks: 1, restartTicks: 0, deadlineTicks: 2 }, blind, 0)).toThrow(
    'has none at tick 0',
  );
});
