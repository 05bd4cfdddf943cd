import type { CostToGo } from './cost-to-go.js';

/** Bytes of tables kept at a time: enough for jobs that begin soon after one another over a dozen zones. */
const MOST_BYTES = 256 * 2 ** 20;

/** Keeps the tables that were solved last. */
export class TableStore {
  private readonly tables = new Map<string, CostToGo>();
  private bytes = 0;

  /** The table of a key; solved if it is not kept. */
  get(key: string, solve: () => CostToGo): CostToGo {
    const kept = this.tables.get(key);
    if (kept !== undefined) return kept;
    const table = solve();
    for (const [old, { usd }] of this.tables) {
      if (this.bytes + table.usd.byteLength <= MOST_BYTES) break;
      this.tables.delete(old);
      this.bytes -= usd.byteLength;
    }
    this.tables.set(key, table);
    this.bytes += table.usd.byteLength;
    return table;
  }
}
