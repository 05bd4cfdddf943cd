import { readFileSync } from 'node:fs';
import { shippedFile } from './shipped-file.js';

let version: string | null = null;

/** Of the product, from its package.json. */
export function productVersion(): string {
  version ??= (JSON.parse(readFileSync(shippedFile('package.json'), 'utf8')) as { version: string }).version;
  return version;
}
