import { z } from 'zod';
import { CLOUDS } from '../catalog/index.js';
import { readShipped } from './shipped-csv.js';
import type { PriceFact } from './suspicion.js';

const offeredRow = z.object({
  cloud: z.enum(CLOUDS),
  instance_type: z.string().min(1),
  regions: z.string().min(1),
  as_of: z.string().min(4),
  source: z.string().min(1),
});

/**
 * Whether machines of a type stand in a region. Google's price list has a price in every region for a machine that is
 * offered in a few, and spot is lowest where nothing can be had. Null where no list of zones says anything of the type.
 */
export function availabilityLookup(): (fact: Pick<PriceFact, 'cloud' | 'region' | 'instanceType'>) => boolean | null {
  const regions = new Map(
    readShipped('config/prices/offered-regions.csv', offeredRow).map((row) => [
      `${row.cloud}:${row.instance_type}`,
      new Set(row.regions.split(' ')),
    ]),
  );
  return ({ cloud, region, instanceType }) => regions.get(`${cloud}:${instanceType}`)?.has(region) ?? null;
}
