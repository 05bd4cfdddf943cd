import { isSame, type Policy, type Running } from './policy.js';
import type { SpotJob } from './spot-job.js';
import type { SpotMarket } from './spot-market.js';

/** What became of one job. */
export interface Replayed {
  readonly costUsd: number;
  /** Of the cost: bringing checkpoints to other regions and clouds. */
  readonly moveUsd: number;
  readonly spotTicks: number;
  readonly onDemandTicks: number;
  /** Instances started, the first one included. */
  readonly starts: number;
  /** Ticks from the start to the end of the work; null where the deadline was missed. */
  readonly finishTicks: number | null;
}

/** Less work than this is none: what adding up speeds leaves. */
const NO_WORK = 1e-9;

/**
 * Runs a job through the trace from a tick on, as a policy decides. An instance is paid for every tick in which it runs.
 * At a start it makes no progress for the ticks of a restart; what was running on spot is gone in the first tick without
 * spot in its zone, and nothing of its progress is lost.
 */
export function replay(market: SpotMarket, job: SpotJob, policy: Policy, startTick: number): Replayed {
  let workLeft = job.workTicks;
  let running: Running | null = null;
  let restartLeft = 0;
  let checkpointZone: number | null = null;
  let [costUsd, moveUsd, spotTicks, onDemandTicks, starts] = [0, 0, 0, 0, 0];
  let elapsed = 0;
  for (; elapsed < job.deadlineTicks && workLeft > NO_WORK; elapsed += 1) {
    const now = startTick + elapsed;
    if (running?.purchase === 'spot' && market.zones[running.zone]?.available[now] !== 1) running = null;
    if (running === null) restartLeft = 0;
    const left = job.deadlineTicks - elapsed;
    const next = policy({ now, elapsed, left, workLeft, running, restartLeft, checkpointZone });
    if (next !== null && !isSame(next, running)) {
      restartLeft = job.restartTicks;
      starts += 1;
      if (checkpointZone !== null) moveUsd += market.moveUsd(checkpointZone, next.zone);
      checkpointZone = next.zone;
    }
    running = next;
    if (running === null) continue;
    const zone = market.zones[running.zone];
    if (zone === undefined || (running.purchase === 'spot' && zone.available[now] !== 1)) {
      throw new Error(`The policy asked for spot in a zone that has none at tick ${now}.`);
    }
    if (running.purchase === 'spot') spotTicks += 1;
    else onDemandTicks += 1;
    costUsd += running.purchase === 'spot' ? zone.spotUsdPerTick : zone.onDemandUsdPerTick;
    if (restartLeft > 0) restartLeft -= 1;
    else workLeft -= zone.speed;
  }
  const finishTicks = workLeft > NO_WORK ? null : elapsed;
  return { costUsd: costUsd + moveUsd, moveUsd, spotTicks, onDemandTicks, starts, finishTicks };
}
