import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { DataReleaseEntity } from '../../platform/index.js';
import { PRICE_STATE } from '../offer-catalog.js';

/** Any number, the same in every process: "pric" in ASCII. */
export const PRICE_LOCK = 0x70726963;

/** Channel on which processes hear that other prices are in force. */
export const PRICES_CHANNEL = 'pennywatt_prices';

/** Tells every process, once the transaction is done, that other prices are in force. */
export async function announcePrices(manager: EntityManager): Promise<void> {
  const rows = await manager.query<{ n: string }[]>('SELECT count(*) AS n FROM offer');
  const state = { name: PRICE_STATE, sha256: randomUUID(), rows: Number(rows[0]?.n ?? 0), loadedAt: new Date() };
  await manager.upsert(DataReleaseEntity, state, ['name']);
  await manager.query(`SELECT pg_notify($1, $2)`, [PRICES_CHANNEL, state.sha256]);
}
