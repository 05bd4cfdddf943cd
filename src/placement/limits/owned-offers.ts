import { InputError } from '../../platform/index.js';
import { poolOffers } from '../pools.js';
import type { PlaceableOffer } from '../placeable-offer.js';
import type { World } from '../world.js';
import type { OwnedCommitment } from './limits.schema.js';

/** The offers in force and, at no further cost, what is owned already. */
export function worldWithOwned(world: World, commitments: readonly OwnedCommitment[]): World {
  if (commitments.length === 0) return world;
  const offers = [...commitments.map((commitment) => ownedOffer(world, commitment)), ...world.offers];
  return {
    ...world,
    offers,
    pools: poolOffers(offers),
    byId: new Map(offers.map((placeable) => [placeable.offer.id, placeable])),
  };
}

/** The machine of a commitment, known from what it would cost to rent. */
function ownedOffer(world: World, commitment: OwnedCommitment): PlaceableOffer {
  const { name, cloud, region, instanceType, purchaseOption } = commitment;
  const same = world.offers.filter(({ offer }) => offer.cloud === cloud && offer.instanceType === instanceType);
  const rented = same.find(({ offer }) => offer.region === region);
  if (rented === undefined) throw new InputError(unknown(commitment, same));
  const { interruption: _, ...known } = rented;
  return {
    ...known,
    owned: name,
    usdPerHour: 0,
    usdPerAcceleratorHour: 0,
    unusable: rented.unusable?.reason === 'not_offered' ? null : rented.unusable,
    interruption: { known: false, why: 'it is owned' },
    offer: {
      ...rented.offer,
      id: `owned:${name}`,
      zone: null,
      purchaseOption,
      termYears: null,
      payment: null,
      offeringClass: null,
      usdPerHour: '0',
      negotiated: undefined,
      converted: undefined,
      upfrontUsd: null,
      recurringUsdPerHour: null,
      source: `the commitment ${name}`,
      interruptionPerMonth: null,
    },
  };
}

function unknown({ name, cloud, region, instanceType }: OwnedCommitment, same: readonly PlaceableOffer[]): string {
  const regions = [...new Set(same.map(({ offer }) => offer.region))].sort();
  const next =
    regions.length === 0
      ? `"pennywatt prices --cloud ${cloud}" lists the machines there are.`
      : `It is known in ${regions.join(', ')}.`;
  return `Commitment "${name}": no price is known of ${instanceType} on ${cloud} in ${region}. ${next}`;
}
