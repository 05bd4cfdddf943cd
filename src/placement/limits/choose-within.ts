import { certify } from '../fleet/certificate.js';
import { ChoiceProblemBuilder } from '../fleet/choice-problem.js';
import { solveFleet } from '../fleet/solve-fleet.js';
import { candidateLabel } from '../label.js';
import type { ChosenPlace } from '../place-workload.js';
import type { PlaceableOffer } from '../placeable-offer.js';
import type { ResolvedWorkload } from '../resolve-workload.js';
import type { World } from '../world.js';
import { placesOfWorkload, type WorkloadPlace } from './places-of-workload.js';
import type { SharedLimit } from './shared-limits.js';

/** A workload and the offers in force at the prices that its accounts pay. */
export interface Wanted {
  readonly world: World;
  readonly resolved: ResolvedWorkload;
}

export interface LimitedChoice {
  /** Null where nothing can run the workload, limits or not. */
  readonly chosen: readonly (ChosenPlace | null)[];
  /** No choice that places as many costs less, in USD a month; null where some workload is left out. */
  readonly lowerBoundUsdPerMonth: number | null;
  readonly gapPercent: number | null;
  /** What one unit more of each limit would save, in USD a month; 0: nothing. */
  readonly worthUsdPerMonth: readonly number[];
}

/** What the search for the cheapest choice may take, and how near to the best is near enough. */
const SEARCH = { gapPercent: 0.01, seconds: 1, acceptablePercent: 0.5, mostSeconds: 3 };
/** Leaving a workload out costs as many times what the dearest place does, for each workload that could be had instead. */
const LAST_RESORT = 2;
/** Of workloads whose priority is one higher, so many are worth as much. */
const PRIORITY_BASE = 2;

/**
 * One place for every workload within what they share, at the least cost together. Where that is not enough for all,
 * those are left out whose priorities add up to least. The result is checked from the problem as it was put.
 */
export async function chooseWithin(wanted: readonly Wanted[], limits: readonly SharedLimit[]): Promise<LimitedChoice> {
  const kindOf = (placeable: PlaceableOffer) => limits.map((limit) => (limit.concerns(placeable) ? '1' : '0')).join('');
  const places = wanted.map(({ world, resolved }) => placesOfWorkload(world, resolved, kindOf));
  const dearest = Math.max(1, ...places.flat().map(({ usdPerMonth }) => usdPerMonth));
  const builder = new ChoiceProblemBuilder();
  for (const { limit } of limits) builder.addPool(limit);
  const able = wanted.flatMap((one, index) => (places[index]?.length === 0 ? [] : [{ ...one, index }]));
  for (const { resolved, index } of able) {
    builder.addWorkload(dearest * wanted.length * LAST_RESORT * PRIORITY_BASE ** resolved.workload.priority);
    for (const { candidate, usdPerMonth } of places[index] ?? []) {
      builder.addOption(usdPerMonth);
      limits.forEach((limit, pool) => builder.addUse(pool, limit.taken(candidate, resolved)));
    }
  }
  const problem = builder.build();
  const solution = await solveFleet(problem, SEARCH);
  const { faults } = certify(problem, solution.choices, solution.prices);
  if (faults.length > 0) throw new Error(`The choice within limits failed its own check: ${faults.join(' ')}`);

  const taken = limits.map((limit) =>
    able.reduce((sum, { resolved, index }, workload) => {
      const place = placeAt(places[index], solution.choices[workload]);
      return place === null ? sum : sum + limit.taken(place.candidate, resolved);
    }, 0),
  );
  const chosen: (ChosenPlace | null)[] = wanted.map(() => null);
  able.forEach(({ resolved, index }, workload) => {
    const place = placeAt(places[index], solution.choices[workload]);
    chosen[index] =
      place === null
        ? { place: null, model: null, why: noRoom(places[index] ?? [], resolved, limits, taken) }
        : { place: place.candidate, model: place.model };
  });
  const all = solution.choices.every((choice) => choice !== null);
  const gap = solution.lowerBound === null ? null : solution.cost - solution.lowerBound;
  return {
    chosen,
    lowerBoundUsdPerMonth: all ? solution.lowerBound : null,
    gapPercent: !all || gap === null ? null : solution.cost === 0 ? 0 : (100 * gap) / solution.cost,
    worthUsdPerMonth: all ? Array.from(solution.prices) : limits.map(() => 0),
  };
}

function placeAt(
  places: readonly WorkloadPlace[] | undefined,
  choice: number | null | undefined,
): WorkloadPlace | null {
  return choice == null ? null : (places?.[choice] ?? null);
}

/** Why a workload that something could run is left out: its cheapest place, and what of it is taken. */
function noRoom(
  places: readonly WorkloadPlace[],
  resolved: ResolvedWorkload,
  limits: readonly SharedLimit[],
  taken: readonly number[],
): string {
  const [cheapest] = places;
  if (cheapest === undefined) return 'Nothing can run it.';
  const short = limits.flatMap((limit, index) => {
    const needed = limit.taken(cheapest.candidate, resolved);
    const left = Math.max(0, limit.limit - (taken[index] ?? 0));
    const figure = (value: number) => Number(value.toPrecision(6));
    return needed > left * (1 + 1e-9)
      ? [
          `it takes ${figure(needed)} ${limit.unit} of the ${limit.kind} ${limit.name}, of which ${figure(left)} are left`,
        ]
      : [];
  });
  const why = short.length === 0 ? 'others leave no room for it' : short.join(', and ');
  return (
    `What the workloads share is not enough for all. Its cheapest place: ${candidateLabel(cheapest.candidate)}; ${why}. ` +
    'Raise the limit, raise its priority, or accept other places.'
  );
}
