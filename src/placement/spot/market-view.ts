import { AGE_CLASSES, addLives, noLives, type Hazards, type Lives } from './lives.js';
import type { Seen } from './series-record.js';
import type { SpotMarket } from './spot-market.js';

/** The zones of a market as one: what a job finds that goes on wherever there is spot. */
export interface MarketView {
  /** Stretches with spot in the zones, each zone counting as far as it is likely to be the one. */
  readonly present: Lives;
  /** USD of a tick of work at a speed of 1. */
  readonly spotUsdPerTick: number;
  /** Share of the time in which there is spot elsewhere when one zone's is lost. */
  readonly refugeShare: number;
  /** Mean USD of a move between two zones. */
  readonly moveUsd: number;
}

/**
 * Sees a market as one from what was seen of its zones. A zone counts with the chance that it has spot while no cheaper one
 * does: dear zones are the last resort and count little, however much spot they have.
 */
export function marketView(market: SpotMarket, seen: readonly Seen[], elsewhere: readonly Seen[]): MarketView {
  const usdPerWork = market.zones.map(({ spotUsdPerTick, speed }) => spotUsdPerTick / speed);
  const order = usdPerWork
    .map((_, zone) => zone)
    .sort((one, other) => (usdPerWork[one] ?? 0) - (usdPerWork[other] ?? 0));
  const chances = usdPerWork.map(() => 0);
  let none = 1;
  for (const zone of order) {
    const share = shareSeen(seen[zone]);
    chances[zone] = none * share;
    none *= 1 - share;
  }
  const total = chances.reduce((sum, chance) => sum + chance, 0);
  const mean = (of: (zone: number) => number) =>
    chances.reduce((sum, chance, zone) => sum + chance * of(zone), 0) / total;
  const present = noLives();
  seen.forEach((one, zone) => addLives(present, one.present, chances[zone] ?? 0));
  return {
    present,
    spotUsdPerTick: mean((zone) => usdPerWork[zone] ?? 0),
    refugeShare: mean((zone) => shareSeen(elsewhere[zone])),
    moveUsd: mean((from) => mean((to) => market.moveUsd(from, to))),
  };
}

/** Share of the time, with an hour of each added so that it is neither 0 nor 1 for want of observations. */
export function shareSeen(seen: Seen | undefined): number {
  return ((seen?.presentHours ?? 0) + 1) / ((seen?.hours ?? 0) + 2);
}

/** The class of age in which spot is taken about as often as over all ages. */
export function usualAge(hazards: Hazards, { hours, ends }: Lives): number {
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
  const mean = (sum(ends) + 0.5) / (sum(hours) + 1);
  const distance = (age: number) => Math.abs(Math.log((hazards[age] ?? 0) / mean));
  let best = 0;
  for (let age = 1; age < AGE_CLASSES; age += 1) if (distance(age) < distance(best)) best = age;
  return best;
}
