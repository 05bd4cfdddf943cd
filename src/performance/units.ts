export const BYTES_PER_GIB = 2 ** 30;

/** Largest power of two that is not above `limit`; 1 for anything smaller than 2. */
export function powerOfTwoAtMost(limit: number): number {
  return limit < 2 ? 1 : 2 ** Math.floor(Math.log2(limit));
}
