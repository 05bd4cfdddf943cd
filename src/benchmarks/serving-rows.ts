import type { Precision } from '../catalog/index.js';
import type { Measurement } from './measurement.js';

/**
 * A serving run with the columns of a table of serving measurements, which predictions are corrected by. Models,
 * accelerators and precisions go by their names in the catalog; times are means in milliseconds.
 */
export interface ServingRow {
  readonly id: string;
  readonly model: string;
  readonly accelerator: string;
  readonly engine: string;
  /** Empty where nobody said. */
  readonly engine_version: string;
  readonly mode: 'aggregated';
  readonly weight_precision: Precision;
  /** Mean per request. */
  readonly input_tokens: number;
  readonly output_tokens: number;
  /** Requests in flight per replica. */
  readonly concurrency: number;
  readonly tensor_parallel: number;
  readonly pipeline_parallel: number;
  readonly moe_expert_parallel: number;
  readonly ttft_ms: number;
  readonly tpot_ms: number;
}

/**
 * The serving runs among measurements, as such a table has them. One that lacks a length, a time or a count, or whose model
 * or accelerator the catalog does not have, says nothing that a prediction could be held against, and is left out.
 */
export function servingRows(measurements: readonly Measurement[]): ServingRow[] {
  return measurements.flatMap((measurement): ServingRow[] => {
    const { kind, model, acceleratorId, engine, precision } = measurement;
    const { tensorParallel, pipelineParallel, expertParallel } = measurement;
    const { inputTokens, outputTokens, concurrency, ttftMs, tpotMs } = measurement;
    if (kind !== 'inference' || model === null || acceleratorId === null || engine === null || precision === null) {
      return [];
    }
    if (tensorParallel === null || pipelineParallel === null || expertParallel === null) return [];
    if (inputTokens === null || outputTokens === null || concurrency === null) return [];
    if (ttftMs === null || tpotMs === null) return [];
    const replicas = measurement.acceleratorCount / (tensorParallel * pipelineParallel);
    return [
      {
        id: measurement.id,
        model,
        accelerator: acceleratorId,
        engine,
        engine_version: measurement.engineVersion ?? '',
        mode: 'aggregated',
        weight_precision: precision,
        input_tokens: inputTokens,
        output_tokens: outputTokens,
        concurrency: concurrency / replicas,
        tensor_parallel: tensorParallel,
        pipeline_parallel: pipelineParallel,
        moe_expert_parallel: expertParallel,
        ttft_ms: ttftMs,
        tpot_ms: tpotMs,
      },
    ];
  });
}
