import type { Cloud } from '../catalog/index.js';
import type { PurchaseOption } from '../prices/index.js';
import type { Reason } from './reasons.js';
import type { PlaceableOffer } from './placeable-offer.js';
import type { Pool } from './pools.js';

/** Which offers may be used; null admits all. */
export interface Constraints {
  readonly purchaseOptions: ReadonlySet<PurchaseOption>;
  /** Whether capacity counts that is owned already, whichever way it was bought. */
  readonly ownedToo: boolean;
  readonly clouds: ReadonlySet<Cloud> | null;
  readonly regions: ReadonlySet<string> | null;
  readonly jurisdictions: ReadonlySet<string> | null;
  readonly acceleratorIds: ReadonlySet<string> | null;
}

/** Whether it matters where an offer is. */
export function mindsPlace({ regions, jurisdictions }: Constraints): boolean {
  return regions !== null || jurisdictions !== null;
}

/** Why no offer of the pool may be used, wherever it is; null where some may. */
export function poolRejection(pool: Pool, constraints: Constraints): Reason | null {
  if (pool.unusable?.reason === 'component') return 'component';
  const mayPay = pool.owned === null ? constraints.purchaseOptions.has(pool.purchaseOption) : constraints.ownedToo;
  if (!mayPay) return 'purchase_option';
  if (constraints.clouds !== null && !constraints.clouds.has(pool.cloud)) return 'cloud';
  return null;
}

/** Why an offer may not be used because of its place; null where it may. */
export function placeRejection(
  { offer, region }: PlaceableOffer,
  { regions, jurisdictions }: Constraints,
): Reason | null {
  if (regions !== null && !regions.has(offer.region)) return 'region';
  // A region of which nothing is known is nowhere: residency is promised only where it is known to hold.
  if (jurisdictions !== null && !jurisdictions.has(region?.jurisdiction ?? '')) return 'residency';
  return null;
}

/** Why the machines of the pool may not be used; null where they may. */
export function machineRejection({ acceleratorId, unusable }: Pool, { acceleratorIds }: Constraints): Reason | null {
  if (acceleratorIds !== null && !acceleratorIds.has(acceleratorId)) return 'accelerator';
  return unusable?.reason ?? null;
}
