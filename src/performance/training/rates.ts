import type { Precision } from '../../catalog/index.js';
import type { Basis } from '../types.js';

/** What an accelerator reaches in training, in one precision. */
export interface TrainingRate {
  readonly acceleratorId: string;
  readonly precision: Precision;
  /** Achieved over dense peak rate in large products, without what else a step takes; 0–1. */
  readonly productShare: number;
  /** `measured`: runs of this accelerator in this precision stand behind it; else it is borrowed from relatives. */
  readonly basis: Exclude<Basis, 'interpolated'>;
  /** Names of the models whose runs stand behind it. */
  readonly models: readonly string[];
  readonly source: string;
}

/** Looks the rate up; null where the accelerator cannot train in the precision, or nothing supports a figure. */
export type TrainingRateTable = (acceleratorId: string, precision: Precision) => TrainingRate | null;

/** Between which shares of the prediction nine of ten measured throughputs lay. */
export interface TrainingBand {
  readonly low: number;
  readonly high: number;
}

/** By what was known of a run before: itself, its accelerator with other models, or neither. */
export type TrainingBands = Readonly<Record<Basis, TrainingBand>>;

/** On what a prediction for a model stands: a run of it on this very accelerator, runs of others, or relatives. */
export function trainingBasis(rate: TrainingRate, model: string): Basis {
  if (rate.basis === 'extrapolated') return 'extrapolated';
  return rate.models.includes(model) ? 'measured' : 'interpolated';
}
