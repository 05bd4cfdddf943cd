import { readFileSync } from 'node:fs';
import { InputError } from '../platform/index.js';

/**
 * The content of a JSON file, or of standard input where the file is `-`.
 *
 * @param manual the page that describes the file: `docs/fleet.md`
 * @throws InputError where it cannot be read or is no JSON
 */
export function jsonOf(file: string, manual: string): unknown {
  let text: string;
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new InputError(`${file} cannot be read: ${(error as Error).message}. See ${manual} for what it holds.`, {
      cause: error,
    });
  }
  if (text.includes('\u0000') || text.includes('\uFFFD')) {
    throw new InputError(`${file} is no text in UTF-8. Give a JSON file; ${manual} says what it holds.`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(`${file} is no valid JSON: ${(error as Error).message}. See ${manual} for what it holds.`, {
      cause: error,
    });
  }
}
