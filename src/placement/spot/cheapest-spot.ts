import type { Running, Situation } from './policy.js';
import type { SpotMarket } from './spot-market.js';

/**
 * Spot where the published policies for one zone take it: what runs goes on; else the zone with the least price for the
 * work left, the move there included. Null where no zone has any.
 */
export function cheapestSpot(market: SpotMarket, situation: Situation): Running | null {
  if (situation.running?.purchase === 'spot') return situation.running;
  let best: Running | null = null;
  let bestUsd = Infinity;
  for (const [zone, { available, spotUsdPerTick, speed }] of market.zones.entries()) {
    if (available[situation.now] !== 1) continue;
    const move = situation.checkpointZone === null ? 0 : market.moveUsd(situation.checkpointZone, zone);
    const usd = (situation.workLeft / speed) * spotUsdPerTick + move;
    if (usd < bestUsd) {
      bestUsd = usd;
      best = { purchase: 'spot', zone };
    }
  }
  return best;
}
