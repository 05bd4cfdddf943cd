import { describe, expect, it } from 'vitest';
import { CLOUDS, readAccelerators, readInstanceTypes } from '../../catalog/index.js';
import { SNAPSHOT_PUBLISHER, type OfferInForce } from '../offer.js';
import { readShippedOffers } from '../shipped-prices.js';
import { gate, NO_DECISIONS } from './gate.js';

const { offers } = readShippedOffers(readInstanceTypes(), readAccelerators());
const now = new Date('2026-08-10T00:00:00Z');
const inForce: OfferInForce[] = offers.map((offer) => ({
  ...offer,
  publisher: SNAPSHOT_PUBLISHER,
  confirmedAt: now.toISOString(),
}));
const world = { inForce: [] as OfferInForce[], decisions: NO_DECISIONS, publisher: 'a-source', now };

describe('the shipped snapshot at the gate', () => {
  it('passes whole where nothing is in force', () => {
    const { publish, quarantined, superseded } = gate(offers, [], world);
    expect(quarantined.map(({ fact, why }) => `${fact.id}: ${why}`)).toEqual([]);
    expect(superseded).toEqual([]);
    expect(publish).toHaveLength(offers.length);
  });

  it('passes again over itself, and nothing of it is gone', () => {
    const covers = offers.map(({ cloud, region, purchaseOption }) => ({ cloud, region, purchaseOption }));
    const verdict = gate(offers, covers, { ...world, inForce });
    expect(verdict.publish).toHaveLength(offers.length);
    expect([...verdict.gone, ...verdict.vanished]).toEqual([]);
  });

  it('passes region by region where a region is new and the others are in force', () => {
    const doubted = CLOUDS.flatMap((cloud) => {
      const ofCloud = inForce.filter((offer) => offer.cloud === cloud);
      return [...new Set(ofCloud.map(({ region }) => region))].flatMap((region) => {
        const others = ofCloud.filter((offer) => offer.region !== region);
        const here = ofCloud.filter((offer) => offer.region === region);
        return gate(here, [], { ...world, inForce: others }).quarantined;
      });
    });
    expect(doubted.map(({ fact, why }) => `${fact.id}: ${why}`)).toEqual([]);
  });
});
