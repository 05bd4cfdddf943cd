import { readFileSync } from 'node:fs';
import { InputError } from '../platform/index.js';
import { MOST_LIST_BYTES } from '../prices/index.js';

/**
 * The text of a CSV file, or of standard input where the file is `-`.
 *
 * @param what the file is, for the sentences: `price list`
 * @throws InputError where it cannot be read, is too large, or is no text
 */
export function csvOf(file: string, what: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file === '-' ? 0 : file);
  } catch (error) {
    throw new InputError(`The ${what} ${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
  if (bytes.length > MOST_LIST_BYTES) {
    throw new InputError(`The ${what} ${file} has more than ${MOST_LIST_BYTES / 2 ** 20} MiB. Split it.`);
  }
  const text = bytes.toString('utf8');
  if (text.includes('\u0000') || text.includes('\uFFFD')) {
    throw new InputError(`The ${what} ${file} is no text in UTF-8. Save it as CSV in UTF-8.`);
  }
  return text;
}
