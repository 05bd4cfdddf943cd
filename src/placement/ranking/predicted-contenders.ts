import { PRECISIONS, type Accelerator, type ModelArchitecture, type Precision } from '../../catalog/index.js';
import type { PerformanceModel } from '../../performance/index.js';
import type { CheapestPrices } from './cheapest-price.js';
import { predictedContender, type Contender } from './contender.js';

/** Accelerators of one node that a replica is tried on, in this order. */
const TENSOR_PARALLEL = [1, 2, 4, 8];

export interface PredictionQuestion {
  readonly model: ModelArchitecture;
  readonly accelerators: readonly Accelerator[];
  /** Null: all. */
  readonly precisions: readonly Precision[] | null;
  readonly request: { readonly inputTokens: number; readonly outputTokens: number };
  /** What was measured is not predicted. */
  readonly isMeasured: (acceleratorId: string, precision: Precision) => boolean;
}

/** Predictions for whatever was not measured: the fewest accelerators of a node that hold the model, at their busiest. */
export function predictedContenders(
  question: PredictionQuestion,
  performance: PerformanceModel,
  prices: CheapestPrices,
): Contender[] {
  const { model, accelerators, precisions, request, isMeasured } = question;
  return accelerators.flatMap((accelerator) =>
    (precisions ?? PRECISIONS)
      .filter((precision) => !isMeasured(accelerator.id, precision))
      .flatMap((precision) => {
        for (const tensor of TENSOR_PARALLEL) {
          const outcome = performance.bestServing({
            model,
            hardware: { accelerator, parallelism: { tensor, pipeline: 1 }, nodes: 1, interNodeGBps: null },
            precision,
            shape: request,
            limits: { ttftMs: null, tpotMs: null },
          });
          if (outcome.ok) {
            const of = { model, accelerator, acceleratorCount: tensor, precision, request };
            return [predictedContender(outcome.prediction, of, prices.of(accelerator.id))];
          }
          // More accelerators help against a lack of memory, and against nothing else.
          if (outcome.failedOn !== 'memory') return [];
        }
        return [];
      }),
  );
}
