import type { SpotJob } from './spot-job.js';
import type { SpotMarket, SpotZone } from './spot-market.js';

/** Units of work in a tick, where some zones are not whole multiples of the slowest; progress is then rounded up. */
const MOST_UNITS = 8;

/**
 * Least cost of a job for whoever knows the whole trace, by dynamic programming over ticks, work done, and what runs where.
 * No policy can cost less. Where speeds are no multiples of an eighth, progress is rounded up to one: a lower bound then.
 *
 * @returns USD; Infinity where the deadline cannot be met
 */
export function optimumUsd(market: SpotMarket, job: SpotJob, startTick: number): number {
  const { zones, moveUsd } = market;
  const units = unitsPerTick(market);
  const [ticks, restart, work] = [job.deadlineTicks, job.restartTicks, job.workTicks * units];
  const width = work + 1;
  // Layers are ticks; after a start the layer a restart later is asked for, so that many are kept.
  const layers = restart + 2;
  const layer = (tick: number) => (tick % layers) * width;
  const places = zones.map((zone): Place => {
    const table = () => new Float64Array(layers * width).fill(Infinity);
    const lasting = lastingTicks(zone.available, startTick, ticks);
    const speed = Math.ceil(zone.speed * units - 1e-9);
    return { zone, lasting, speed, idle: table(), spot: table(), demand: table(), start: new Float64Array(width) };
  });
  const moves = zones.map((_, from) => zones.map((_, to) => moveUsd(from, to)));
  const areFree = moves.every((row) => row.every((usd) => usd === 0));
  const fastest = Math.max(...places.map(({ speed }) => speed));
  const rest = new Float64Array(width);
  // Before the first start the checkpoint lies nowhere: to wait costs nothing, and neither does the first move.
  let least = Infinity;

  for (let tick = ticks; tick >= 0; tick -= 1) {
    const at = { here: layer(tick), next: layer(tick + 1), later: layer(tick + restart) };
    const from = Math.max(0, work - fastest * (ticks - tick));
    const to = Math.min(work - 1, fastest * tick);
    const unreachable = Math.max(0, from - (restart + 1) * fastest);
    for (const { idle, spot, demand } of places) {
      for (const usd of [idle, spot, demand]) {
        // With less done than this the work cannot be finished; what is read of it is no more than a restart away.
        usd.fill(Infinity, at.here + unreachable, at.here + Math.min(from, work));
        usd[at.here + work] = 0;
      }
    }
    if (tick === ticks) continue;
    for (const place of places) {
      fillStarts(place, { ...at, from, to, work }, tick + restart <= ticks ? restart : null, tick);
      if (from === 0) least = Math.min(least, place.start[0] ?? Infinity);
    }
    places.forEach((place, index) => {
      if (index === 0 || !areFree) cheapestStarts(places, moves[index] ?? [], rest, from, to);
      fillPlace(place, rest, { ...at, from, to, work }, (place.lasting[tick] ?? 0) > 0);
    });
  }
  return least;
}

/** A zone with its layers: the checkpoint lies there and nothing runs, spot runs, on demand runs, by work done. */
interface Place {
  readonly zone: SpotZone;
  /** For each tick the number of ticks from it on in which the zone has spot. */
  readonly lasting: Int32Array;
  readonly speed: number;
  readonly idle: Float64Array;
  readonly spot: Float64Array;
  readonly demand: Float64Array;
  /** Least USD of a start in this tick. */
  readonly start: Float64Array;
}

/** Offsets of the layers of this tick, the next and the one after a restart, and the work done that is looked at. */
interface Layers {
  readonly here: number;
  readonly next: number;
  readonly later: number;
  readonly from: number;
  readonly to: number;
  readonly work: number;
}

/** @param restart ticks; null where no time is left for one */
function fillStarts(place: Place, { next, later, from, to, work }: Layers, restart: number | null, tick: number): void {
  const { start, spot, demand, speed, zone } = place;
  if (restart === null) {
    start.fill(Infinity, from, to + 1);
    return;
  }
  const paidTicks = Math.max(1, restart);
  const hasSpot = (place.lasting[tick] ?? 0) >= paidTicks;
  const [spotUsd, demandUsd] = [paidTicks * zone.spotUsdPerTick, paidTicks * zone.onDemandUsdPerTick];
  for (let done = from; done <= to; done += 1) {
    const after = restart > 0 ? later + done : next + Math.min(work, done + speed);
    const onDemand = demandUsd + (demand[after] ?? 0);
    const onSpot = hasSpot ? spotUsd + (spot[after] ?? 0) : Infinity;
    start[done] = onSpot < onDemand ? onSpot : onDemand;
  }
}

/** Least USD of a start anywhere, the move there included. */
function cheapestStarts(
  places: readonly Place[],
  moves: readonly number[],
  rest: Float64Array,
  from: number,
  to: number,
): void {
  rest.fill(Infinity, from, to + 1);
  places.forEach(({ start }, index) => {
    const move = moves[index] ?? 0;
    for (let done = from; done <= to; done += 1) {
      const usd = (start[done] ?? 0) + move;
      if (usd < (rest[done] ?? 0)) rest[done] = usd;
    }
  });
}

function fillPlace(place: Place, rest: Float64Array, { here, next, from, to, work }: Layers, hasSpot: boolean): void {
  const { idle, spot, demand, speed, zone } = place;
  const { spotUsdPerTick, onDemandUsdPerTick } = zone;
  for (let done = from; done <= to; done += 1) {
    const after = next + Math.min(work, done + speed);
    const wait = idle[next + done] ?? 0;
    const start = rest[done] ?? 0;
    const stop = wait < start ? wait : start;
    const onSpot = hasSpot ? spotUsdPerTick + (spot[after] ?? 0) : Infinity;
    const onDemand = onDemandUsdPerTick + (demand[after] ?? 0);
    idle[here + done] = stop;
    spot[here + done] = onSpot < stop ? onSpot : stop;
    demand[here + done] = onDemand < stop ? onDemand : stop;
  }
}

/** For each tick the number of ticks from it on in which the zone has spot. */
function lastingTicks(available: Uint8Array, startTick: number, ticks: number): Int32Array {
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
