import { describe, expect, it } from 'vitest';
import type { OfferInForce } from '../offer.js';
import { fact, inForce } from './gate.fixture.js';
import { acceptanceKey, gate, type GateFact } from './gate.js';
import type { Scope } from './scope.js';

const NOW = new Date('2026-03-01T12:00:00Z');
const SPOT: Scope = { cloud: 'aws', region: 'us-east-1', purchaseOption: 'spot' };

function judge(
  facts: readonly GateFact[],
  held: readonly OfferInForce[],
  covers: readonly Scope[] = [],
  accepted: string[] = [],
) {
  const verdict = gate(facts, covers, { inForce: held, accepted: new Set(accepted), now: NOW });
  return {
    publish: verdict.publish.map(({ usdPerHour, purchaseOption }) => `${purchaseOption} ${usdPerHour}`),
    waits: verdict.quarantined.map(({ reason, fact: { usdPerHour } }) => `${reason} ${usdPerHour}`),
    why: verdict.quarantined.map(({ why }) => why),
    gone: verdict.gone.map(({ id }) => id),
    vanished: verdict.vanished.map(({ id }) => id),
  };
}

describe('a jump', () => {
  it('of a list price by more than 40 % waits, in either direction, with both figures', () => {
    const { waits, why } = judge([fact({ usdPerHour: '1.13' })], [inForce()]);
    expect(waits).toEqual(['jump 1.13']);
    // 1.13 / 0.80 = 1.4125
    expect(why[0]).toContain('+41.3 % against 0.80');
    expect(judge([fact({ usdPerHour: '0.47' })], [inForce()]).waits).toEqual(['jump 0.47']);
    expect(judge([fact({ usdPerHour: '1.12' })], [inForce()]).publish).toEqual(['on_demand 1.12']);
  });

  it('of a spot price waits only where the last one was observed within two days', () => {
    const spot = { purchaseOption: 'spot' as const };
    const now = fact({ ...spot, usdPerHour: '0.60' });
    const recent = inForce({ ...spot, usdPerHour: '0.30', confirmedAt: '2026-02-28T12:00:00Z' });
    const old = inForce({ ...spot, usdPerHour: '0.30', confirmedAt: '2026-02-27T11:59:00Z' });
    const shipped = inForce({ ...spot, usdPerHour: '0.30', publisher: 'snapshot', asOf: '2026-01-01' });
    expect(judge([now], [recent]).waits).toEqual(['jump 0.60']);
    expect(judge([now], [old]).publish).toEqual(['spot 0.60']);
    expect(judge([now], [shipped]).publish).toEqual(['spot 0.60']);
  });
});

describe('the band of an accelerator', () => {
  const others = [0.7, 0.8, 0.9, 1].map((usd, at) =>
    inForce({ region: `region-${at}`, instanceType: `g6.${at}`, usdPerHour: String(usd) }),
  );

  it('is from half the least to twice the most of what is in force for it, per accelerator', () => {
    const eight = { instanceType: 'g6.new', acceleratorCount: 8 };
    expect(judge([fact({ ...eight, usdPerHour: '2.79' })], others).waits).toEqual(['out_of_band 2.79']);
    expect(judge([fact({ ...eight, usdPerHour: '2.80' })], others).publish).toEqual(['on_demand 2.80']);
    expect(judge([fact({ ...eight, usdPerHour: '16' })], others).publish).toEqual(['on_demand 16']);
    expect(judge([fact({ ...eight, usdPerHour: '16.01' })], others).waits).toEqual(['out_of_band 16.01']);
  });

  it('is wider for spot, and none with fewer than four offers', () => {
    const spot = others.map((offer) => ({ ...offer, purchaseOption: 'spot' as const }));
    const cheap = fact({ instanceType: 'g6.new', purchaseOption: 'spot', usdPerHour: '0.15' });
    expect(judge([cheap], spot).publish).toEqual(['spot 0.15']);
    expect(judge([{ ...cheap, usdPerHour: '0.13' }], spot).waits).toEqual(['out_of_band 0.13']);
    expect(judge([{ ...cheap, usdPerHour: '0.01' }], spot.slice(1)).publish).toEqual(['spot 0.01']);
  });
});

describe('discounts', () => {
  it('spot above the on-demand price that is in force waits, and leaves that alone', () => {
    const spot = fact({ purchaseOption: 'spot', usdPerHour: '0.81' });
    expect(judge([spot], [inForce()])).toMatchObject({ publish: [], waits: ['spot_above_on_demand 0.81'] });
  });

  it('columns that were swapped in one poll: the price in force tells that on demand is wrong', () => {
    const swapped = [fact({ usdPerHour: '0.30' }), fact({ purchaseOption: 'spot', usdPerHour: '0.80' })];
    const { publish, waits } = judge(swapped, [inForce({ source: 'list' })]);
    expect(publish).toEqual([]);
    expect(waits.map((text) => text.split(' ')[1])).toEqual(['0.30', '0.80']);
  });

  it('columns that were swapped in the very first poll: neither price is believed', () => {
    const swapped = [fact({ usdPerHour: '0.30' }), fact({ purchaseOption: 'spot', usdPerHour: '0.80' })];
    expect(judge(swapped, []).waits).toEqual(['spot_above_on_demand 0.30', 'spot_above_on_demand 0.80']);
  });

  it('a commitment has to be below on demand', () => {
    const reserved = fact({ purchaseOption: 'reserved', termYears: 1, usdPerHour: '0.80' });
    expect(judge([reserved], [inForce()]).waits).toEqual(['commitment_not_below_on_demand 0.80']);
    expect(judge([{ ...reserved, usdPerHour: '0.5' }], [inForce()]).publish).toEqual(['reserved 0.5']);
  });
});

describe('what is not stated any more', () => {
  const spots = Array.from({ length: 40 }, (_, at) =>
    inForce({ purchaseOption: 'spot', instanceType: `g6.${at}`, usdPerHour: '0.3' }),
  );
  const stated = (count: number) => spots.slice(0, count).map((offer) => fact({ ...offer }));

  it('is gone where it is little of its scope', () => {
    const { gone, vanished } = judge(stated(38), spots, [SPOT]);
    expect([gone.length, vanished.length]).toEqual([2, 0]);
  });

  it('only seems to be gone where it is more than 5 %: the answer may be one in part', () => {
    const { gone, vanished } = judge(stated(37), spots, [SPOT]);
    expect([gone.length, vanished.length]).toEqual([0, 3]);
  });

  it('stays where the scope was not walked, and where it is the operator’s own', () => {
    expect(judge([], spots, []).vanished).toEqual([]);
    const own = spots.map((offer) => ({ ...offer, publisher: 'import' }));
    expect(judge([], own, [SPOT])).toMatchObject({ gone: [], vanished: [] });
  });

  it('is replaced, not missing, where spot is stated by zone now', () => {
    const byZone = spots.flatMap((offer) => ['a', 'b'].map((zone) => fact({ ...offer, zone: `use1-az-${zone}` })));
    const { gone, vanished, publish } = judge(byZone, spots, [SPOT]);
    expect([gone.length, vanished.length, publish.length]).toEqual([40, 0, 80]);
  });
});

it('a price that an operator has accepted passes, whatever the checks say', () => {
  const odd = fact({ usdPerHour: '0.100' });
  expect(judge([odd], [inForce()]).waits).toEqual(['jump 0.100']);
  const key = acceptanceKey('aws:us-east-1:g6.xlarge:on_demand', '0.1');
  expect(judge([odd], [inForce()], [], [key]).publish).toEqual(['on_demand 0.100']);
});

it('a price from the future waits: one of the clocks is wrong', () => {
  expect(judge([fact({ asOf: '2026-03-03' })], []).waits).toEqual(['future 0.80']);
  expect(judge([fact({ asOf: '2026-03-02' })], []).publish).toEqual(['on_demand 0.80']);
});
