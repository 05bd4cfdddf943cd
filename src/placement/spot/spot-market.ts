import { InputError } from '../../platform/index.js';
import type { AvailabilityTrace } from './availability-trace.js';

/** One place where a job may run: a type in a zone, on spot while there is some, on demand at any time. */
export interface SpotZone {
  readonly name: string;
  readonly cloud: string;
  readonly region: string;
  readonly spotUsdPerTick: number;
  readonly onDemandUsdPerTick: number;
  /** Ticks of work done in a tick. */
  readonly speed: number;
  /** 1 where spot can be had during the tick, else 0. */
  readonly available: Uint8Array;
}

/** What bringing the last checkpoint elsewhere costs. Within a region it is free. */
export interface MovePrices {
  readonly checkpointGb: number;
  readonly usdPerGbBetweenRegions: number;
  readonly usdPerGbBetweenClouds: number;
}

/** The places that a job may choose from, over the same ticks. */
export interface SpotMarket {
  readonly tickHours: number;
  /** Ticks that all zones have. */
  readonly ticks: number;
  readonly zones: readonly SpotZone[];
  /** USD of taking the checkpoint from one zone to another, by their indexes. */
  readonly moveUsd: (from: number, to: number) => number;
}

/** Prices that hold in every zone, in place of those that the traces state. */
export interface GivenPrices {
  readonly spotUsdPerHour: number | null;
  readonly onDemandUsdPerHour: number | null;
}

const NO_MOVES: MovePrices = { checkpointGb: 0, usdPerGbBetweenRegions: 0, usdPerGbBetweenClouds: 0 };

/**
 * Puts traces side by side.
 *
 * @param files names of the traces, for the sentences
 * @throws InputError where they cannot be compared tick by tick, or a price is missing
 */
export function spotMarket(
  traces: readonly AvailabilityTrace[],
  files: readonly string[],
  given: GivenPrices,
  moves: MovePrices = NO_MOVES,
): SpotMarket {
  const [first] = traces;
  if (first === undefined) throw new InputError('No trace is given. Name at least one: --trace FILE.json.');
  traces.forEach((trace, index) => comparable(first, trace, `${files[0]}`, `${files[index]}`));
  const tickHours = first.gapSeconds / 3600;
  const zones = traces.map((trace, index): SpotZone => {
    const price = (stated: number | null, own: number | null, option: string, field: string) => {
      const usd = stated ?? own;
      if (usd !== null) return usd * tickHours;
      throw new InputError(`The trace ${files[index]} states no ${field}. Add it to the metadata, or give ${option}.`);
    };
    return {
      name: trace.instanceType === null ? trace.zone : `${trace.zone} ${trace.instanceType}`,
      cloud: trace.cloud,
      region: trace.region,
      spotUsdPerTick: price(given.spotUsdPerHour, trace.spotUsdPerHour, '--spot-price', 'spot_usd_per_hour'),
      onDemandUsdPerTick: price(
        given.onDemandUsdPerHour,
        trace.onDemandUsdPerHour,
        '--on-demand-price',
        'on_demand_usd_per_hour',
      ),
      speed: trace.relativeSpeed,
      available: trace.available,
    };
  });
  return {
    tickHours,
    ticks: Math.min(...traces.map(({ available }) => available.length)),
    zones,
    moveUsd: (from, to) => moveUsd(zones[from], zones[to], moves),
  };
}

function comparable(first: AvailabilityTrace, other: AvailabilityTrace, firstFile: string, otherFile: string): void {
  if (other.gapSeconds !== first.gapSeconds) {
    throw new InputError(
      `The trace ${otherFile} has a tick of ${other.gapSeconds} s, ${firstFile} one of ${first.gapSeconds} s. ` +
        'Give traces with the same gap_seconds, or replay them one by one.',
    );
  }
  if (other.startTime === null || first.startTime === null) return;
  const apart = Math.abs(other.startTime.getTime() - first.startTime.getTime()) / 1000;
  if (apart < first.gapSeconds) return;
  throw new InputError(
    `The trace ${otherFile} starts at ${other.startTime.toISOString()}, ${firstFile} at ${first.startTime.toISOString()}: ` +
      'they are not of the same days. Cut them to the same start_time, or replay them one by one.',
  );
}

function moveUsd(from: SpotZone | undefined, to: SpotZone | undefined, moves: MovePrices): number {
  if (from === undefined || to === undefined) return 0;
  if (from.cloud !== to.cloud) return moves.checkpointGb * moves.usdPerGbBetweenClouds;
  return from.region === to.region ? 0 : moves.checkpointGb * moves.usdPerGbBetweenRegions;
}
