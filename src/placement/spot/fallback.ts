import { isSame, type Running, type Situation } from './policy.js';
import { fewestTicks, ticksAt, type SpotJob } from './spot-job.js';
import type { SpotMarket } from './spot-market.js';

/**
 * The on-demand instance that finishes what is left in time for the least money; the fastest where none would.
 * What runs on demand already goes on where that is cheapest, as it needs no restart.
 */
export function fallback(market: SpotMarket, job: SpotJob, situation: Situation): Running {
  let best: Running | null = null;
  let bestUsd = Infinity;
  let fastest: Running = { purchase: 'on_demand', zone: 0 };
  let fewest = Infinity;
  for (const [zone, { speed, onDemandUsdPerTick }] of market.zones.entries()) {
    const running: Running = { purchase: 'on_demand', zone };
    const goesOn = isSame(running, situation.running);
    const ticks = ticksAt(speed, situation.workLeft) + (goesOn ? situation.restartLeft : job.restartTicks);
    const move = situation.checkpointZone === null ? 0 : market.moveUsd(situation.checkpointZone, zone);
    const usd = ticks * onDemandUsdPerTick + move;
    if (ticks < fewest) {
      fewest = ticks;
      fastest = running;
    }
    if (ticks <= situation.left && usd < bestUsd) {
      bestUsd = usd;
      best = running;
    }
  }
  return best ?? fastest;
}

/**
 * Whether the deadline can still be met for certain if this runs in the coming tick and spot is lost after it: by going on
 * on demand, or by a fresh start on the fastest machine on demand. As long as every step is safe the next one can be:
 * what made this one safe is a safe step itself.
 */
export function isSafe(market: SpotMarket, job: SpotJob, situation: Situation, next: Running | null): boolean {
  const left = situation.left - 1;
  if (next === null) return job.restartTicks + fewestTicks(market, situation.workLeft) <= left;
  const speed = market.zones[next.zone]?.speed ?? 1;
  const restartLeft = isSame(next, situation.running) ? situation.restartLeft : job.restartTicks;
  const workLeft = restartLeft > 0 ? situation.workLeft : situation.workLeft - speed;
  if (next.purchase === 'on_demand' && Math.max(0, restartLeft - 1) + ticksAt(speed, workLeft) <= left) return true;
  return workLeft <= 0 || job.restartTicks + fewestTicks(market, workLeft) <= left;
}
