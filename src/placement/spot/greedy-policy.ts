import { cheapestSpot } from './cheapest-spot.js';
import { fallback } from './fallback.js';
import type { PolicyKind } from './policy.js';
import { fewestTicks } from './spot-job.js';

/**
 * Spot whenever there is some, nothing while there is none, and on demand to the end once no more time is left than the
 * work and two restarts take. What runs on spot may be lost within the tick, so there the tick is reckoned in.
 */
export const greedyPolicy: PolicyKind = {
  name: 'greedy',
  summary: 'spot whenever there is some, on demand when time runs short',
  prepare: (market, job) => () => (situation) => {
    const mayBeLost = situation.running?.purchase === 'spot' ? 1 : 0;
    const needed = fewestTicks(market, situation.workLeft) + 2 * job.restartTicks + mayBeLost;
    if (needed >= situation.left) return fallback(market, job, situation);
    return cheapestSpot(market, situation);
  },
};
