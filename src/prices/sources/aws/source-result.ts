import type { PollResult } from '../price-source.js';

/** A poll that brought what is given and nothing else. */
export function brought(what: Partial<PollResult>): PollResult {
  return {
    prices: [],
    covers: [],
    availability: [],
    interruptions: [],
    unknownTypes: [],
    skipped: {},
    unchanged: false,
    mark: null,
    ...what,
  };
}
