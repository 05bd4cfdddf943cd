import type { Outbound } from '../../../platform/index.js';
import type { PurchaseOption } from '../../offer.js';
import type { PollContext, PollResult, PriceSource, Readiness, StatedPrice } from '../price-source.js';
import { latestInForce } from './in-force.js';
import { ACCELERATOR_PREFIX, MachineNames } from './machine-names.js';
import { readPage, type RetailRow } from './retail-page.js';
import { statementOf } from './retail-statement.js';
import { walkPages } from './retail-walk.js';
import { stableUnion } from './stable-union.js';
import { readMark, refuseShrink, writeMark } from './walk-mark.js';

/** The only version with rates of savings plans. Values in its filters are case-sensitive. */
const API_VERSION = '2023-01-01-preview';

type PriceType = 'Consumption' | 'Reservation';

/** Which part of the price list a source reads, and what it states of it. */
export interface RetailPart {
  readonly id: string;
  readonly title: string;
  readonly everyMinutes: number;
  /** What it states, and in which of the two lists of a region that stands. */
  readonly options: ReadonlyMap<PurchaseOption, PriceType>;
}

export const LIST_PRICES: RetailPart = {
  id: 'azure-retail-prices',
  title: 'Azure Retail Prices (list prices, reservations and savings plans, no credentials)',
  everyMinutes: 1440,
  options: new Map([
    ['on_demand', 'Consumption'],
    ['reserved', 'Reservation'],
    ['savings_plan', 'Consumption'],
  ]),
};

export const SPOT_PRICES: RetailPart = {
  id: 'azure-retail-spot',
  title: 'Azure Retail Prices (spot prices, no credentials)',
  everyMinutes: 15,
  options: new Map([['spot', 'Consumption']]),
};

export interface RetailAccess {
  readonly outbound: Outbound;
  /** The address of the price list. */
  readonly endpoint: URL;
  /** ISO 4217; null: as Azure sets its prices. */
  readonly currency: string | null;
  readonly regions: readonly string[];
}

/**
 * Azure's price list, which anybody may read. Walks over many pages lose rows there, so the list is asked for in short
 * parts (one region, one type of price, machines with accelerators alone), each again and again until nothing is missing.
 */
export class RetailPricesSource implements PriceSource {
  readonly id: string;
  readonly cloud = 'azure';
  readonly title: string;
  readonly purchaseOptions: readonly PurchaseOption[];
  readonly rank = 1;
  readonly everyMinutes: number;

  constructor(
    private readonly part: RetailPart,
    private readonly access: RetailAccess,
  ) {
    this.id = part.id;
    this.title = part.title;
    this.everyMinutes = part.everyMinutes;
    this.purchaseOptions = [...part.options.keys()];
  }

  async readiness(): Promise<Readiness> {
    return { ready: true };
  }

  async regions(): Promise<readonly string[]> {
    return this.access.regions;
  }

  async poll(region: string | null, context: PollContext): Promise<PollResult> {
    if (region === null) throw new Error(`${this.id} is polled region by region.`);
    const mark = readMark(context.since);
    const counted: Record<string, number> = {};
    const rows: RetailRow[] = [];
    let pages = 0;
    for (const type of new Set(this.part.options.values())) {
      const first = this.address(region, type);
      const list = await stableUnion(`Azure Retail Prices (${region}, ${type})`, () =>
        walkPages(first, async (url) => {
          const page = await readPage(this.access.outbound, url, context.signal);
          pages += 1;
          context.progress(pages, null, 'pages');
          return page;
        }),
      );
      refuseShrink(type, list.length, mark, context.now);
      counted[type] = list.length;
      rows.push(...list);
    }
    return {
      ...this.stated(rows, region, context),
      // An empty list proves nothing: a filter that this service no longer understands gives one as well.
      covers: this.purchaseOptions.filter((option) => (counted[this.part.options.get(option) ?? ''] ?? 0) > 0),
      availability: [],
      interruptions: [],
      unchanged: false,
      mark: writeMark(context.now, counted),
    };
  }

  private address(region: string, type: PriceType): URL {
    const url = new URL(this.access.endpoint);
    url.searchParams.set('api-version', API_VERSION);
    if (this.access.currency !== null) url.searchParams.set('currencyCode', quoted(this.access.currency));
    url.searchParams.set('meterRegion', quoted('primary'));
    const filter = [
      `serviceName eq ${quoted('Virtual Machines')}`,
      `armRegionName eq ${quoted(region)}`,
      `priceType eq ${quoted(type)}`,
      `contains(armSkuName, ${quoted(ACCELERATOR_PREFIX)})`,
    ];
    url.searchParams.set('$filter', filter.join(' and '));
    return url;
  }

  private stated(
    rows: readonly RetailRow[],
    region: string,
    { instanceTypes, now }: PollContext,
  ): Pick<PollResult, 'prices' | 'unknownTypes' | 'skipped'> {
    const names = new MachineNames(instanceTypes);
    const prices = new Map<string, StatedPrice>();
    const unknownTypes = new Set<string>();
    const skipped: Record<string, number> = {};
    const skip = (why: string, count = 1) => {
      if (count > 0) skipped[why] = (skipped[why] ?? 0) + count;
    };
    const latest = latestInForce(rows, now);
    skip('replaced by a later price', latest.replaced);
    for (const row of latest.rows) {
      const statement = statementOf(row, names, region, now);
      statement.skipped.forEach((why) => skip(why));
      if (statement.unknownType !== null) unknownTypes.add(`${statement.unknownType} in ${region}`);
      for (const price of statement.prices) {
        const key = JSON.stringify(price);
        if (!this.part.options.has(price.purchaseOption)) skip(`${price.purchaseOption}: another source states it`);
        else if (prices.has(key)) skip('stated twice alike');
        else prices.set(key, price);
      }
    }
    return { prices: [...prices.values()], unknownTypes: [...unknownTypes].sort(), skipped };
  }
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
