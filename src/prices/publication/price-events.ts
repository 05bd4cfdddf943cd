import type { EntityManager } from 'typeorm';
import type { OfferInForce } from '../offer.js';
import { PriceEventEntity, type PriceEventKind } from './price-event.entity.js';
import type { HeldPrice } from './price-quarantine.js';

/** Ids that an event names, of however many offers it is about. */
const EXAMPLES = 10;

/** What is told of one publication. */
export interface Told {
  readonly publisher: string;
  /** Null where it was not about one region. */
  readonly region: string | null;
  readonly at: Date;
}

/** Keeps what a publication did, one event per kind; nothing of a kind of which there was none. */
export async function tellPublication(
  manager: EntityManager,
  changed: readonly OfferInForce[],
  { quarantined, vanished }: { quarantined: readonly HeldPrice[]; vanished: readonly OfferInForce[] },
  gone: readonly OfferInForce[],
  told: Told,
): Promise<void> {
  const ids = (offers: readonly { readonly id: string }[]) => offers.map(({ id }) => id);
  await tellOffers(manager, 'published', ids(changed), (n) => `${n} put in force.`, told);
  await tellOffers(
    manager,
    'quarantined',
    ids(quarantined.map(({ fact }) => fact)),
    (n) => `${n} in quarantine.`,
    told,
  );
  const stay = (n: string) => `${n} not stated any more; in force until that is confirmed.`;
  await tellOffers(manager, 'vanished', ids(vanished), stay, told);
  await tellOffers(manager, 'withdrawn', ids(gone), (n) => `${n} withdrawn.`, told);
}

async function tellOffers(
  manager: EntityManager,
  kind: PriceEventKind,
  ids: readonly string[],
  sentence: (offers: string) => string,
  told: Told,
): Promise<void> {
  if (ids.length === 0) return;
  const what = sentence(ids.length === 1 ? '1 price' : `${ids.length} prices`);
  await tell(manager, kind, what, { offers: ids.length, examples: ids.slice(0, EXAMPLES) }, told);
}

/** Keeps one event. */
export async function tell(
  manager: EntityManager,
  kind: PriceEventKind,
  what: string,
  detail: Record<string, unknown>,
  { publisher, region, at }: Told,
): Promise<void> {
  await manager.getRepository(PriceEventEntity).insert({ at, kind, publisher, region, what, detail: detail as never });
}
