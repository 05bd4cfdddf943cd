import type { Accelerator, ModelArchitecture, Precision } from '../catalog/index.js';
import type { Engine } from './serving/serving-run.js';

export { ENGINES, type Engine } from './serving/serving-run.js';

/** How a figure came about: read off a measurement of the same thing, between measurements, or beyond them. */
export type Basis = 'measured' | 'interpolated' | 'extrapolated';

/** What share of its datasheet an accelerator was measured to reach in serving, per precision. */
export interface Efficiency {
  readonly acceleratorId: string;
  readonly precision: Precision;
  /** Achieved over peak matrix rate while prompts are processed, 0–1. */
  readonly prefillCompute: number;
  /** Achieved over peak memory bandwidth while tokens are generated, 0–1. */
  readonly decodeBandwidth: number;
  /** `measured`: fitted on rows of this accelerator and precision; else borrowed from its relatives. */
  readonly servingBasis: Basis;
  /** Rows behind the serving figures, and the half-width in per cent of the band that held 80 % of them. */
  readonly rows: number;
  readonly errorPercent: number;
  /** The same band of the time to first token, which varies more. Absent: not known. */
  readonly ttftErrorPercent?: number;
  readonly source: string;
}

/** Looks the efficiency up; null when the accelerator cannot run the precision at all, or nothing is known. */
export type EfficiencyTable = (acceleratorId: string, precision: Precision) => Efficiency | null;

/** How one copy of a model is laid over accelerators. */
export interface Parallelism {
  /** Within a node. */
  readonly tensor: number;
  /** Across nodes, or within one. */
  readonly pipeline: number;
}

/** The hardware one replica runs on. */
export interface ReplicaHardware {
  readonly accelerator: Accelerator;
  readonly parallelism: Parallelism;
  /** Per node, GB/s and direction; only read when the replica spans nodes. Null: unknown. */
  readonly interNodeGBps: number | null;
  /** Nodes one replica spans. */
  readonly nodes: number;
  /** Of an accelerator that each of these is, where it is a slice of one. Absent: 1. */
  readonly share?: number;
}

export interface RequestShape {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export interface MemoryFit {
  readonly fits: boolean;
  /** All in GiB per accelerator. */
  readonly weightsGiB: number;
  readonly kvCacheGiBPerRequest: number;
  readonly reserveGiB: number;
  readonly availableGiB: number;
  /** Requests in flight whose cache fits at full length; 0 when the weights alone do not fit. */
  readonly largestConcurrency: number;
  /** A sentence with the figures when it does not fit, else null. */
  readonly reason: string | null;
}

export interface ServingPrediction {
  readonly concurrency: number;
  readonly ttftMs: number;
  readonly tpotMs: number;
  readonly requestsPerSecond: number;
  readonly inputTokensPerSecond: number;
  readonly outputTokensPerSecond: number;
  /** Between these lies the throughput, by what is stated of its prediction. Absent: only `errorPercent` is known. */
  readonly outputTokensPerSecondLow?: number;
  readonly outputTokensPerSecondHigh?: number;
  readonly outputTokensPerSecondPerAccelerator: number;
  readonly wattsPerAccelerator: number | null;
  readonly joulesPerOutputToken: number | null;
  readonly basis: Basis;
  /** Half-width of the stated interval of throughput and time per token, in per cent, its wider side. */
  readonly errorPercent: number;
  /** The same of `ttftMs`, which depends more on the engine; null: not known. */
  readonly ttftErrorPercent?: number | null;
  readonly source: string;
}

/** Latency limits for the mean request; null: none. */
export interface LatencyLimits {
  readonly ttftMs: number | null;
  readonly tpotMs: number | null;
}

/** Either the best operating point, or why there is none. */
export type ServingOutcome =
  | { readonly ok: true; readonly prediction: ServingPrediction; readonly memory: MemoryFit }
  | {
      readonly ok: false;
      readonly failedOn: 'precision' | 'memory' | 'latency' | 'unknown_performance';
      readonly reason: string;
      readonly memory: MemoryFit | null;
    };

export interface ServingQuestion {
  readonly model: ModelArchitecture;
  readonly hardware: ReplicaHardware;
  readonly precision: Precision;
  /** Absent: vllm. */
  readonly engine?: Engine;
  readonly shape: RequestShape;
  readonly limits: LatencyLimits;
  /** Never more requests in flight than this per replica (engines have a limit; default 256). */
  readonly maxConcurrency?: number;
}

export const TRAINING_METHODS = ['pretraining', 'full_fine_tuning', 'lora', 'qlora'] as const;
export type TrainingMethod = (typeof TRAINING_METHODS)[number];

export interface TrainingQuestion {
  readonly model: ModelArchitecture;
  readonly accelerator: Accelerator;
  readonly acceleratorsPerNode: number;
  readonly nodes: number;
  /** GB/s and direction per node; null: unknown, so that several nodes cannot be predicted. */
  readonly interNodeGBps: number | null;
  readonly method: TrainingMethod;
  /** Of the matrix products. */
  readonly precision: Precision;
  readonly sequenceLength: number;
  /** Sequences per optimizer step, all accelerators together. */
  readonly globalBatchSequences: number;
  /** What of the layout is given; the rest is searched. Absent: all is searched. */
  readonly layout?: PinnedLayout;
}

/** Parts of a training layout that somebody has decided. */
export interface PinnedLayout {
  readonly data?: number;
  readonly tensor?: number;
  readonly pipeline?: number;
  readonly context?: number;
  readonly expert?: number;
  readonly chunksPerStage?: number;
  readonly microBatchSequences?: number;
  readonly zeroStage?: 0 | 1 | 2 | 3;
  /** True: all layers; false: none. */
  readonly gradientCheckpointing?: boolean;
}

export interface TrainingPrediction {
  readonly tokensPerSecond: number;
  readonly modelFlopUtilization: number;
  readonly parallelism: {
    readonly data: number;
    readonly tensor: number;
    readonly pipeline: number;
    /** Copies over which routed experts are dealt out. Absent: 1. */
    readonly expert?: number;
    /** Accelerators over which a sequence is cut. Absent: 1. */
    readonly context?: number;
    /** Parts that a pipeline stage's layers come in, taken in turns (interleaved). Absent: 1. */
    readonly chunksPerStage?: number;
  };
  readonly microBatchSequences: number;
  readonly zeroStage: 0 | 1 | 2 | 3;
  readonly gradientCheckpointing: boolean;
  /** Share of the layers whose activations are recomputed, as few as memory allows. Absent: all of them or none. */
  readonly recomputedShare?: number;
  /** GiB per accelerator. */
  readonly memory: {
    readonly weightsGiB: number;
    readonly gradientsGiB: number;
    readonly optimizerGiB: number;
    readonly activationsGiB: number;
    readonly reserveGiB: number;
    readonly availableGiB: number;
  };
  readonly wattsPerAccelerator: number | null;
  readonly basis: Basis;
  /** Between these lie nine of ten measured throughputs. Absent: only `errorPercent` is known. */
  readonly tokensPerSecondLow?: number;
  readonly tokensPerSecondHigh?: number;
  /** The farther end of the interval, in per cent of `tokensPerSecond`. */
  readonly errorPercent: number;
  readonly source: string;
}

export type TrainingOutcome =
  | { readonly ok: true; readonly prediction: TrainingPrediction }
  | {
      readonly ok: false;
      readonly failedOn: 'precision' | 'memory' | 'unknown_performance';
      readonly reason: string;
    };

/** Stated in everything that this module returns to a user, so that a plan says what it stands on. */
export const MODEL_VERSION = 'operations-2';

/**
 * The module's two questions. `bestServing` answers with the operating point of highest throughput whose
 * latency holds the limits; `training` searches parallelism, ZeRO stage, micro-batch and recomputation itself.
 * Both are pure and take microseconds: the placement asks thousands of times per quote.
 */
export interface PerformanceModel {
  readonly version: string;
  bestServing(question: ServingQuestion): ServingOutcome;
  training(question: TrainingQuestion): TrainingOutcome;
}
