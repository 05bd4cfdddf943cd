import type { Accelerator, InstanceType, Region } from '../catalog/index.js';
import { isComponent, type Offer } from '../prices/index.js';
import { interruptionMean, type InterruptionMean } from './interruption-mean.js';
import { nodeShape, type NodeShape } from './node-shape.js';

/** An offer with everything about it that does not depend on the workload, worked out once. */
export interface PlaceableOffer {
  readonly offer: Offer;
  /** For comparing only; amounts that are shown are computed from the offer's decimal string. */
  readonly usdPerHour: number;
  /** The same by the accelerator. */
  readonly usdPerAcceleratorHour: number;
  readonly shape: NodeShape | null;
  /** Why nothing can be placed on it whatever the workload; null where something can. */
  readonly unusable: { readonly reason: 'component' | 'not_offered' | 'unknown_hardware'; readonly why: string } | null;
  /** Of the catalog; null where it does not know the region. */
  readonly region: Region | null;
  readonly interruption: InterruptionMean;
}

/** What is known of an offer's hardware and place; undefined where the catalog lacks it. */
export interface OfferFacts {
  readonly accelerator: Accelerator | undefined;
  readonly instanceType: InstanceType | undefined;
  readonly region: Region | undefined;
}

/** Works out what does not depend on the workload. */
export function placeableOffer(offer: Offer, { accelerator, instanceType, region }: OfferFacts): PlaceableOffer {
  const found = nodeShape(offer, accelerator, instanceType);
  const known = typeof found !== 'string';
  const usdPerHour = Number(offer.usdPerHour);
  return {
    offer,
    usdPerHour,
    usdPerAcceleratorHour: usdPerHour / offer.acceleratorCount,
    shape: known ? found : null,
    unusable: unusable(offer, known ? null : found),
    region: region ?? null,
    interruption: interruptionMean(offer.interruptionPerMonth),
  };
}

function unusable(offer: Offer, unknownHardware: string | null): PlaceableOffer['unusable'] {
  if (isComponent(offer)) {
    return { reason: 'component', why: 'it is an accelerator priced without the machine that it needs' };
  }
  if (offer.available === false) {
    return { reason: 'not_offered', why: 'a price is listed, but the machine is not offered in this region' };
  }
  return unknownHardware === null ? null : { reason: 'unknown_hardware', why: unknownHardware };
}
