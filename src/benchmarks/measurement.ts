import type { Precision } from '../catalog/index.js';

/** `operation`: one product, attention or step of a model on random weights, as `tools/measure.py` times them. */
export const MEASUREMENT_KINDS = ['inference', 'training', 'operation'] as const;
export type MeasurementKind = (typeof MEASUREMENT_KINDS)[number];

/** Shipped with the product, or the user's own. */
export const MEASUREMENT_ORIGINS = ['published', 'imported'] as const;
export type MeasurementOrigin = (typeof MEASUREMENT_ORIGINS)[number];

/** What a power meter saw: the accelerators alone, or the whole machine at the wall. */
export const POWER_SCOPES = ['accelerators', 'system'] as const;
export type PowerScope = (typeof POWER_SCOPES)[number];

/** One run of a model, or of one of its operations, that somebody timed. Nothing in it is predicted. */
export interface Measurement {
  readonly id: string;
  readonly kind: MeasurementKind;
  readonly origin: MeasurementOrigin;
  /** As the catalog calls it; null where the catalog lacks it. */
  readonly model: string | null;
  readonly modelAsWritten: string;
  /** Of the catalog; null where it lacks the accelerator, or the source does not say which of several it was. */
  readonly acceleratorId: string | null;
  readonly acceleratorAsWritten: string;
  /** All that worked on the run. */
  readonly acceleratorCount: number;
  /** Of the weights; null where the source does not say, or names several. */
  readonly precision: Precision | null;
  readonly precisionAsWritten: string;
  readonly engine: string | null;
  readonly engineVersion: string | null;
  readonly tensorParallel: number | null;
  readonly pipelineParallel: number | null;
  readonly expertParallel: number | null;
  /** How requests came, what was trained, or which operation was timed. */
  readonly scenario: string | null;
  /** Mean per request, or the length of a sequence in training. */
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  /** Requests in flight, or sequences per step. */
  readonly concurrency: number | null;
  /** Written tokens of inference, processed tokens of training; all accelerators together. */
  readonly tokensPerSecond: number | null;
  /** What the source states where it counts no tokens: samples or queries per second of all accelerators. */
  readonly otherRate: { readonly perSecond: number; readonly unit: string } | null;
  /** Means, in milliseconds. */
  readonly ttftMs: number | null;
  readonly tpotMs: number | null;
  /** Of one operation. */
  readonly milliseconds: number | null;
  readonly timeToTrainMinutes: number | null;
  readonly tflopsPerAccelerator: number | null;
  readonly mfuPercent: number | null;
  /** Of everything in `powerScope` together. */
  readonly powerWatts: number | null;
  readonly powerScope: PowerScope | null;
  /** Energy of one token of `tokensPerSecond`, as published or as power over rate. */
  readonly joulesPerToken: number | null;
  readonly submitter: string | null;
  /** The suite of benchmarks with its version, or the publication. */
  readonly suite: string | null;
  readonly resultId: string | null;
  /** ISO 8601 instant; null where no source says. */
  readonly measuredAt: string | null;
  readonly source: string;
  readonly licence: string | null;
}

/**
 * Whether a measurement is a result of MLPerf™ benchmarks. MLCommons lets them be compared with one another only, so no
 * list ranks them among others.
 */
export function isMlperf({ suite }: Pick<Measurement, 'suite'>): boolean {
  return suite?.startsWith('MLPerf™') ?? false;
}
