import { Foundation1763942400000 } from '../migrations/1763942400000-foundation.js';
import { AcceleratorEntity, InstanceTypeEntity, RegionEntity } from './catalog/catalog.entity.js';
import { PlanEntity } from './placement/plan.entity.js';
import { DataReleaseEntity, type DatabaseContent } from './platform/index.js';
import { OfferEntity } from './prices/offer.entity.js';

/** Every table in PostgreSQL, and what made it so. The drift test holds the two together. */
export const SCHEMA: DatabaseContent = {
  entities: [DataReleaseEntity, AcceleratorEntity, InstanceTypeEntity, RegionEntity, OfferEntity, PlanEntity],
  migrations: [Foundation1763942400000],
};
