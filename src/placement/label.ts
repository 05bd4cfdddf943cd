import type { PlaceableOffer } from './placeable-offer.js';
import type { Candidate } from './search.js';

/** `aws p5.48xlarge (8 × H100) in us-east-1, spot`. */
export function offerLabel({ offer }: PlaceableOffer): string {
  const count = Number(offer.acceleratorCount.toPrecision(3));
  const way = [offer.purchaseOption.replaceAll('_', ' '), offer.termYears === null ? '' : `${offer.termYears} y`];
  return (
    `${offer.cloud} ${offer.instanceType} (${count} × ${offer.acceleratorName}) ` +
    `in ${offer.zone ?? offer.region}, ${way.join(' ').trim()}`
  );
}

/** The offer with how many of it, and in which precision: `2 × aws …, bf16`. */
export function candidateLabel({ placeable, sized }: Candidate): string {
  const precision = sized.precision === null ? '' : `, ${sized.precision}`;
  return `${sized.instances} × ${offerLabel(placeable)}${precision}`;
}
