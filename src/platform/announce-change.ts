import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { DataReleaseEntity } from './data-release.entity.js';

/** What changed, and whom it concerns. */
export interface Change {
  /** Key in `data_release`, whose state every change makes another. */
  readonly name: string;
  readonly rows: number;
  /** Of PostgreSQL's NOTIFY. */
  readonly channel: string;
}

/** Tells every process, once the transaction is done, that something it holds in memory is another now. */
export async function announceChange(manager: EntityManager, { name, rows, channel }: Change): Promise<void> {
  const state = { name, sha256: randomUUID(), rows, loadedAt: new Date() };
  await manager.upsert(DataReleaseEntity, state, ['name']);
  await manager.query(`SELECT pg_notify($1, $2)`, [channel, state.sha256]);
}
