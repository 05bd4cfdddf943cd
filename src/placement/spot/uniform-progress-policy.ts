import { cheapestSpot } from './cheapest-spot.js';
import { fallback, isSafe } from './fallback.js';
import type { PolicyKind, Situation } from './policy.js';
import { fewestTicks, type SpotJob } from './spot-job.js';
import type { SpotMarket } from './spot-market.js';

/**
 * Uniform Progress: Z. Wu et al., "Can't Be Late: Optimizing Spot Instance Savings under Deadlines" (NSDI 2024). Spot
 * whenever there is some; on demand only while progress is behind the straight line from the start to the deadline, and
 * from there back to spot once it is two restarts ahead of it. When no more time is left than the work and two restarts
 * take, what makes progress on spot goes on until it is lost, and all else is on demand.
 */
export const uniformProgressPolicy: PolicyKind = {
  name: 'uniform-progress',
  summary: 'on demand only while progress is behind the straight line to the deadline (NSDI 2024)',
  prepare: (market, job) => () => (situation) => decide(market, job, situation),
};

function decide(market: SpotMarket, job: SpotJob, situation: Situation) {
  const { running, restartLeft, workLeft, left, elapsed } = situation;
  const onDemand = () => fallback(market, job, situation);
  if (fewestTicks(market, workLeft) + 2 * job.restartTicks >= left) {
    const goesOn = running?.purchase === 'spot' && restartLeft === 0 && isSafe(market, job, situation, running);
    return goesOn ? running : onDemand();
  }
  const spot = cheapestSpot(market, situation);
  const progress = job.workTicks - workLeft;
  const lineAfter = (ticks: number) => ((elapsed + ticks) * job.workTicks) / job.deadlineTicks;
  if (running?.purchase === 'on_demand') {
    const staysUntilAhead = spot === null || lineAfter(2 * job.restartTicks) >= progress;
    return staysUntilAhead ? onDemand() : spot;
  }
  if (spot === null && progress < lineAfter(0)) return onDemand();
  return spot;
}
