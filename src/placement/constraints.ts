import type { Cloud, Region } from '../catalog/index.js';
import type { PurchaseOption } from '../prices/index.js';
import type { Reason } from './reasons.js';
import type { PlaceableOffer } from './world.js';

/** Which offers may be used; null admits all. */
export interface Constraints {
  readonly purchaseOptions: ReadonlySet<PurchaseOption>;
  readonly clouds: ReadonlySet<Cloud> | null;
  readonly regions: ReadonlySet<string> | null;
  readonly jurisdictions: ReadonlySet<string> | null;
  readonly acceleratorIds: ReadonlySet<string> | null;
}

/** The first reason why an offer may not be used, whatever it costs; null where it may. */
export function rejection(placeable: PlaceableOffer, constraints: Constraints): Reason | null {
  const { offer, unusable, region } = placeable;
  if (unusable?.reason === 'component') return 'component';
  if (!constraints.purchaseOptions.has(offer.purchaseOption)) return 'purchase_option';
  if (constraints.clouds !== null && !constraints.clouds.has(offer.cloud)) return 'cloud';
  if (constraints.regions !== null && !constraints.regions.has(offer.region)) return 'region';
  if (constraints.jurisdictions !== null && !inJurisdiction(region, constraints.jurisdictions)) return 'residency';
  if (constraints.acceleratorIds !== null && !constraints.acceleratorIds.has(offer.acceleratorId)) return 'accelerator';
  return unusable?.reason ?? null;
}

/** A region of which nothing is known is nowhere: residency is promised only where it is known to hold. */
function inJurisdiction(region: Region | null, jurisdictions: ReadonlySet<string>): boolean {
  return region?.jurisdiction != null && jurisdictions.has(region.jurisdiction);
}
