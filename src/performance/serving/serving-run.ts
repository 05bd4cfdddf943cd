import type { Accelerator, ModelArchitecture, Precision } from '../../catalog/index.js';
import type { Layout } from './layout.js';

export const ENGINES = ['vllm', 'sglang', 'trtllm'] as const;
export type Engine = (typeof ENGINES)[number];

/** One way of serving a model: everything that a prediction depends on. */
export interface ServingRun {
  readonly model: ModelArchitecture;
  readonly accelerator: Accelerator;
  readonly engine: Engine;
  /** Of the weights outside the routed experts. */
  readonly precision: Precision;
  readonly expertPrecision: Precision;
  /** Of the accelerators that generate. */
  readonly layout: Layout;
  readonly pipeline: Pipeline;
  /** Prompts worked on by others; null where the same accelerators do both. */
  readonly prompts: PromptWorkers | null;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Requests in flight, all workers together. */
  readonly concurrency: number;
}

/** Workers of a disaggregated deployment. */
export interface PromptWorkers {
  readonly layout: Layout;
  readonly workers: number;
  /** Workers of the other kind, among which the requests in flight are shared. */
  readonly generationWorkers: number;
  /** Whether the numbers of workers are known; where they are not, they are 1 here, and times vary more. */
  readonly known: boolean;
}

/** Layers split over stages that pass their results on. */
export interface Pipeline {
  readonly stages: number;
  /** Share of the layers on the fullest stage. */
  readonly stageShare: number;
  /** Seconds to hand the activations of so many tokens to the next stage. */
  readonly sendSeconds: (tokens: number) => number;
}

export const NO_PIPELINE: Pipeline = { stages: 1, stageShare: 1, sendSeconds: () => 0 };
