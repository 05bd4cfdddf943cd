import { actionCosts, type Standing } from './action-costs.js';
import { NEVER } from './cost-to-go.js';
import { fallback, isSafe } from './fallback.js';
import { ageClass } from './lives.js';
import { isSame, type PolicyKind, type Running, type Situation } from './policy.js';
import type { SpotJob } from './spot-job.js';
import type { SpotMarket } from './spot-market.js';
import { zoneTables, type Prior, type ZoneTables } from './zone-tables.js';

/** What the policy may go by. */
export interface ExpectedCostOptions {
  readonly prior: Prior;
  /** Whether what the trace says of the time before the job began is known; else it learns from the start on. */
  readonly seesBeforeStart: boolean;
}

/**
 * Our own policy. How long spot stays and stays away is learnt from what was seen so far, by how long it has been there or
 * away, and every decision is the one with the least expected cost to the end of the work under a deadline that is always
 * met. Over several zones each zone's table answers what a start there would cost, as if the job went on there or found
 * refuge elsewhere, and the least answer wins. Whatever the tables say, nothing is done after which a start on demand
 * could not finish in time.
 */
export function expectedCostPolicy({ prior, seesBeforeStart }: ExpectedCostOptions): PolicyKind {
  return {
    name: 'expected-cost',
    summary: 'least expected cost under the deadline, from how long spot was seen to stay and to stay away',
    prepare: (market, job) => {
      const tables = zoneTables(market, job, prior);
      return (startTick) => {
        const from = seesBeforeStart ? 0 : startTick;
        return (situation) => decide(market, job, tables, from, situation);
      };
    },
  };
}

interface Option {
  readonly next: Running | null;
  readonly usd: number;
}

function decide(market: SpotMarket, job: SpotJob, tables: ZoneTables, from: number, situation: Situation) {
  const { running, restartLeft } = situation;
  // A start is paid for already; to think again halfway would pay for two.
  const next =
    running !== null && restartLeft > 0 ? running : cheapest(optionsOf(market, job, tables, from, situation), running);
  if (next !== undefined && isSafe(market, job, situation, next)) return next;
  return fallback(market, job, situation);
}

/** The option with the least cost; what runs already where it is one of several. Undefined where none is any good. */
function cheapest(options: readonly Option[], running: Running | null): Running | null | undefined {
  let best: Option = { next: null, usd: NEVER };
  for (const option of options) {
    const isCheaper = option.usd < best.usd || (option.usd === best.usd && isSame(option.next, running));
    if (isCheaper) best = option;
  }
  return best.usd < NEVER ? best.next : undefined;
}

function optionsOf(market: SpotMarket, job: SpotJob, tables: ZoneTables, from: number, situation: Situation): Option[] {
  const { now, running, checkpointZone } = situation;
  const withSpot = market.zones.flatMap(({ available }, zone) => (available[now] === 1 ? [zone] : []));
  const move = (zone: number) => (checkpointZone === null ? 0 : market.moveUsd(checkpointZone, zone));
  const onDemand = fallback(market, job, situation);
  const options: Option[] = [];
  for (const zone of withSpot.length > 0 ? withSpot : market.zones.keys()) {
    const runsHere = running?.purchase === 'spot' && running.zone === zone;
    const runs = runsHere ? 'spot' : running?.purchase === 'on_demand' ? 'on_demand' : 'nothing';
    const record = withSpot.length > 0 ? tables.zones[zone] : tables.any;
    const age = ageClass(record?.ageHours(now, from) ?? 0);
    const standing = standingOf(market, tables, zone, situation, { runs, hasSpot: withSpot.length > 0, age });
    const table = withSpot.length > 0 ? tables.table(zone, now, from) : tables.without(zone, now, from);
    const costs = actionCosts(table, standing);
    // A table speaks of going on in its zone, so whatever is done first, the way there is still to be paid.
    options.push(
      { next: { purchase: 'spot', zone }, usd: costs.spot + move(zone) },
      { next: null, usd: costs.wait + move(zone) },
      { next: onDemand, usd: costs.onDemand + move(onDemand.zone) + market.moveUsd(onDemand.zone, zone) },
    );
  }
  const home = checkpointZone;
  if (home !== null && withSpot.length > 0 && !withSpot.includes(home) && withSpot.every((zone) => move(zone) > 0)) {
    // To wait for spot where the checkpoint is costs no move.
    const runs = running?.purchase === 'on_demand' ? 'on_demand' : 'nothing';
    const age = ageClass(tables.zones[home]?.ageHours(now, from) ?? 0);
    const standing = standingOf(market, tables, home, situation, { runs, hasSpot: false, age });
    const costs = actionCosts(tables.alone(home, now, from), standing);
    options.push({ next: null, usd: costs.wait }, { next: onDemand, usd: costs.onDemand + 2 * move(onDemand.zone) });
  }
  return options;
}

function standingOf(
  { zones }: SpotMarket,
  tables: ZoneTables,
  zone: number,
  { workLeft, left }: Situation,
  seen: Pick<Standing, 'runs' | 'hasSpot' | 'age'>,
): Standing {
  const step = tables.stepTicks(zone);
  const workTicks = workLeft / (zones[zone]?.speed ?? 1);
  return { ...seen, workSteps: workTicks / step, slackSteps: (left - workTicks) / step };
}
