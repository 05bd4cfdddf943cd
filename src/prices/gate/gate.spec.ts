import { describe, expect, it } from 'vitest';
import type { OfferInForce } from '../offer.js';
import { fact, inForce } from './gate.fixture.js';
import { decisionKey, gate, NO_DECISIONS, type GateFact } from './gate.js';
import type { Scope } from './scope.js';

const NOW = new Date('2026-03-01T12:00:00Z');
const SPOT: Scope = { cloud: 'aws', region: 'us-east-1', purchaseOption: 'spot' };

function judge(
  facts: readonly GateFact[],
  held: readonly OfferInForce[],
  covers: readonly Scope[] = [],
  accepted: string[] = [],
  publisher = 'aws-list',
) {
  const verdict = gate(facts, covers, {
    inForce: held,
    decisions: { ...NO_DECISIONS, accepted: new Set(accepted) },
    publisher,
    now: NOW,
  });
  return {
    publish: verdict.publish.map(({ usdPerHour, purchaseOption }) => `${purchaseOption} ${usdPerHour}`),
    waits: verdict.quarantined.map(({ reason, fact: { usdPerHour } }) => `${reason} ${usdPerHour}`),
    why: verdict.quarantined.map(({ why }) => why),
    gone: verdict.gone.map(({ id }) => id),
    vanished: verdict.vanished.map(({ id }) => id),
    superseded: verdict.superseded.map(({ fact: { usdPerHour } }) => usdPerHour),
    same: verdict.same.length,
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

  it('columns that were swapped while both are near what is in force: neither price is believed', () => {
    // 0.80 and 0.60 in force; 0.60 is 25 % below the one and 0.80 a third above the other.
    const held = [inForce(), inForce({ purchaseOption: 'spot', usdPerHour: '0.60' })];
    const swapped = [fact({ usdPerHour: '0.60' }), fact({ purchaseOption: 'spot', usdPerHour: '0.80' })];
    const { publish, waits, why } = judge(swapped, held);
    expect(publish).toEqual([]);
    expect(waits).toEqual(['spot_above_on_demand 0.60', 'spot_above_on_demand 0.80']);
    expect(why[0]).toContain('0.60 USD an hour on demand and 0.80 as spot');
  });

  it('spot above the on-demand price of the same poll waits alone where that price is the one in force', () => {
    const both = [fact(), fact({ purchaseOption: 'spot', usdPerHour: '0.90' })];
    expect(judge(both, [inForce()])).toMatchObject({
      publish: ['on_demand 0.80'],
      waits: ['spot_above_on_demand 0.90'],
    });
  });

  it('an on-demand price below its own spot waits, and the honest spot does not', () => {
    // 80 GB A100: 1.86 on demand under its own spot of 1.96.
    const both = [fact({ usdPerHour: '1.86' }), fact({ purchaseOption: 'spot', usdPerHour: '1.96' })];
    const spot = inForce({ purchaseOption: 'spot', usdPerHour: '1.95' });
    expect(judge(both, [spot])).toMatchObject({ publish: ['spot 1.96'], waits: ['spot_above_on_demand 1.86'] });
    expect(judge(both.slice(0, 1), [spot]).waits).toEqual(['spot_above_on_demand 1.86']);
  });

  it('a commitment price in the place of on demand waits, although it is no jump', () => {
    // TPU v5e: 1.20 on demand and 0.84 for one year, 30 % less.
    const held = [
      inForce({ usdPerHour: '1.2' }),
      inForce({ purchaseOption: 'committed_use', termYears: 1, usdPerHour: '0.84' }),
    ];
    const { publish, waits, why } = judge([fact({ usdPerHour: '0.84' })], held);
    expect(publish).toEqual([]);
    expect(waits).toEqual(['commitment_not_below_on_demand 0.84']);
    expect(why[0]).toContain('0.84 USD an hour on demand equals committed_use for 1 year at 0.84');
  });

  it('what is held back leaves the previous price in force, and that counts', () => {
    // On demand doubles, which waits; the reserved price would be below the new one and is not below the old one.
    const facts = [fact({ usdPerHour: '1.6' }), fact({ purchaseOption: 'reserved', termYears: 1, usdPerHour: '1' })];
    expect(judge(facts, [inForce()]).waits).toEqual(['jump 1.6', 'commitment_not_below_on_demand 1']);
  });

  it('spot at its cap is believed of the cloud, and is a copy in a list whose on-demand price is another source’s', () => {
    const spot = fact({ purchaseOption: 'spot', usdPerHour: '0.80', source: 'spot market' });
    expect(judge([spot], [inForce()]).publish).toEqual(['spot 0.80']);
    expect(judge([fact(), spot], []).publish).toEqual(['on_demand 0.80', 'spot 0.80']);
    expect(judge([spot], [inForce()], [], [], 'import').waits).toEqual(['spot_copied_from_on_demand 0.80']);
    expect(judge([fact(), spot], [], [], [], 'import').waits).toEqual(['spot_copied_from_on_demand 0.80']);
    const sameList = fact({ purchaseOption: 'spot', usdPerHour: '0.80' });
    expect(judge([fact(), sameList], [], [], [], 'import').publish).toEqual(['on_demand 0.80', 'spot 0.80']);
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

  it('counts zones: one that is missing of every machine is no small thing', () => {
    const inZone = (zone: string) =>
      spots.map(({ instanceType }) =>
        inForce({ purchaseOption: 'spot', instanceType, usdPerHour: '0.3', zone: `us-east-1${zone}` }),
      );
    const held = [...inZone('a'), ...inZone('b')];
    const onlyA = inZone('a').map((offer) => fact({ ...offer }));
    expect(judge(onlyA, held, [SPOT])).toMatchObject({ gone: [], publish: onlyA.map(() => 'spot 0.3') });
    expect(judge(onlyA, held, [SPOT]).vanished).toHaveLength(40);
  });

  it('keeps the price of the region where those of its zones wait', () => {
    const wrong = [fact({ purchaseOption: 'spot', instanceType: 'g6.0', zone: 'us-east-1a', usdPerHour: '0' })];
    expect(judge(wrong, spots.slice(0, 1), [SPOT])).toMatchObject({ gone: [], vanished: [], waits: ['placeholder 0'] });
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

describe('regions', () => {
  const regions = ['a', 'b', 'c', 'd'].map((region) => inForce({ region, usdPerHour: '1' }));

  it('that are in force decide what is usual, not a list that has everything wrong', () => {
    const wrong = ['e', 'f', 'g', 'h', 'i'].map((region) => fact({ region, usdPerHour: '0.3' }));
    expect(judge(wrong, regions).waits).toEqual(wrong.map(() => 'out_of_line 0.3'));
    expect(judge(wrong, []).publish).toHaveLength(5);
  });

  it('are what is counted, and not their zones', () => {
    const zones = ['1', '2', '3', '4'].map((zone) =>
      inForce({ purchaseOption: 'spot', zone: `us-east-1${zone}`, usdPerHour: '0.1' }),
    );
    const spot = fact({ purchaseOption: 'spot', region: 'us-east-2', usdPerHour: '0.45' });
    expect(judge([spot], zones).publish).toEqual(['spot 0.45']);
  });
});

describe('several prices of one offer', () => {
  it('the latest stands where they nearly agree; of one date the dearer, whatever their order', () => {
    const older = fact({ usdPerHour: '0.82', asOf: '2026-02-01' });
    const newer = fact({ usdPerHour: '0.80' });
    expect(judge([older, newer], [])).toMatchObject({ publish: ['on_demand 0.80'], superseded: ['0.82'], waits: [] });
    const dearer = fact({ usdPerHour: '0.82' });
    for (const list of [
      [dearer, newer],
      [newer, dearer],
    ]) {
      expect(judge(list, [])).toMatchObject({ publish: ['on_demand 0.82'], superseded: ['0.80'] });
    }
  });

  it('neither stands where they are more than 5 % apart', () => {
    // 0.85 / 0.80 = 1.0625
    const { waits, why } = judge([fact(), fact({ usdPerHour: '0.85' })], []);
    expect(waits).toEqual(['sources_disagree 0.80', 'sources_disagree 0.85']);
    expect(why[0]).toContain('6.3 %');
  });

  it('the one that agrees with what is in force stands against one that does not', () => {
    const { publish, waits } = judge([fact(), fact({ usdPerHour: '700.5' })], [inForce()]);
    expect(publish).toEqual(['on_demand 0.80']);
    expect(waits).toEqual(['jump 700.5']);
  });

  it('the same twice is one price', () => {
    expect(judge([fact(), fact({ usdPerHour: '0.800' })], [])).toMatchObject({ same: 1, waits: [], superseded: [] });
  });

  it('of the operator and of a cloud the later stands; the snapshot gives way to both', () => {
    const own = fact({ usdPerHour: '0.70', asOf: '2026-02-01' });
    const polled = inForce({ asOf: '2026-02-10' });
    expect(judge([own], [polled], [], [], 'import')).toMatchObject({ publish: [], superseded: ['0.70'], waits: [] });
    expect(judge([own], [{ ...polled, asOf: '2026-01-31' }], [], [], 'import').publish).toEqual(['on_demand 0.70']);
    expect(judge([own], [{ ...polled, publisher: 'snapshot' }], [], [], 'import').publish).toHaveLength(1);
    const imported = inForce({ asOf: '2026-03-02', publisher: 'import', usdPerHour: '0.70' });
    expect(judge([fact()], [imported])).toMatchObject({ publish: [], superseded: ['0.80'], waits: [] });
    expect(judge([fact()], [{ ...imported, asOf: '2026-03-01' }]).publish).toEqual(['on_demand 0.80']);
  });

  it('a later poll of a cloud stands, whatever date it gives: price lists are dated by their publication', () => {
    expect(judge([fact({ usdPerHour: '0.7', asOf: '2025-01-01' })], [inForce()]).publish).toEqual(['on_demand 0.7']);
  });
});

it('a price that an operator has accepted passes, whatever the checks say', () => {
  const odd = fact({ usdPerHour: '0.100' });
  expect(judge([odd], [inForce()]).waits).toEqual(['jump 0.100']);
  const key = decisionKey('aws:us-east-1:g6.xlarge:on_demand', '0.1');
  expect(judge([odd], [inForce()], [], [key]).publish).toEqual(['on_demand 0.100']);
});

it('what an operator has decided about a price in another currency holds at any rate', () => {
  const stated = { perHour: '0.10', currency: 'EUR', upfront: null, recurringPerHour: null };
  const rate = { rateDate: '2026-02-27', rateSource: 'a bank' };
  const at = (usdPerUnit: string, usdPerHour: string) =>
    fact({ usdPerHour, converted: { ...stated, ...rate, usdPerUnit } });
  const key = decisionKey('aws:us-east-1:g6.xlarge:on_demand', '0.1', 'EUR');
  // 0.1 EUR at 1.1 and at 1.2, far below what is in force; and 0.11 USD, which nobody has decided about.
  expect(judge([at('1.1', '0.11')], [inForce()]).waits).toEqual(['jump 0.11']);
  expect(judge([at('1.1', '0.11')], [inForce()], [], [key]).publish).toEqual(['on_demand 0.11']);
  expect(judge([at('1.2', '0.12')], [inForce()], [], [key]).publish).toEqual(['on_demand 0.12']);
  expect(judge([fact({ usdPerHour: '0.1' })], [inForce()], [], [key]).waits).toEqual(['jump 0.1']);
});

it('a price from the future waits: one of the clocks is wrong', () => {
  expect(judge([fact({ asOf: '2026-03-03' })], []).waits).toEqual(['future 0.80']);
  expect(judge([fact({ asOf: '2026-03-02' })], []).publish).toEqual(['on_demand 0.80']);
});

it('a price of long ago waits, and so does one without a date', () => {
  // Five years of 365.25 days before noon of the first of March 2026 is the morning of the first of March 2021.
  expect(judge([fact({ asOf: '2021-02-28' })], []).waits).toEqual(['too_old 0.80']);
  expect(judge([fact({ asOf: '1970-01-01' })], []).waits).toEqual(['too_old 0.80']);
  expect(judge([fact({ asOf: '2021-03-02' })], []).publish).toEqual(['on_demand 0.80']);
  expect(judge([fact({ asOf: 'yesterday' })], []).waits).toEqual(['unreadable 0.80']);
});

it('what is no price waits even if it was accepted once', () => {
  const key = decisionKey('aws:us-east-1:g6.xlarge:on_demand', '0.000');
  expect(judge([fact({ usdPerHour: '0.000' })], [], [], [key]).waits).toEqual(['placeholder 0.000']);
  expect(judge([fact({ usdPerHour: '10000000000' })], []).waits).toEqual(['unreadable 10000000000']);
});
