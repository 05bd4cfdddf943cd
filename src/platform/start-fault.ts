import { InputError, StartError } from './errors.js';
import type { Settings } from './settings.js';

/** How Linux, PostgreSQL and ClickHouse say that a disk is full. */
const FULL =
  /No space left on device|wrote only \d+ of \d+ bytes|ENOSPC|NOT_ENOUGH_SPACE|Cannot reserve .* not enough space/;

/**
 * What a start that failed tells a person: an error that says its next step stays as it is, unless the disk is full,
 * for then every other advice is wrong; anything else is a fault of ours and says how to see more of it.
 */
export function startFault(error: unknown, { home, databaseUrl, clickhouseUrl }: Settings): Error {
  if (error instanceof InputError) return error;
  // Of many lines the first one says it.
  const message = (error instanceof Error ? error.message : String(error)).split('\n')[0]?.trim() ?? '';
  if (FULL.test(message)) {
    const usesHome = databaseUrl === null || clickhouseUrl === null;
    const place = usesHome ? `the disk of the home ${home}` : 'a disk of the stores';
    return new StartError(
      `There is no room left on ${place}. Make room there and start again: what was begun goes on, nothing has to be ` +
        `repaired. (${message})`,
      { cause: error },
    );
  }
  if (error instanceof StartError) return error;
  return new StartError(
    `It could not be started: ${message.replace(/\.$/, '')}. That is a fault of ours: start it again with ` +
      'LOG_LEVEL=debug to see where it failed.',
    { cause: error },
  );
}
