import type { EntityManager } from 'typeorm';
import type { Cloud } from '../../catalog/index.js';
import { readOffersWithin } from '../in-force/read-offers.js';
import type { OfferInForce } from '../offer.js';
import { OfferEntity } from '../offer.entity.js';
import type { StatedAvailability, StatedInterruption } from '../sources/price-source.js';
import { portions } from './portions.js';

/** Rows per statement. They travel as one JSON text: an insert of the query builder takes many times as long. */
const ROWS_PER_STATEMENT = 5000;

/** The offers in force, of one cloud or of all. */
export async function readOffers(manager: EntityManager, cloud: Cloud | null): Promise<OfferInForce[]> {
  if (manager.queryRunner === undefined) throw new Error('Offers are read by who holds the turn to write them.');
  return [...(await readOffersWithin(manager.queryRunner, cloud)).offers()];
}

/** Puts offers in force, in the place of those with the same ids. */
export async function writeOffers(manager: EntityManager, offers: readonly OfferInForce[]): Promise<void> {
  const columns = manager.connection.getMetadata(OfferEntity).columns;
  const names = columns.map(({ databaseName }) => databaseName);
  const set = names.filter((name) => name !== 'id').map((name) => `${name} = excluded.${name}`);
  const sql =
    `INSERT INTO offer (${names.join(', ')}) SELECT ${names.join(', ')} FROM ` +
    `jsonb_populate_recordset(NULL::offer, $1) ON CONFLICT (id) DO UPDATE SET ${set.join(', ')}`;
  for (const some of portions(offers, ROWS_PER_STATEMENT)) {
    const rows = some.map((offer) =>
      Object.fromEntries(columns.map(({ databaseName, propertyName }) => [databaseName, valueOf(offer, propertyName)])),
    );
    await manager.query(sql, [JSON.stringify(rows)]);
  }
}

/** Takes offers out of force. */
export async function deleteOffers(manager: EntityManager, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await manager.query('DELETE FROM offer WHERE id = ANY($1)', [ids]);
}

/** Says of offers in force whether their machine can be had: in their zone where that is told, else in their region. */
export async function writeAvailability(
  manager: EntityManager,
  cloud: Cloud,
  stated: readonly StatedAvailability[],
): Promise<void> {
  const rows = [...regionalAvailability(stated), ...stated.filter(({ zone }) => zone !== null)];
  // A region is said first and its zones after it, for the offers of a zone take both.
  for (const isZonal of [false, true]) {
    const some = rows.filter(({ zone }) => (zone !== null) === isZonal);
    if (some.length === 0) continue;
    await manager.query(
      `UPDATE offer SET available = s.available
       FROM jsonb_to_recordset($1) AS s(region text, zone text, "instanceType" text, available boolean)
       WHERE offer.cloud = $2 AND offer.region = s.region AND offer.instance_type = s."instanceType"
         AND ${isZonal ? 'offer.zone = s.zone' : 'true'} AND offer.available IS DISTINCT FROM s.available`,
      [JSON.stringify(some), cloud],
    );
  }
}

/** What is said of regions; of a region of which only zones are told, it has the machine where one of them has. */
function regionalAvailability(
  stated: readonly StatedAvailability[],
): Pick<StatedAvailability, 'region' | 'zone' | 'instanceType' | 'available'>[] {
  const byPlace = new Map<string, Pick<StatedAvailability, 'region' | 'zone' | 'instanceType' | 'available'>>();
  const told = new Set<string>();
  for (const { region, zone, instanceType, available } of stated) {
    const key = `${region}:${instanceType}`;
    if (zone === null) told.add(key);
    else if (told.has(key)) continue;
    const before = zone === null ? undefined : byPlace.get(key);
    byPlace.set(key, { region, zone: null, instanceType, available: available || before?.available === true });
  }
  return [...byPlace.values()];
}

/** Says of spot offers in force how often they are interrupted. */
export async function writeInterruptions(
  manager: EntityManager,
  cloud: Cloud,
  stated: readonly StatedInterruption[],
): Promise<void> {
  if (stated.length === 0) return;
  await manager.query(
    `UPDATE offer SET interruption_per_month = s.rate
     FROM jsonb_to_recordset($1) AS s(region text, "instanceType" text, rate jsonb)
     WHERE offer.cloud = $2 AND offer.region = s.region AND offer.instance_type = s."instanceType"
       AND offer.purchase_option = 'spot' AND offer.interruption_per_month IS DISTINCT FROM s.rate`,
    [JSON.stringify(stated), cloud],
  );
}

function valueOf(offer: OfferInForce, property: string): unknown {
  return offer[property as keyof OfferInForce];
}
