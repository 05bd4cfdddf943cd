import type { EntityManager } from 'typeorm';
import { announceChange } from '../../platform/index.js';
import { PRICE_STATE } from '../offer-catalog.js';

/** Any number, the same in every process: "pric" in ASCII. */
export const PRICE_LOCK = 0x70726963;

/** Channel on which processes hear that other prices are in force. */
export const PRICES_CHANNEL = 'pennywatt_prices';

/** Tells every process, once the transaction is done, that other prices are in force. */
export async function announcePrices(manager: EntityManager): Promise<void> {
  const rows = await manager.query<{ n: string }[]>('SELECT count(*) AS n FROM offer');
  await announceChange(manager, { name: PRICE_STATE, rows: Number(rows[0]?.n ?? 0), channel: PRICES_CHANNEL });
}
