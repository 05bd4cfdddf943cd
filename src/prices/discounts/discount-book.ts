import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { announceChange, HeldCopy } from '../../platform/index.js';
import { plainDecimal } from '../price-figures.js';
import { PRICES_CHANNEL } from '../publication/announce.js';
import type { Discount } from './discount.js';
import { DiscountEntity } from './discount.entity.js';

/** Name under which `data_release` holds the state of the discounts; every change makes another. */
const DISCOUNT_STATE = 'price_discounts';

/** Keeps the discounts in memory, as one process sees them. PostgreSQL stays the truth. */
@Injectable()
export class DiscountBook {
  private readonly copy: HeldCopy<readonly Discount[]>;

  constructor(dataSource: DataSource) {
    const all = async () => {
      const rows = await dataSource.getRepository(DiscountEntity).find({ order: { id: 'ASC' } });
      return rows.map(discountOf);
    };
    this.copy = new HeldCopy(dataSource, DISCOUNT_STATE, all, []);
  }

  /** All that are stated, expired and upcoming ones too; none before the first `refresh`. */
  current(): readonly Discount[] {
    return this.copy.value;
  }

  /** Reads the discounts again if they were changed, here or by another process. */
  async refresh(): Promise<void> {
    await this.copy.refresh();
  }
}

/** PostgreSQL pads amounts to the scale of their column. */
export function discountOf({ createdAt: _, ...row }: DiscountEntity): Discount {
  const plain = (amount: string | null) => (amount === null ? null : plainDecimal(amount));
  return { ...row, percentOff: plain(row.percentOff), usdPerHour: plain(row.usdPerHour) };
}

/** Tells every process, once the transaction is done, that other discounts are stated. */
export async function announceDiscounts(manager: EntityManager): Promise<void> {
  const rows = await manager.count(DiscountEntity);
  await announceChange(manager, { name: DISCOUNT_STATE, rows, channel: PRICES_CHANNEL });
}
