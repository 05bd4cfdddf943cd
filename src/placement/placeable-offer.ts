import type { Accelerator, InstanceType, Region } from '../catalog/index.js';
import { isComponent, type Offer } from '../prices/index.js';
import { interruptionMean, type InterruptionMean } from './interruption-mean.js';
import { nodeShape, type NodeShape } from './node-shape.js';

/** Why an offer is of no use, whatever the workload; the sentence says more where there is more to say. */
type Unusable =
  | { readonly reason: 'component' | 'not_offered'; readonly why: null }
  | { readonly reason: 'unknown_hardware'; readonly why: string };

/** An offer with everything about it that does not depend on the workload, worked out once. */
export interface PlaceableOffer {
  readonly offer: Offer;
  /** The commitment that it is, where it is owned already: then it costs nothing more. */
  readonly owned: string | null;
  /** For comparing only; amounts that are shown are computed from the offer's decimal string. */
  readonly usdPerHour: number;
  /** The same by the accelerator. */
  readonly usdPerAcceleratorHour: number;
  readonly shape: NodeShape | null;
  /** Why nothing can be placed on it whatever the workload; null where something can. */
  readonly unusable: Unusable | null;
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
    owned: null,
    usdPerHour,
    usdPerAcceleratorHour: usdPerHour / offer.acceleratorCount,
    shape: known ? found : null,
    unusable: unusable(offer, known ? null : found),
    region: region ?? null,
    interruption: interruptionMean(offer.interruptionPerMonth),
  };
}

function unusable(offer: Offer, unknownHardware: string | null): Unusable | null {
  if (isComponent(offer)) return { reason: 'component', why: null };
  if (offer.available === false) return { reason: 'not_offered', why: null };
  return unknownHardware === null ? null : { reason: 'unknown_hardware', why: unknownHardware };
}
