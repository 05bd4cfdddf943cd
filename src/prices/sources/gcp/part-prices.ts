import { readDescription, type SkuMode } from './sku-description.js';
import { isForgotten, machinePart, type MachinePart } from './machine-part.js';
import { partPrice, type PartPrice } from './part-price.js';
import type { CatalogSku } from './catalog-sku.js';

/** `us-central1`, `northamerica-northeast1`; not `global`, `us` or a zone. */
const REGION = /^[a-z]+-[a-z]+\d+$/;
/** What Google tags a price as that is for anyone, at any time. */
const PLAIN_USAGE = new Set(['OnDemand', '']);
/** Names of accelerators that we do not know are shown one by one, up to so many. */
const MOST_UNKNOWN = 50;

/** Prices of parts by way to buy and region, gathered SKU by SKU: some thousand figures of a list of 36,000. */
export class PartPrices {
  private readonly prices = new Map<string, Map<string, PartPrice | 'two prices'>>();
  private readonly counts = new Map<string, number>();
  private readonly unknown = new Map<string, string>();

  /** Takes what a SKU says of a part of a machine with accelerators, and counts what it does not take. */
  add(sku: CatalogSku): void {
    const read = readDescription(sku.description);
    if (read.mode === null) return this.skip(read.skip);
    const part = machinePart(read.part);
    if (part === null) return this.skip(this.strange(read.part, sku));
    if (read.mode === 'on_demand' && !PLAIN_USAGE.has(sku.usageType)) {
      return this.skip('tag that contradicts the description');
    }
    const stated = partPrice(part, sku);
    if (stated.price === null) return this.skip(stated.skip);
    for (const place of sku.regions) this.put(read.mode, part, place, stated.price);
  }

  /** Null where there is none, or where Google states two. */
  find(mode: SkuMode, part: MachinePart, region: string): PartPrice | null {
    const price = this.prices.get(key(mode, part))?.get(region);
    return price === undefined || price === 'two prices' ? null : price;
  }

  regions(mode: SkuMode, part: MachinePart): readonly string[] {
    return [...(this.prices.get(key(mode, part))?.keys() ?? [])].sort();
  }

  get isEmpty(): boolean {
    return this.prices.size === 0;
  }

  /** What was read and not taken, by reason. */
  get skipped(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.counts].sort(([a], [b]) => a.localeCompare(b)));
  }

  /** Accelerators of the list that we have no name for, with the first region each was seen in. */
  get unknownAccelerators(): readonly string[] {
    return [...this.unknown].map(([name, place]) => `${name} (price list, ${place})`).sort();
  }

  skip(reason: string): void {
    this.counts.set(reason, (this.counts.get(reason) ?? 0) + 1);
  }

  private strange(name: string, { resourceGroup, regions }: CatalogSku): string {
    if (!/^[GT]PU$/.test(resourceGroup) || isForgotten(name)) return 'no part of a machine with accelerators';
    if (this.unknown.size < MOST_UNKNOWN && !this.unknown.has(name)) this.unknown.set(name, regions[0] ?? 'no region');
    return 'accelerator that is not known';
  }

  private put(mode: SkuMode, part: MachinePart, place: string, price: PartPrice): void {
    // The list has zones here and there (`us-central2-b`), for what stands in one alone.
    const region = place.replace(/-[a-z]$/, '');
    if (!REGION.test(region)) return this.skip('place that is no region');
    const byRegion = this.prices.get(key(mode, part)) ?? new Map<string, PartPrice | 'two prices'>();
    this.prices.set(key(mode, part), byRegion);
    const known = byRegion.get(region);
    if (known === undefined) byRegion.set(region, price);
    else if (known === 'two prices' || !known.usd.equals(price.usd) || known.per !== price.per) {
      byRegion.set(region, 'two prices');
      this.skip('part with two prices in one region');
    }
  }
}

function key(mode: SkuMode, part: MachinePart): string {
  return `${mode} ${part}`;
}
