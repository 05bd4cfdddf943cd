import { costToGo, NO_REFUGE, type CostToGo } from './cost-to-go.js';
import { learntHazards, type Hazards } from './lives.js';
import { marketView, shareSeen, usualAge } from './market-view.js';
import { anyAvailable } from './runs.js';
import { recordOf, type Seen, type SeriesRecord } from './series-record.js';
import type { SpotJob } from './spot-job.js';
import type { SpotMarket, SpotZone } from './spot-market.js';
import { stepTicks } from './step-size.js';
import { TableStore } from './table-store.js';

/** How often spot is taken and comes back before anything of a zone has been seen. */
export interface Prior {
  readonly taken: Hazards;
  readonly returned: Hazards;
}

/**
 * Tables of expected costs for a market, from what was seen of it from ticks `from` to before `now`; learnt anew now and
 * then, not with every tick.
 */
export interface ZoneTables {
  /** Where spot runs in this zone, or starts there next. */
  table(zone: number, now: number, from: number): CostToGo;
  /** Where the job stays in this zone whatever happens: what waiting for its spot costs while others have some. */
  alone(zone: number, now: number, from: number): CostToGo;
  /** Where no zone has spot; in work at this zone's speed. */
  without(zone: number, now: number, from: number): CostToGo;
  /** Ticks of a step of the zone's tables. */
  stepTicks(zone: number): number;
  /** Record of a zone, and of whether any zone has spot. */
  readonly zones: readonly SeriesRecord[];
  readonly any: SeriesRecord;
}

/** Hours after which what was seen is looked at again: soon at first, then every other day. Oftener gains nothing measurable. */
const FIRST_LOOKS_HOURS = [0, 6, 12, 24];
const LOOK_EVERY_HOURS = 48;

/** Prepares the tables; they are solved when they are first asked for. */
export function zoneTables(market: SpotMarket, job: SpotJob, prior: Prior): ZoneTables {
  const { zones, ticks, tickHours } = market;
  const records = zones.map(({ available }) => recordOf(available, tickHours));
  const any = recordOf(anyAvailable(zones, ticks), tickHours);
  const others = zones.map((_, index) =>
    recordOf(
      anyAvailable(
        zones.filter((_, other) => other !== index),
        ticks,
      ),
      tickHours,
    ),
  );
  const steps = zones.map(({ speed }) => {
    const work = job.workTicks / speed;
    return stepTicks(work, job.deadlineTicks - work, job.restartTicks);
  });
  const store = new TableStore();
  const only = zones.length === 1 ? zones[0] : undefined;
  const zoneAt = (index: number): SpotZone => {
    const zone = zones[index];
    if (zone === undefined) throw new Error(`There is no zone ${index}.`);
    return zone;
  };

  const without = (zone: number, now: number, from: number) => {
    const until = lastLook(now, from, tickHours);
    return store.get(`speed ${zoneAt(zone).speed} ${from} ${until}`, () => solveMarket(zone, from, until));
  };
  return {
    zones: records,
    any,
    stepTicks: (zone) => steps[zone] ?? 1,
    without,
    alone: (zone, now, from) => {
      const until = lastLook(now, from, tickHours);
      return store.get(`alone ${zone} ${from} ${until}`, () => solveAlone(zone, from, until));
    },
    table: (zone, now, from) => {
      if (only !== undefined) return without(zone, now, from);
      const until = lastLook(now, from, tickHours);
      return store.get(`zone ${zone} ${from} ${until}`, () => solveZone(zone, from, until, without(zone, now, from)));
    },
  };

  /** All zones as one, or the only one; nothing is known of where a job would go on but that it is like any other. */
  function solveMarket(index: number, from: number, until: number): CostToGo {
    const zone = zoneAt(index);
    const view = marketView(
      market,
      records.map((record) => record.seen(from, until)),
      others.map((record) => record.seen(from, until)),
    );
    const taken = learntHazards(prior.taken, view.present);
    return costToGo({
      ...gridOf(index),
      taken,
      returned: learntHazards(prior.returned, any.seen(from, until).away),
      refuge:
        only !== undefined
          ? NO_REFUGE
          : {
              share: view.refugeShare,
              age: usualAge(taken, view.present),
              moveUsd: view.moveUsd,
              table: null,
            },
      spotUsd: view.spotUsdPerTick * zone.speed * (steps[index] ?? 1),
    });
  }

  /** One of several zones: how long its own spot lasts, and what it costs to go on wherever there is spot then. */
  function solveZone(index: number, from: number, until: number, elsewhere: CostToGo): CostToGo {
    const { present } = seenOf(index, from, until);
    const moves = zones.map((_, to) => market.moveUsd(index, to)).filter((_, to) => to !== index);
    return costToGo({
      ...gridOf(index),
      taken: learntHazards(prior.taken, present),
      returned: elsewhere.model.returned,
      refuge: {
        share: shareSeen(others[index]?.seen(from, until)),
        age: elsewhere.model.refuge.age,
        moveUsd: moves.reduce((sum, usd) => sum + usd, 0) / moves.length,
        table: elsewhere,
      },
      spotUsd: zoneAt(index).spotUsdPerTick * (steps[index] ?? 1),
    });
  }

  function solveAlone(index: number, from: number, until: number): CostToGo {
    const { present, away } = seenOf(index, from, until);
    return costToGo({
      ...gridOf(index),
      taken: learntHazards(prior.taken, present),
      returned: learntHazards(prior.returned, away),
      refuge: NO_REFUGE,
      spotUsd: zoneAt(index).spotUsdPerTick * (steps[index] ?? 1),
    });
  }

  function seenOf(index: number, from: number, until: number): Seen {
    const seen = records[index]?.seen(from, until);
    if (seen === undefined) throw new Error(`There is no zone ${index}.`);
    return seen;
  }

  /** Steps in which the zone's work is reckoned, and the price of a step on demand, wherever that is cheapest. */
  function gridOf(index: number) {
    const { speed } = zoneAt(index);
    const step = steps[index] ?? 1;
    const work = job.workTicks / speed;
    return {
      stepHours: step * tickHours,
      workSteps: Math.ceil(work / step),
      slackSteps: Math.max(0, Math.ceil((job.deadlineTicks - work) / step)),
      restartSteps: job.restartTicks / step,
      onDemandUsd: step * Math.min(...zones.map((other) => (other.onDemandUsdPerTick * speed) / other.speed)),
    };
  }
}

/** The tick at which what was seen from `from` on was last looked at. */
function lastLook(now: number, from: number, tickHours: number): number {
  const hours = (now - from) * tickHours + 1e-9;
  const early = FIRST_LOOKS_HOURS.findLast((look) => look <= hours) ?? 0;
  const look = Math.max(early, Math.floor(hours / LOOK_EVERY_HOURS) * LOOK_EVERY_HOURS);
  return from + Math.floor(look / tickHours);
}
