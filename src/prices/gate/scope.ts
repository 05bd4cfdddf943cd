import type { Offer } from '../offer.js';

/** What a poll replaces as a whole. */
export type Scope = Pick<Offer, 'cloud' | 'region' | 'purchaseOption'>;

export function scopeKey({ cloud, region, purchaseOption }: Scope): string {
  return `${cloud}:${region}:${purchaseOption}`;
}
