import { readFileSync } from 'node:fs';
import { shippedFile } from '../../platform/index.js';
import { readOperationTables, type OperationTables } from './operation-tables.js';

let tables: OperationTables | null = null;

/** Measured operations as shipped; read once, when first asked for. */
export function shippedOperations(): OperationTables {
  tables ??= readOperationTables((file) => readFileSync(shippedFile(`config/performance/operations/${file}`), 'utf8'));
  return tables;
}
