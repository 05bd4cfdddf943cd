import { expect, it } from 'vitest';
import { shippedQuality } from '../../src/benchmarks/index.js';
import { readAccelerators, readInstanceTypes, readRegions } from '../../src/catalog/index.js';
import { shippedPerformanceModel } from '../../src/performance/index.js';
import { fleetExample } from '../../src/placement/examples.js';
import { quote } from '../../src/placement/place-fleet.js';
import { createWorld, type WorldFacts } from '../../src/placement/world.js';
import { readShippedOffers } from '../../src/prices/shipped-prices.js';
import { cheapestWay } from './oracle.js';

const accelerators = readAccelerators();
const instanceTypes = readInstanceTypes();
const facts: WorldFacts = {
  release: 'shipped',
  offers: readShippedOffers(instanceTypes, accelerators).offers,
  accelerators,
  instanceTypes,
  regions: readRegions(),
  performance: shippedPerformanceModel(),
  quality: shippedQuality(),
};
const world = createWorld(facts);

it.each(fleetExample().map((workload) => [workload.name, workload] as const))(
  'no offer of the shipped prices, precision or layout does %s at a lower cost',
  (_name, workload) => {
    const { plan } = quote(world, workload).placement;
    const best = cheapestWay(workload, facts);
    expect(plan).not.toBeNull();
    expect(best).not.toBeNull();
    const usd = Number(plan?.cost.usdPerMonth);
    expect(Math.abs(usd - (best?.usdPerMonth ?? 0))).toBeLessThanOrEqual(usd * 1e-9 + 1e-6);
  },
);
