import { setTimeout as sleep } from 'node:timers/promises';
import { OutboundError } from '../../../platform/index.js';

export interface Patience {
  readonly firstWaitMs: number;
  /** Longest time of all waits together, in ms. */
  readonly budgetMs: number;
}

const NOT_FOUND = 404;
const LONGEST_WAIT_MS = 60_000;

/**
 * Asks again, later and later, while the answer is that there is no such file: AWS names new files in its index some
 * minutes before they can be had everywhere. Every other failure ends it, and so does the end of the patience.
 */
export async function untilThere<T>(ask: () => Promise<T>, patience: Patience, signal: AbortSignal): Promise<T> {
  let waited = 0;
  for (let waitMs = patience.firstWaitMs; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
    try {
      return await ask();
    } catch (error) {
      const isMissing = error instanceof OutboundError && error.status === NOT_FOUND;
      if (!isMissing || waited + waitMs > patience.budgetMs) throw error;
    }
    try {
      await sleep(waitMs, undefined, { signal });
    } catch (error) {
      throw new OutboundError('cancelled', 'The wait for an AWS price list was called off.', null, null, {
        cause: error,
      });
    }
    waited += waitMs;
  }
}
