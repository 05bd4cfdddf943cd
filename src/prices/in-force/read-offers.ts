import type { DataSource, QueryRunner } from 'typeorm';
import type { Cloud } from '../../catalog/index.js';
import type { OfferColumns } from './offer-columns.js';
import { OfferReader } from './offer-reader.js';

/** From so many pages of 8 KiB on, about 60,000 offers, a second connection is worth it. */
const PAGES_FOR_TWO = 2048;

/** The offers in force of a cloud, or of all clouds, as a transaction sees them. */
export async function readOffersWithin(runner: QueryRunner, cloud: Cloud | null): Promise<OfferColumns> {
  const reader = new OfferReader();
  // The clouds are three words of ours.
  await reader.read(runner, cloud === null ? null : `cloud = '${cloud}'`);
  return reader.columns;
}

/**
 * All offers in force at one moment. PostgreSQL takes longer to send many than we to read them, so two of its processes
 * send half of the table each.
 *
 * @param expected about how many there are
 * @param pagesForTwo size of the table from which on two of them do
 */
export async function readAllOffers(
  dataSource: DataSource,
  expected: number,
  pagesForTwo = PAGES_FOR_TWO,
): Promise<OfferColumns> {
  const reader = new OfferReader(expected);
  await withSnapshot(dataSource, null, async (runner) => {
    const [state] = (await runner.query(
      `SELECT pg_export_snapshot() AS snapshot, pg_relation_size('offer') / current_setting('block_size')::int AS pages`,
    )) as { snapshot: string; pages: string }[];
    const pages = Number(state?.pages ?? 0);
    if (state === undefined || pages < pagesForTwo) return reader.read(runner, null);
    const middle = `'(${Math.floor(pages / 2)},0)'::tid`;
    // Both have ended before either is let go: a connection that is in use cannot be given back.
    const both = await Promise.allSettled([
      reader.read(runner, `ctid < ${middle}`),
      withSnapshot(dataSource, state.snapshot, (second) => reader.read(second, `ctid >= ${middle}`)),
    ]);
    for (const half of both) if (half.status === 'rejected') throw half.reason;
  });
  return reader.columns;
}

/** Reads in a transaction that sees one moment: that of `snapshot`, or now. */
async function withSnapshot(
  dataSource: DataSource,
  snapshot: string | null,
  read: (runner: QueryRunner) => Promise<void>,
): Promise<void> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    try {
      if (snapshot !== null) await runner.query(`SET TRANSACTION SNAPSHOT '${snapshot}'`);
      await read(runner);
    } finally {
      await runner.query('COMMIT');
    }
  } finally {
    await runner.release();
  }
}
