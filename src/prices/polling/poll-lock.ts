import type { DataSource } from 'typeorm';

/**
 * Does something that only one process may do at a time, for one name. Null, and nothing done, where another one is at
 * it. The lock lies in PostgreSQL and ends with the connection: a process that is killed leaves none behind.
 */
export async function alone<T>(dataSource: DataSource, name: string, what: () => Promise<T>): Promise<T | null> {
  const runner = dataSource.createQueryRunner();
  try {
    const rows = (await runner.query('SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS mine', [name])) as {
      mine: boolean;
    }[];
    if (rows[0]?.mine !== true) return null;
    try {
      return await what();
    } finally {
      await runner.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [name]);
    }
  } finally {
    await runner.release();
  }
}
