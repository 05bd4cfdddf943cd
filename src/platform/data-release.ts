import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { DataSource, EntityManager } from 'typeorm';
import { DataReleaseEntity } from './data-release.entity.js';
import { shippedFile } from './shipped-file.js';

/** Data that is shipped with the product as files and put into PostgreSQL as a whole. */
export interface ShippedRelease {
  /** Key in `data_release`. */
  readonly name: string;
  /** What it is made of, relative to the package; any change of their bytes makes another release. */
  readonly files: readonly string[];
  /** Raised when the same files give other rows, because the code that reads them has changed. */
  readonly revision: number;
  /** Replaces what is there, within the transaction; returns how many rows it wrote. */
  write(manager: EntityManager): Promise<number>;
}

/** In hexadecimal, over the files' names and bytes and the revision. */
function releaseSha256({ files, revision }: ShippedRelease): string {
  const hash = createHash('sha256').update(`${revision}\n`);
  for (const file of files) hash.update(`${file}\n`).update(readFileSync(shippedFile(file)));
  return hash.digest('hex');
}

/** Any number, the same in every process: "ship" in ASCII. */
const LOADING_LOCK = 0x73686970;

/**
 * Loads a release unless PostgreSQL has it already; all of it or nothing, and once however many processes start
 * together. Returns whether it was loaded now.
 */
export async function loadRelease(dataSource: DataSource, release: ShippedRelease): Promise<boolean> {
  const sha256 = releaseSha256(release);
  const { name } = release;
  if (await isLoaded(dataSource.manager, name, sha256)) return false;
  return dataSource.transaction(async (manager) => {
    await manager.query('SELECT pg_advisory_xact_lock($1)', [LOADING_LOCK]);
    if (await isLoaded(manager, name, sha256)) return false;
    const rows = await release.write(manager);
    await manager.upsert(DataReleaseEntity, { name, sha256, rows, loadedAt: new Date() }, ['name']);
    return true;
  });
}

async function isLoaded(manager: EntityManager, name: string, sha256: string): Promise<boolean> {
  return manager.existsBy(DataReleaseEntity, { name, sha256 });
}

/** Rows per statement: PostgreSQL takes at most 65,535 values in one. */
const ROWS_PER_STATEMENT = 1000;

/** Adds rows, many in a statement. Returns how many. */
export async function insertRows<Row extends object>(
  manager: EntityManager,
  entity: new () => Row,
  rows: readonly Row[],
): Promise<number> {
  const repository = manager.getRepository(entity);
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
    await repository.insert(rows.slice(start, start + ROWS_PER_STATEMENT));
  }
  return rows.length;
}

/** Replaces all rows of a table. */
export async function replaceRows<Row extends object>(
  manager: EntityManager,
  entity: new () => Row,
  rows: readonly Row[],
): Promise<number> {
  await manager.getRepository(entity).createQueryBuilder().delete().execute();
  return insertRows(manager, entity, rows);
}
