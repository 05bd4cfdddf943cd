import { Injectable } from '@nestjs/common';
import { CatalogService, type Precision } from '../catalog/index.js';
import { AccountPrices } from './discounts/account-prices.js';
import { talliesOf } from './in-force/cloud-tally.js';
import { Figures } from './in-force/figures.js';
import { findOffers } from './in-force/find-offers.js';
import { OfferCatalog, type OffersInForce } from './offer-catalog.js';
import { priceMatrix, type MatrixRow } from './price-matrix.js';
import { understandQuestion, type KnownNames } from './price-question.js';
import { summariseClouds, summarisePrices, type PriceSummary } from './price-summary.js';
import type { LeftOutQuery, MatrixQuery, PriceList, PriceQuery } from './prices.schema.js';
import { readLeftOut, readShippedOffers, type LeftOutPrice } from './shipped-prices.js';

/** What follows from one state of the offers. */
interface Derived {
  readonly inForce: OffersInForce;
  readonly names: KnownNames;
  readonly figures: Map<Precision, Figures>;
  readonly matrices: Map<Precision, MatrixRow[]>;
}

/** What costs how much, from the offers in force. */
@Injectable()
export class PricesService {
  /** Of each state as long as it is in use. */
  private readonly derived = new WeakMap<OffersInForce, Derived>();
  private leftOutPrices: readonly LeftOutPrice[] | null = null;

  constructor(
    private readonly offers: OfferCatalog,
    private readonly accounts: AccountPrices,
    private readonly catalog: CatalogService,
  ) {}

  /** The offers that match, cheapest first. Throws `InputError` on a name that nothing has. */
  list(query: PriceQuery): PriceList {
    const derived = this.derive(query.account);
    const { offset, limit, sort, precision } = query;
    const filter = understandQuestion(query, derived.names);
    const figures = this.figuresOf(derived, precision);
    const { total, clouds, offers } = findOffers(derived.inForce.index, figures, filter, { sort, offset, limit });
    return { total, offset, limit, sort, precision, clouds: summariseClouds(clouds, new Date()), offers };
  }

  /** The cheapest price per accelerator hour of every accelerator by cloud, purchase option and term. */
  matrix({ precision, account }: MatrixQuery): MatrixRow[] {
    const derived = this.derive(account);
    const known = derived.matrices.get(precision);
    if (known !== undefined) return known;
    const matrix = priceMatrix(derived.inForce.index, this.figuresOf(derived, precision));
    derived.matrices.set(precision, matrix);
    return matrix;
  }

  /** What is in force, how old it is, and how much was left out for which reason. */
  summary(): PriceSummary {
    return summarisePrices(talliesOf(this.offers.current().index), this.allLeftOut(), new Date());
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

  /** Worked out once per state of the offers and the discounts that hold for the accounts. */
  private derive(accounts: readonly string[] = []): Derived {
    const inForce = this.accounts.of(accounts);
    const known = this.derived.get(inForce);
    if (known !== undefined) return known;
    const { types, places } = inForce.index.columns.repeated;
    const made = {
      inForce,
      names: {
        accelerators: this.catalog.accelerators(),
        regions: new Set(places.map(({ region }) => region)),
        instanceTypes: new Set(types.map(({ instanceType }) => instanceType)),
      },
      figures: new Map<Precision, Figures>(),
      matrices: new Map<Precision, MatrixRow[]>(),
    };
    this.derived.set(inForce, made);
    return made;
  }

  private figuresOf({ inForce, figures }: Derived, precision: Precision): Figures {
    const known = figures.get(precision);
    if (known !== undefined) return known;
    const made = new Figures(inForce.index.columns, this.catalog.accelerators(), precision);
    figures.set(precision, made);
    return made;
  }
}
