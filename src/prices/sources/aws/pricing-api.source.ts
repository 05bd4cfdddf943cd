import { z } from 'zod';
import { OutboundError } from '../../../platform/index.js';
import type { PurchaseOption } from '../../offer.js';
import type { PollContext, PollResult, PriceSource, Readiness, StatedPrice } from '../price-source.js';
import type { AwsAccess } from './aws-access.js';
import { partitionOf } from './aws-partition.js';
import { listedJson } from './listed-json.js';
import { isAccelerated, listedProduct, whyNotOrdinary } from './price-list-product.js';
import { listedTerms, onDemandPrices, reservedPrices } from './price-list-terms.js';
import { Pricing, PRICING_NAME, PRICING_REGIONS } from './pricing-client.js';
import { Skipped } from './skipped.js';
import { brought } from './source-result.js';
import { tokenPages } from './token-pages.js';

const MINUTES_PER_DAY = 1440;

const listedEntry = z.object({
  product: listedProduct,
  terms: z.object({ OnDemand: listedTerms.optional(), Reserved: listedTerms.optional() }),
});

/** What all ordinary machines have in common; the two kinds of machine differ in the rest. */
const ORDINARY = {
  operatingSystem: 'Linux',
  preInstalledSw: 'NA',
  licenseModel: 'No License required',
  capacitystatus: 'Used',
  marketoption: 'OnDemand',
};
const KINDS = [
  { productFamily: 'Compute Instance', tenancy: 'Shared' },
  { productFamily: 'Compute Instance (bare metal)', tenancy: 'Dedicated' },
];

/**
 * On-demand and reservation prices from the Pricing API: the content of the price list, asked for in the part that is
 * ours, so some megabytes take the place of some hundred.
 */
export class PricingApiSource implements PriceSource {
  readonly id = 'aws-pricing-api';
  readonly cloud = 'aws';
  readonly title = 'AWS Pricing API (on-demand and reservation prices)';
  readonly purchaseOptions: readonly PurchaseOption[] = ['on_demand', 'reserved'];
  readonly rank = 1;
  readonly everyMinutes = MINUTES_PER_DAY;

  constructor(private readonly access: AwsAccess) {}

  async readiness(): Promise<Readiness> {
    const isThere = PRICING_REGIONS[this.access.settings.partition] !== null;
    if (isThere && (await this.access.hasCredentials())) return { ready: true };
    return {
      ready: false,
      needs: isThere
        ? 'Needs AWS credentials with the permissions pricing:GetProducts and pricing:GetAttributeValues: they replace ' +
          'the download of the whole price list; the prices are the same.'
        : 'GovCloud has no Pricing API; its prices come from the price list.',
    };
  }

  async regions({ signal }: PollContext): Promise<readonly string[]> {
    const pricing = await Pricing.open(this.access, signal);
    try {
      const found: string[] = [];
      for await (const page of tokenPages(PRICING_NAME, (token) => pricing.places(token))) found.push(...page);
      return found.filter((place) => isRegion(place) && this.isStatedHere(place));
    } finally {
      pricing.close();
    }
  }

  async poll(region: string | null, context: PollContext): Promise<PollResult> {
    if (region === null) throw new Error('The Pricing API is asked region by region.');
    const pricing = await Pricing.open(this.access, context.signal);
    const reader = new ProductReader(region, context, this.id);
    let pages = 0;
    try {
      for (const kind of KINDS) {
        const fields = { regionCode: region, ...ORDINARY, ...kind };
        for await (const entries of tokenPages(PRICING_NAME, (token) => pricing.products(fields, token))) {
          for (const entry of entries) reader.add(entry);
          context.progress((pages += 1), null, 'pages');
        }
        // Every region has ordinary machines; an empty list would read as "nothing is sold here any more".
        if (reader.count === 0) throw new OutboundError('unexpected', `${PRICING_NAME} lists no machine in ${region}.`);
      }
    } finally {
      pricing.close();
    }
    return brought({
      prices: reader.prices,
      covers: this.purchaseOptions,
      unknownTypes: [...reader.unknownTypes],
      skipped: reader.skipped.counts,
    });
  }

  /** The commercial API states the prices of GovCloud too; China has its own. */
  private isStatedHere(region: string): boolean {
    return (partitionOf(region) === 'aws-cn') === (this.access.settings.partition === 'aws-cn');
  }
}

/** `us-east-1`, `us-west-2-lax-1`, but not `global` and the like. */
function isRegion(place: string): boolean {
  return /^[a-z]{2,}-[a-z]+-/.test(place);
}

class ProductReader {
  readonly prices: StatedPrice[] = [];
  readonly unknownTypes = new Set<string>();
  readonly skipped = new Skipped();
  count = 0;

  constructor(
    private readonly region: string,
    private readonly context: Pick<PollContext, 'instanceTypes' | 'now'>,
    private readonly source: string,
  ) {}

  add(text: string): void {
    const { product, terms } = listedJson(text, listedEntry, PRICING_NAME);
    this.count += 1;
    const instanceType = product.attributes?.instanceType ?? '';
    // The filters ask for nothing else, but what decides is what an answer says.
    const why = whyNotOrdinary(product, this.region);
    if (why !== null) return this.skipped.add(why);
    if (!this.context.instanceTypes.has(instanceType)) {
      if (!isAccelerated(product)) return this.skipped.add('machine without accelerators');
      this.unknownTypes.add(instanceType);
      return this.skipped.add('machine that the catalog lacks');
    }
    const { now } = this.context;
    const asOf = now.toISOString();
    const place = { cloud: 'aws', region: this.region, zone: null, instanceType, asOf, source: this.source } as const;
    const offered = [onDemandPrices(terms.OnDemand ?? {}, now), reservedPrices(terms.Reserved ?? {}, now)];
    for (const { prices, skipped } of offered) {
      for (const reason of skipped) this.skipped.add(reason);
      for (const price of prices) this.prices.push({ ...place, ...price });
    }
  }
}
