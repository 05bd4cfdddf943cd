import type { CompactProblem } from './compact-problem.js';
import { DualAscent } from './dual-ascent.js';
import { cheapest, reducedCosts } from './relaxation.js';
import { Sieve } from './sieve.js';

export interface PoolPrices {
  /** What a unit of each pool is worth. */
  readonly prices: Float64Array;
  /** The lower bound of every plan's cost that the prices prove. */
  readonly bound: number;
}

const OPTIONS_PER_CLASS = 8;
/** Rounds after which the sieve forgets what was cheap at prices of long ago. */
const MEMORY = 6;
/** Many more than any fleet has needed. */
const MOST_ROUNDS = 60;
/** A round that raises the bound by a smaller share is one of the last. */
const LEAST_RISE = 2e-5;

/**
 * Climbs to prices with a high lower bound. Most steps see a few options of each class only; after each round of steps the
 * bound is worked out over all of them, and what was cheap and not seen joins.
 *
 * @param upper cost of a plan
 * @param until instant (of `performance.now()`) at which it must be done
 */
export function findPrices(problem: CompactProblem, upper: number, until: number): PoolPrices {
  const prices = new Float64Array(problem.capacities.length);
  let reduced = reducedCosts(problem, prices);
  let { bound } = cheapest(problem, prices, reduced);
  let best = reduced;
  const ascent = new DualAscent(problem, prices.slice());
  const sieve = new Sieve(problem, OPTIONS_PER_CLASS);
  for (let round = 1, flat = 0; round < MOST_ROUNDS && !ascent.settled && flat < 2; round += 1) {
    if (performance.now() >= until) break;
    if (round % MEMORY === 0) {
      sieve.forget();
      sieve.keep(best);
    }
    if (reduced !== best || round % MEMORY !== 0) sieve.keep(reduced);
    // What the last round climbed to was too high where it had not seen the options that are cheap there.
    ascent.prices.set(prices);
    ascent.climb(sieve.sifted(), upper, Math.min(100, 8 + 6 * round), until);
    reduced = reducedCosts(problem, ascent.prices);
    const { bound: risen } = cheapest(problem, ascent.prices, reduced);
    if (risen <= bound) continue;
    flat = risen - bound < LEAST_RISE * Math.abs(risen) ? flat + 1 : 0;
    bound = risen;
    best = reduced;
    prices.set(ascent.prices);
  }
  return { prices, bound };
}
