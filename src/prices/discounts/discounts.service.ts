import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CatalogService, type Cloud } from '../../catalog/index.js';
import { ConflictError, NotFoundError } from '../../platform/index.js';
import { placesOf } from '../in-force/occurring.js';
import { OfferCatalog } from '../offer-catalog.js';
import { tell } from '../publication/price-events.js';
import { countOffers } from './count-offers.js';
import { stateOn, type Discount } from './discount.js';
import { announceDiscounts, DiscountBook, discountOf } from './discount-book.js';
import { DiscountEntity } from './discount.entity.js';
import type { DiscountRequest, StatedDiscount } from './discounts.schema.js';
import { newDiscount, type KnownToDiscounts } from './new-discount.js';

const OPERATOR = 'operator';

/** What operators have negotiated: stated and taken back, never changed. */
@Injectable()
export class DiscountsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly book: DiscountBook,
    private readonly offers: OfferCatalog,
    private readonly catalog: CatalogService,
  ) {}

  list(now = new Date()): StatedDiscount[] {
    return this.book.current().map((discount) => this.describe(discount, now));
  }

  /** Throws `InputError` where it cannot be meant so, `ConflictError` where the same is stated already. */
  async add(request: DiscountRequest, now = new Date()): Promise<StatedDiscount> {
    const stated = newDiscount(request, this.known(request.cloud), dayOf(now));
    const added = await this.dataSource.transaction(async (manager) => {
      // One after the other, or two could state the same at once.
      await manager.query('LOCK TABLE price_discount IN SHARE ROW EXCLUSIVE MODE');
      const before = (await manager.find(DiscountEntity)).map(discountOf);
      const same = before.find((one) => isSame(one, stated));
      if (same !== undefined) {
        throw new ConflictError(
          `The discount ${same.id} ("${same.name}") already states this. Remove it first to replace it.`,
        );
      }
      const row = manager.create(DiscountEntity, {
        ...stated,
        purchaseOptions: stated.purchaseOptions && [...stated.purchaseOptions],
        createdAt: now,
      });
      const discount = discountOf(await manager.save(row));
      const told = { publisher: OPERATOR, region: discount.region, at: now };
      await tell(manager, 'discount_added', sentence(discount), { ...discount }, told);
      await announceDiscounts(manager);
      return discount;
    });
    await this.book.refresh();
    return this.describe(added, now);
  }

  /** Throws `NotFoundError`. */
  async remove(id: string, now = new Date()): Promise<StatedDiscount> {
    const removed = await this.dataSource.transaction(async (manager) => {
      const row = await manager.findOne(DiscountEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (row === null) throw new NotFoundError(`No discount has the id ${id}. GET /v1/prices/discounts lists them.`);
      const discount = discountOf(row);
      await manager.delete(DiscountEntity, { id });
      const told = { publisher: OPERATOR, region: discount.region, at: now };
      await tell(manager, 'discount_removed', sentence(discount), { ...discount }, told);
      await announceDiscounts(manager);
      return discount;
    });
    await this.book.refresh();
    return this.describe(removed, now);
  }

  private describe(discount: Discount, now: Date): StatedDiscount {
    return {
      ...discount,
      state: stateOn(discount, dayOf(now)),
      offers: countOffers(this.offers.current().index, discount),
    };
  }

  private known(cloud: Cloud): KnownToDiscounts {
    const { types } = this.offers.current().index.columns.repeated;
    const ofCloud = <Item extends { readonly cloud: Cloud }>(items: readonly Item[]) =>
      items.filter((item) => item.cloud === cloud);
    return {
      instanceTypes: new Set([
        ...ofCloud(this.catalog.instanceTypes()).map(({ name }) => name),
        ...ofCloud(types).map(({ instanceType }) => instanceType),
      ]),
      regions: new Set([
        ...ofCloud(this.catalog.regions()).map(({ name }) => name),
        ...[...placesOf(this.offers.current().index)]
          .filter((place) => place.cloud === cloud)
          .map(({ region }) => region),
      ]),
    };
  }
}

function dayOf(now: Date): string {
  return now.toISOString().slice(0, 10);
}

/** For the same and over the same days: how it is called and what is noted makes no difference. */
function isSame(one: Discount, other: Omit<Discount, 'id'>): boolean {
  const about = ({
    cloud,
    account,
    service,
    instanceType,
    region,
    purchaseOptions,
    onTop,
    ...rest
  }: Omit<Discount, 'id'>) =>
    JSON.stringify([
      ...[cloud, account?.toLowerCase(), service, instanceType, region, onTop],
      ...[[...(purchaseOptions ?? [])].sort(), rest.percentOff, rest.usdPerHour, rest.validFrom, rest.validTo],
    ]);
  return about(one) === about(other);
}

function sentence({ id, name, cloud, percentOff, usdPerHour }: Discount): string {
  const what = percentOff === null ? `${usdPerHour ?? ''} USD an hour` : `${percentOff} % off`;
  return `${name} (${id}): ${what} on ${cloud}.`;
}
