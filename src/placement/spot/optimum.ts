import type { SpotJob } from './spot-job.js';
import type { SpotMarket } from './spot-market.js';

/** Units of work in a tick, where some zones are not whole multiples of the slowest; progress is then rounded up. */
const MOST_UNITS = 8;

/**
 * Least cost of a job for whoever knows the whole trace, by dynamic programming over ticks, work done, and what runs where.
 * No policy can cost less. Where speeds are no multiples of an eighth, progress is rounded up to one: a lower bound then.
 *
 * @returns USD; Infinity where the deadline cannot be met
 */
export function optimumUsd(market: SpotMarket, job: SpotJob, startTick: number): number {
  const units = unitsPerTick(market);
  const { zones, moveUsd } = market;
  const [ticks, restart, work] = [job.deadlineTicks, job.restartTicks, job.workTicks * units];
  const speeds = zones.map(({ speed }) => Math.ceil(speed * units - 1e-9));
  const fastest = Math.max(...speeds);
  const moves = zones.map((_, from) => zones.map((_, to) => moveUsd(from, to)));
  const isFree = moves.every((row) => row.every((usd) => usd === 0));
  const lasting = zones.map(({ available }) => ticksFrom(available, startTick, ticks));

  // Of each zone: the checkpoint lies there and nothing runs, spot runs, on demand runs. Layers are ticks; after a start
  // the layer a restart later is asked for, so that many are kept.
  const kept = restart + 2;
  const width = work + 1;
  const layer = (tick: number) => (tick % kept) * width;
  const table = () => zones.map(() => new Float64Array(kept * width).fill(Infinity));
  const [idle, spot, demand] = [table(), table(), table()];
  const starts = new Float64Array(zones.length);
  let first = Infinity;

  for (let tick = ticks; tick >= 0; tick -= 1) {
    const [here, next, later] = [layer(tick), layer(tick + 1), layer(tick + restart)];
    for (const usd of [...idle, ...spot, ...demand]) {
      usd.fill(Infinity, here, here + width);
      usd[here + work] = 0;
    }
    if (tick === ticks) continue;
    const [least, most] = [Math.max(0, work - fastest * (ticks - tick)), Math.min(work - 1, fastest * tick)];
    for (let done = least; done <= most; done += 1) {
      let anywhere = Infinity;
      for (let zone = 0; zone < zones.length; zone += 1) {
        starts[zone] = startUsd(zone, tick, done, later, next);
        anywhere = Math.min(anywhere, starts[zone] ?? Infinity);
      }
      for (let zone = 0; zone < zones.length; zone += 1) {
        const start = isFree ? anywhere : cheapestMove(moves[zone] ?? []);
        const rest = Math.min(start, idle[zone]?.[next + done] ?? Infinity);
        const after = next + Math.min(work, done + (speeds[zone] ?? 0));
        const { spotUsdPerTick = 0, onDemandUsdPerTick = 0 } = zones[zone] ?? {};
        const onSpot = (lasting[zone]?.[tick] ?? 0) > 0 ? spotUsdPerTick + (spot[zone]?.[after] ?? 0) : Infinity;
        set(idle[zone], here + done, rest);
        set(spot[zone], here + done, Math.min(rest, onSpot));
        set(demand[zone], here + done, Math.min(rest, onDemandUsdPerTick + (demand[zone]?.[after] ?? 0)));
      }
    }
    // Before the first start the checkpoint lies nowhere: waiting costs nothing, and neither does the first move.
    first = Math.min(first, startAnywhere(tick));
  }
  return first;

  function startUsd(zone: number, tick: number, done: number, later: number, next: number): number {
    if (tick + restart > ticks) return Infinity;
    const { spotUsdPerTick = 0, onDemandUsdPerTick = 0 } = zones[zone] ?? {};
    const lasts = lasting[zone]?.[tick] ?? 0;
    if (restart > 0) {
      const onSpot = lasts >= restart ? restart * spotUsdPerTick + (spot[zone]?.[later + done] ?? 0) : Infinity;
      return Math.min(onSpot, restart * onDemandUsdPerTick + (demand[zone]?.[later + done] ?? 0));
    }
    const after = next + Math.min(work, done + (speeds[zone] ?? 0));
    const onSpot = lasts > 0 ? spotUsdPerTick + (spot[zone]?.[after] ?? 0) : Infinity;
    return Math.min(onSpot, onDemandUsdPerTick + (demand[zone]?.[after] ?? 0));
  }

  function startAnywhere(tick: number): number {
    const [later, next] = [layer(tick + restart), layer(tick + 1)];
    return Math.min(...zones.map((_, zone) => startUsd(zone, tick, 0, later, next)));
  }

  function cheapestMove(row: readonly number[]): number {
    let best = Infinity;
    for (let to = 0; to < row.length; to += 1) best = Math.min(best, (starts[to] ?? Infinity) + (row[to] ?? 0));
    return best;
  }
}

function set(array: Float64Array | undefined, index: number, value: number): void {
  if (array !== undefined) array[index] = value;
}

/** For each tick the number of ticks from it on in which the zone has spot. */
function ticksFrom(available: Uint8Array, startTick: number, ticks: number): Int32Array {
  const lasting = new Int32Array(ticks + 1);
  for (let tick = ticks - 1; tick >= 0; tick -= 1) {
    lasting[tick] = available[startTick + tick] === 1 ? (lasting[tick + 1] ?? 0) + 1 : 0;
  }
  return lasting;
}

function unitsPerTick({ zones }: SpotMarket): number {
  for (let units = 1; units < MOST_UNITS; units += 1) {
    if (zones.every(({ speed }) => Math.abs(speed * units - Math.round(speed * units)) < 1e-9)) return units;
  }
  return MOST_UNITS;
}
