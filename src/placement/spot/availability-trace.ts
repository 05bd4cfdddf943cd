import { z } from 'zod';
import { InputError } from '../../platform/index.js';

/** Longest trace that is taken: a year at a tick of 15 seconds. */
const MOST_TICKS = 2_200_000;
const FORM = 'Give it as {"metadata": {"gap_seconds": 600, "zone": "us-east-1a", …}, "data": [1, 0, …]}';

/** When spot capacity of one type could be had in one zone, tick by tick. */
export interface AvailabilityTrace {
  /** Zone, as its cloud calls it. */
  readonly zone: string;
  readonly cloud: string;
  /** Where moving a checkpoint costs nothing: the zone's region. */
  readonly region: string;
  readonly instanceType: string | null;
  readonly gapSeconds: number;
  /** Instant of the first tick; null where the file does not say. */
  readonly startTime: Date | null;
  readonly spotUsdPerHour: number | null;
  readonly onDemandUsdPerHour: number | null;
  /** Work done in an hour, against the type that the job's hours are stated for. */
  readonly relativeSpeed: number;
  /** 1 where an instance could be had and kept during the tick, else 0. */
  readonly available: Uint8Array;
}

const usdPerHour = z.number().positive().nullish();
const traceSchema = z.object({
  metadata: z.object({
    gap_seconds: z.number().positive(),
    zone: z.string().min(1),
    cloud: z.string().nullish(),
    region: z.string().nullish(),
    instance_type: z.string().nullish(),
    start_time: z.string().nullish(),
    spot_usd_per_hour: usdPerHour,
    on_demand_usd_per_hour: usdPerHour,
    relative_speed: z.number().positive().nullish(),
  }),
  data: z.array(z.number()).optional(),
  runs: z.array(z.tuple([z.number(), z.int().positive()])).optional(),
});

/**
 * Reads a trace in the format of the SkyNomad artifact: `data` has a 1 for every tick with spot capacity and a 0 for every
 * other. `runs`, pairs of value and number of ticks, may stand in its place.
 *
 * @param file for the sentences
 * @throws InputError where it is no such trace, with the next step
 */
export function readAvailabilityTrace(text: string, file: string): AvailabilityTrace {
  const parsed = traceSchema.safeParse(jsonOf(text, file));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new InputError(`The trace ${file}, at ${issue?.path.join('.') || 'the top'}: ${issue?.message}. ${FORM}.`);
  }
  const { metadata, data, runs } = parsed.data;
  const cloud = metadata.cloud ?? 'unknown';
  return {
    zone: metadata.zone,
    cloud,
    region: metadata.region ?? regionOf(cloud, metadata.zone),
    instanceType: metadata.instance_type ?? null,
    gapSeconds: metadata.gap_seconds,
    startTime: instantOf(metadata.start_time ?? null, file),
    spotUsdPerHour: metadata.spot_usd_per_hour ?? null,
    onDemandUsdPerHour: metadata.on_demand_usd_per_hour ?? null,
    relativeSpeed: metadata.relative_speed ?? 1,
    available: ticksOf(data, runs, file),
  };
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(`The trace ${file} is no JSON: ${(error as Error).message}. ${FORM}.`, { cause: error });
  }
}

/** A zone that does not look like its cloud's is taken for a region of its own. */
function regionOf(cloud: string, zone: string): string {
  const ending = { aws: /[a-z]$/, gcp: /-[a-z]$/, azure: /-[0-9]$/ }[cloud.toLowerCase()];
  return ending === undefined ? zone : zone.replace(ending, '');
}

function instantOf(stated: string | null, file: string): Date | null {
  if (stated === null) return null;
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/.test(stated) ? stated : `${stated.replace(' ', 'T')}Z`;
  const instant = new Date(zoned);
  if (!Number.isNaN(instant.getTime())) return instant;
  throw new InputError(
    `The trace ${file}: start_time ${JSON.stringify(stated)} is no time. Give it as 2025-10-04T00:10:00Z.`,
  );
}

function ticksOf(
  data: readonly number[] | undefined,
  runs: readonly (readonly [number, number])[] | undefined,
  file: string,
): Uint8Array {
  if ((data === undefined) === (runs === undefined)) {
    throw new InputError(`The trace ${file} needs either "data" or "runs". ${FORM}.`);
  }
  const pieces = runs ?? data?.map((value) => [value, 1] as const) ?? [];
  const wrong = pieces.findIndex(([value]) => value !== 0 && value !== 1);
  if (wrong >= 0) {
    throw new InputError(
      `The trace ${file}: entry ${wrong + 1} is ${pieces[wrong]?.[0]}. Write 1 where spot capacity can be had, else 0.`,
    );
  }
  const length = pieces.reduce((sum, [, count]) => sum + count, 0);
  if (length === 0)
    throw new InputError(`The trace ${file} is empty. Give at least as many ticks as the deadline has.`);
  if (length > MOST_TICKS) {
    throw new InputError(
      `The trace ${file} has ${length} ticks, the most is ${MOST_TICKS}. Split it, or sample less often.`,
    );
  }
  const ticks = new Uint8Array(length);
  let at = 0;
  for (const [value, count] of pieces) {
    ticks.fill(value, at, at + count);
    at += count;
  }
  return ticks;
}
