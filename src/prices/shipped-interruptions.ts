import { z } from 'zod';
import { CLOUDS } from '../catalog/index.js';
import type { InterruptionRate } from './offer.js';
import { readShipped } from './shipped-csv.js';
import type { PriceFact } from './suspicion.js';

const share = z.coerce.number().min(0).max(1);
const figure = z.union([z.literal('').transform(() => null), z.coerce.number().positive()]);

const interruptionRow = z.object({
  cloud: z.enum(CLOUDS),
  region: z.string().min(1),
  zone: z.string(),
  instance_type: z.string().min(1),
  basis: z.enum(['measured', 'published']),
  low_per_month: share,
  high_per_month: z.union([z.literal('').transform(() => null), share]),
  mean_hours_between: figure,
  as_of: z.string().min(4),
  source: z.string().min(1),
});

/** What is known of the interruption of a spot offer: measured in its place before published by its cloud, else null. */
export function interruptionLookup(
  sourceOf: (key: string) => string,
): (fact: Pick<PriceFact, 'cloud' | 'region' | 'zone' | 'instanceType'>) => InterruptionRate | null {
  const rates = new Map<string, InterruptionRate>();
  for (const row of readShipped('config/prices/interruptions.csv', interruptionRow)) {
    const key = [row.cloud, row.region, row.zone, row.instance_type].join(':');
    if (rates.get(key)?.basis === 'measured') continue;
    rates.set(key, {
      low: row.low_per_month,
      high: row.high_per_month,
      meanHoursBetween: row.mean_hours_between,
      basis: row.basis,
      source: sourceOf(row.source),
      asOf: row.as_of,
    });
  }
  return ({ cloud, region, zone, instanceType }) =>
    rates.get([cloud, region, zone ?? '', instanceType].join(':')) ??
    rates.get([cloud, region, '', instanceType].join(':')) ??
    null;
}
