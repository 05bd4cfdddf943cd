import { costToGo, type CostToGo } from './cost-to-go.js';
import { learntHazards, type Hazards, type Lives } from './lives.js';
import { anyAvailable } from './runs.js';
import { recordOf, type Seen, type SeriesRecord } from './series-record.js';
import type { SpotJob } from './spot-job.js';
import type { SpotMarket, SpotZone } from './spot-market.js';
import { stepTicks } from './step-size.js';

/** How often spot is taken and comes back before anything of a zone has been seen. */
export interface Prior {
  readonly taken: Hazards;
  readonly returned: Hazards;
}

/** Tables of expected costs for the zones of a market, from what was seen of them. */
export interface ZoneTables {
  /** The table of a zone at a tick, from ticks `from` to before it; re-learnt now and then, not with every tick. */
  table(zone: number, now: number, from: number): CostToGo;
  /** Ticks of a step of the zone's tables. */
  stepTicks(zone: number): number;
  /** Record of a zone, and of whether any zone has spot. */
  readonly zones: readonly SeriesRecord[];
  readonly any: SeriesRecord;
}

/** Hours after which what was seen is looked at again: soon at first, then every other day. Oftener gains nothing measurable. */
const FIRST_LOOKS_HOURS = [0, 6, 12, 24];
const LOOK_EVERY_HOURS = 48;
/** Bytes of tables kept at a time, for jobs that begin soon after one another. */
const MOST_KEPT_BYTES = 256 * 2 ** 20;

export function zoneTables(market: SpotMarket, job: SpotJob, prior: Prior): ZoneTables {
  const zones = market.zones.map(({ available }) => recordOf(available, market.tickHours));
  const any = recordOf(anyAvailable(market.zones, market.ticks), market.tickHours);
  const others = market.zones.map((_, index) =>
    recordOf(anyAvailable(market.zones.filter((_, other) => other !== index), market.ticks), market.tickHours),
  );
  const steps = market.zones.map(({ speed }) => {
    const work = job.workTicks / speed;
    return stepTicks(work, job.deadlineTicks - work, job.restartTicks);
  });
  const kept = new Map<string, CostToGo>();
  let keptBytes = 0;
  return {
    zones,
    any,
    stepTicks: (zone) => steps[zone] ?? 1,
    table: (zone, now, from) => {
      const until = lastLook(now, from, market.tickHours);
      const key = `${zone} ${from} ${until}`;
      const known = kept.get(key);
      if (known !== undefined) return known;
      const table = solve(zone, from, until);
      for (const [old, { usd }] of kept) {
        if (keptBytes + table.usd.byteLength <= MOST_KEPT_BYTES) break;
        kept.delete(old);
        keptBytes -= usd.byteLength;
      }
      kept.set(key, table);
      keptBytes += table.usd.byteLength;
      return table;
    },
  };

  function solve(index: number, from: number, until: number): CostToGo {
    const zone = market.zones[index];
    const [own, elsewhere] = [zones[index]?.seen(from, until), others[index]?.seen(from, until)];
    if (zone === undefined || own === undefined || elsewhere === undefined) throw new Error(`There is no zone ${index}.`);
    const step = steps[index] ?? 1;
    const work = job.workTicks / zone.speed;
    return costToGo({
      taken: learntHazards(prior.taken, own.present),
      returned: learntHazards(prior.returned, any.seen(from, until).away),
      refuge: market.zones.length > 1 ? shareSeen(elsewhere) : 0,
      refugeClass: usualClass(own.present),
      stepHours: step * market.tickHours,
      workSteps: Math.ceil(work / step),
      slackSteps: Math.max(0, Math.ceil((job.deadlineTicks - work) / step)),
      restartSteps: job.restartTicks / step,
      spotUsd: zone.spotUsdPerTick * step,
      onDemandUsd: onDemandUsdFor(zone, market) * step,
    });
  }
}

/** Least price of doing on demand what the zone does in a tick. */
function onDemandUsdFor({ speed }: SpotZone, { zones }: SpotMarket): number {
  return Math.min(...zones.map((other) => (other.onDemandUsdPerTick * speed) / other.speed));
}

/** Share of the time, with an hour of each added so that it is neither 0 nor 1 for want of observations. */
function shareSeen({ hours, presentHours }: Seen): number {
  return (presentHours + 1) / (hours + 2);
}

/** The class of age in which most of the time with spot was spent; the youngest where nothing was seen. */
function usualClass({ hours }: Lives): number {
  return hours.reduce((best, spent, index) => (spent > (hours[best] ?? 0) ? index : best), 0);
}

/** The tick at which what was seen from `from` on was last looked at. */
function lastLook(now: number, from: number, tickHours: number): number {
  const hours = (now - from) * tickHours + 1e-9;
  const early = FIRST_LOOKS_HOURS.findLast((look) => look <= hours) ?? 0;
  const look = Math.max(early, Math.floor(hours / LOOK_EVERY_HOURS) * LOOK_EVERY_HOURS);
  return from + Math.floor(look / tickHours);
}
