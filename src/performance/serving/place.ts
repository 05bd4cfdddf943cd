import type { ModelArchitecture } from '../../catalog/index.js';
import { acceleratorsOf } from './layout.js';
import type { ServingRun } from './serving-run.js';

/** Where a run stands among others: what nearness is judged by. */
export interface Place {
  /** Models of the same shapes share it, whoever quantized or tuned them. */
  readonly architecture: string;
  readonly acceleratorId: string;
  readonly generation: string;
  readonly engine: string;
  readonly precision: string;
  /** Whether prompts are worked on elsewhere, and whether it is known by how many. */
  readonly mode: 'together' | 'apart' | 'apart, workers unknown';
  /** Logarithms to the base of two, see `SIZES`. */
  readonly sizes: Float64Array;
}

/** Sizes by which runs of the same kind differ, and within how many doublings they still tell of each other. */
const SIZES = [
  { name: 'requestsPerCopy', reach: 2 },
  { name: 'inputTokens', reach: 2 },
  { name: 'outputTokens', reach: 3 },
  { name: 'tensor', reach: 1.5 },
  { name: 'attentionCopies', reach: 1.5 },
  { name: 'expertParallel', reach: 2 },
  { name: 'accelerators', reach: 1.5 },
] as const;

/** Position among `SIZES` of the one that changes with the requests in flight. */
export const REQUESTS_SIZE = 0;

/** As `SIZES` has it. */
export function requestsSize(run: ServingRun, concurrency: number): number {
  return sizeOf(requestsPerCopy(run, concurrency), REQUESTS_SIZE);
}

function requestsPerCopy({ layout, prompts }: ServingRun, concurrency: number): number {
  if (prompts?.known === false) return concurrency;
  return concurrency / (prompts?.generationWorkers ?? 1) / layout.attentionCopies;
}

/** Where workers are not known, what is assumed of them jumps as requests grow; runs are near by what is known of both. */
function layoutSizes({ layout, prompts }: ServingRun): readonly number[] {
  const accelerators = acceleratorsOf(layout);
  if (prompts?.known !== false) return [layout.tensor, layout.attentionCopies, layout.expertParallel, accelerators];
  return [accelerators, prompts.layout.attentionCopies, acceleratorsOf(prompts.layout), accelerators];
}

function sizeOf(size: number, index: number): number {
  return Math.log2(Math.max(1e-9, size)) / (SIZES[index]?.reach ?? 1);
}

export function placeOf(run: ServingRun): Place {
  const { prompts } = run;
  const sizes = [requestsPerCopy(run, run.concurrency), run.inputTokens, run.outputTokens, ...layoutSizes(run)];
  return {
    architecture: architectureKey(run.model),
    acceleratorId: run.accelerator.id,
    generation: generationKey(run.accelerator.id),
    engine: run.engine,
    precision: run.expertPrecision,
    mode: prompts === null ? 'together' : prompts.known ? 'apart' : 'apart, workers unknown',
    sizes: Float64Array.from(sizes, sizeOf),
  };
}

function architectureKey(model: ModelArchitecture): string {
  const { experts, attention } = model;
  const heads = attention.map(({ kind, layers, heads: of, kvHeads, headDim }) => [kind, layers, of, kvHeads, headDim]);
  return [model.layers, model.hiddenSize, experts?.count ?? 0, experts?.perToken ?? 0, ...heads].join('/');
}

/** NVIDIA's generations by the first letter after the maker's name: H100 and H200, B200 and GB200. */
function generationKey(acceleratorId: string): string {
  const name = acceleratorId
    .replace(/^nvidia-/, '')
    .replace(/^gb/, 'b')
    .replace(/^rtx-pro.*/, 'b');
  return acceleratorId.startsWith('nvidia-') ? name.charAt(0) : acceleratorId;
}
