import { describe, expect, it } from 'vitest';
import { measurement } from '../../benchmarks/measurement.fixture.js';
import type { Measurement } from '../../benchmarks/index.js';
import { measuredContender, type Contender } from './contender.js';
import { rank } from './rank.js';
import type { RankingPrice } from './ranking.schema.js';

const price = (usdPerAcceleratorHour: string): RankingPrice => ({
  offerId: 'aws:us-east-1:p5.48xlarge:on_demand',
  cloud: 'aws',
  region: 'us-east-1',
  instanceType: 'p5.48xlarge',
  purchaseOption: 'on_demand',
  usdPerAcceleratorHour,
  asOf: '2026-11-01',
});

function contender(changes: Partial<Measurement>, usdPerAcceleratorHour: string | null): Contender {
  const made = measuredContender(
    measurement(changes),
    usdPerAcceleratorHour === null ? null : price(usdPerAcceleratorHour),
  );
  if (made === null) throw new Error('It counted no tokens.');
  return made;
}

// Four accelerators: 8,000 tokens a second on 1,600 W at 4 × 4.50 = 18 USD an hour.
const big = contender(
  { id: 'big', acceleratorCount: 4, tokensPerSecond: 8000, powerWatts: 1600, joulesPerToken: 0.2 },
  '4.5',
);
// One accelerator: 1,000 tokens a second on 500 W at 1.80 USD an hour.
const small = contender({ id: 'small', tokensPerSecond: 1000, joulesPerToken: 0.5 }, '1.8');
const unpriced = contender({ id: 'unpriced', tokensPerSecond: 4000, joulesPerToken: null }, null);
const all = [small, unpriced, big];

const ranked = (by: Parameters<typeof rank>[1], per: Parameters<typeof rank>[2] = 'accelerator') =>
  rank(all, by, per).entries.map((entry) => `${entry.rank} ${entry.measurementId} ${entry.value}`);

describe('the ranking', () => {
  it('by tokens per second is of one accelerator, or of all that ran', () => {
    expect(ranked('tokens-per-second')).toEqual(['1 unpriced 4000', '2 big 2000', '3 small 1000']);
    expect(ranked('tokens-per-second', 'replica')).toEqual(['1 big 8000', '2 unpriced 4000', '3 small 1000']);
  });

  it('by USD per million tokens goes from the least', () => {
    // 1.80 ÷ 3,600 s ÷ 1,000 × 1,000,000 = 0.50; 18 ÷ 3,600 ÷ 8,000 × 1,000,000 = 0.625.
    expect(ranked('usd-per-million-tokens')).toEqual(['1 small 0.5', '2 big 0.625']);
    expect(rank(all, 'usd-per-million-tokens', 'accelerator').withoutFigure).toEqual([
      { count: 1, why: 'ran on accelerators without a price that counts' },
    ]);
  });

  it('by tokens per joule is one over the energy of a token', () => {
    expect(ranked('tokens-per-joule')).toEqual(['1 big 5', '2 small 2']);
  });

  it('by tokens per second per dollar is of what an hour costs', () => {
    // 1,000 ÷ 1.80 and 8,000 ÷ 18.
    expect(ranked('tokens-per-second-per-dollar')).toEqual(['1 small 555.556', '2 big 444.444']);
  });

  it('begins anew in every group of MLPerf™ benchmark results', () => {
    const suite = 'MLPerf™ Inference v5.1 Closed';
    const result = (id: string, scenario: string, tokensPerSecond: number) =>
      contender({ id, suite, scenario, tokensPerSecond, powerScope: null, joulesPerToken: null }, null);
    const { entries } = rank(
      [result('x', 'Server', 10), result('y', 'Offline', 30), result('z', 'Offline', 20), small],
      'tokens-per-second',
      'accelerator',
    );
    expect(entries.map(({ rank: place, measurementId, group }) => `${place} ${measurementId} ${group}`)).toEqual([
      '1 small null',
      `1 y ${suite}, Offline`,
      `2 z ${suite}, Offline`,
      `1 x ${suite}, Server`,
    ]);
  });

  it('has no place for a run that counted no tokens', () => {
    expect(measuredContender(measurement({ tokensPerSecond: null }), null)).toBeNull();
  });
});
