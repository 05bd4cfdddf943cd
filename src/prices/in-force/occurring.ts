import type { Cloud } from '../../catalog/index.js';
import type { OfferColumns } from './offer-columns.js';
import type { OfferIndex } from './offer-index.js';

/** How many offers each publisher has in force. */
export function countByPublisher({ length, statement, repeated }: OfferColumns): Map<string, number> {
  const byStatement = new Uint32Array(repeated.statements.length);
  for (let row = 0; row < length; row += 1) {
    const code = statement[row] ?? 0;
    byStatement[code] = (byStatement[code] ?? 0) + 1;
  }
  const counts = new Map<string, number>();
  for (const [code, { publisher }] of repeated.statements.entries()) {
    counts.set(publisher, (counts.get(publisher) ?? 0) + (byStatement[code] ?? 0));
  }
  return counts;
}

/** Where there are offers; of a cloud and region more than once. */
export function* placesOf(index: OfferIndex): Generator<{ cloud: Cloud; region: string }> {
  for (const [at, region] of index.regions.entries()) {
    for (const { type } of index.inRegions.ofGroup(at)) {
      const offered = index.columns.repeated.types[type];
      if (offered !== undefined) yield { cloud: offered.cloud, region };
    }
  }
}
