import type { Discount } from './discount.js';

/**
 * Which of two discounts for the same offer counts: below 0 where `a` does. By the first of these in which they differ:
 *
 * 1. a price per hour before a percentage;
 * 2. one that names the account;
 * 3. one that names the instance type: exactly, then by the longer pattern;
 * 4. one that names the region;
 * 5. one that names purchase options: the fewer the better;
 * 6. one that names the service;
 * 7. the one that began later;
 * 8. the one that was stated later.
 *
 * A total order: ids are unique, so no two discounts are equal.
 */
export function byPrecedence(a: Discount, b: Discount): number {
  for (const rank of RANKS) {
    const difference = rank(b) - rank(a);
    if (difference !== 0) return difference;
  }
  if (a.validFrom !== b.validFrom) return a.validFrom < b.validFrom ? 1 : -1;
  const [first, second] = [BigInt(a.id), BigInt(b.id)];
  return first === second ? 0 : first < second ? 1 : -1;
}

/** The higher the sooner. */
const RANKS: readonly ((discount: Discount) => number)[] = [
  ({ usdPerHour }) => Number(usdPerHour !== null),
  ({ account }) => Number(account !== null),
  ({ instanceType }) => typeRank(instanceType),
  ({ region }) => Number(region !== null),
  ({ purchaseOptions }) => (purchaseOptions === null ? 0 : 1 / purchaseOptions.length),
  ({ service }) => Number(service !== null),
];

/** Above the length of any pattern. */
const EXACT = 10_000;

function typeRank(instanceType: string | null): number {
  if (instanceType === null) return -1;
  if (!instanceType.includes('*')) return EXACT;
  return instanceType.replaceAll('*', '').length;
}
