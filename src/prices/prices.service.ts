import { Injectable } from '@nestjs/common';
import { CatalogService, type Precision } from '../catalog/index.js';
import { OfferCatalog, type OffersInForce } from './offer-catalog.js';
import { priceOffers, type PricedOffer } from './price-figures.js';
import { priceMatrix, type MatrixRow } from './price-matrix.js';
import { queryPrices } from './price-query.js';
import { knownNames, understandQuestion } from './price-question.js';
import { summariseClouds, summarisePrices, type PriceSummary } from './price-summary.js';
import type { LeftOutQuery, MatrixQuery, PriceList, PriceQuery } from './prices.schema.js';
import { readLeftOut, readShippedOffers, type LeftOutPrice } from './shipped-prices.js';

/** What costs how much, from the offers in force. */
@Injectable()
export class PricesService {
  private priced: { readonly release: string; readonly byPrecision: Map<Precision, readonly PricedOffer[]> } | null =
    null;
  private leftOutPrices: readonly LeftOutPrice[] | null = null;

  constructor(
    private readonly offers: OfferCatalog,
    private readonly catalog: CatalogService,
  ) {}

  /** The offers that match, cheapest first. Throws `InputError` on a name that nothing has. */
  list(query: PriceQuery): PriceList {
    const offers = this.pricedOffers(query.precision);
    const known = knownNames(offers, this.catalog.accelerators());
    const found = queryPrices(offers, understandQuestion(query, known), query.sort);
    const { offset, limit, sort, precision } = query;
    return {
      total: found.length,
      offset,
      limit,
      sort,
      precision,
      clouds: summariseClouds(found, new Date()),
      offers: found.slice(offset, offset + limit),
    };
  }

  /** The cheapest price per accelerator hour of every accelerator by cloud, purchase option and term. */
  matrix({ precision }: MatrixQuery): MatrixRow[] {
    return priceMatrix(this.pricedOffers(precision));
  }

  /** What is in force, how old it is, and how much was left out for which reason. */
  summary(): PriceSummary {
    return summarisePrices(this.offers.current().offers, this.allLeftOut(), new Date());
  }

  /** The prices that are not offered, and why. */
  leftOut({ reason }: LeftOutQuery): LeftOutPrice[] {
    return this.allLeftOut().filter((price) => reason === undefined || price.reason === reason);
  }

  /** What the snapshot left out when it was made, and what the checks stop of it now. */
  private allLeftOut(): readonly LeftOutPrice[] {
    this.leftOutPrices ??= [
      ...readLeftOut(),
      ...readShippedOffers(this.catalog.instanceTypes(), this.catalog.accelerators()).stopped.map(
        ({ fact: { acceleratorCount: _, ...price }, reason, why }) => ({ ...price, reason, why }),
      ),
    ];
    return this.leftOutPrices;
  }

  /** Worked out once per release and precision. */
  private pricedOffers(precision: Precision): readonly PricedOffer[] {
    const inForce: OffersInForce = this.offers.current();
    if (this.priced?.release !== inForce.release) this.priced = { release: inForce.release, byPrecision: new Map() };
    const known = this.priced.byPrecision.get(precision);
    if (known) return known;
    const priced = priceOffers(inForce.offers, this.catalog.accelerators(), precision);
    this.priced.byPrecision.set(precision, priced);
    return priced;
  }
}
