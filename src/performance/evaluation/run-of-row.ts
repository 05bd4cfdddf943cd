import { weightBytes, type Accelerator, type ModelArchitecture, type Precision } from '../../catalog/index.js';
import { layoutOf } from '../serving/layout.js';
import { runPrecisions } from '../serving/run-precisions.js';
import { ENGINES, NO_PIPELINE, type Engine, type ServingRun } from '../serving/serving-run.js';
import { BYTES_PER_GIB } from '../units.js';
import type { MeasuredRow } from './measured-columns.js';
import { sharedOut, unstatedWorkers } from './unstated-workers.js';

/** What names in a table of measurements stand for. */
export interface Names {
  readonly model: (name: string) => ModelArchitecture | null;
  readonly accelerator: (name: string) => Accelerator | null;
}

/** Formats as engines call them. */
const PRECISIONS: Readonly<Record<string, Precision>> = {
  bf16: 'bf16',
  fp16: 'bf16',
  float16: 'bf16',
  bfloat16: 'bf16',
  fp8: 'fp8',
  fp8_block: 'fp8',
  int8: 'int8',
  int8_wo: 'int8',
  int4: 'int4',
  int4_wo: 'int4',
  nvfp4: 'fp4',
  mxfp4: 'fp4',
  fp4: 'fp4',
};
/** More accelerators than this as one group are a deployment added up, prompt workers and all. */
const LARGEST_GROUP = 16;
/** Weights that fill more of the memory than this leave no room to serve from. */
const FULLEST_SHARE = 0.9;

/** The run that a row of a table describes, or why it describes none. */
export function runOfRow(row: MeasuredRow, names: Names): ServingRun | string {
  const model = names.model(row.model);
  if (model === null) return `the model ${row.model} is not in the catalog`;
  const accelerator = names.accelerator(row.accelerator);
  if (accelerator === null) return `the accelerator ${row.accelerator} is not in the catalog`;
  const engine = row.engine.toLowerCase().replace('tensorrt-llm', 'trtllm');
  if (!isEngine(engine)) return `the engine ${row.engine} is none of ${ENGINES.join(', ')}`;
  const named = precisionOf(row.weight_precision) ?? model.nativePrecision;
  const base = {
    model,
    accelerator,
    engine,
    ...runPrecisions(model, named, precisionOf(row.moe_precision) ?? named),
    inputTokens: row.input_tokens,
    outputTokens: row.output_tokens,
    pipeline: NO_PIPELINE,
  } as const;
  return row.mode === 'disaggregated' ? apart(row, base) : together(row, base);
}

type Base = Pick<
  ServingRun,
  'model' | 'accelerator' | 'engine' | 'precision' | 'expertPrecision' | 'inputTokens' | 'outputTokens' | 'pipeline'
>;

function together(row: MeasuredRow, base: Base): ServingRun | string {
  const concurrency = row.concurrency ?? concurrencyInId(row.id);
  if (concurrency === null || concurrency <= 0) return 'it does not say how many requests were in flight';
  const { accelerators, copies } = sizeOf(row);
  const several = accelerators > LARGEST_GROUP || !Number.isInteger(Math.log2(accelerators));
  if (several && base.model.experts !== null) {
    return { ...base, ...sharedOut(accelerators, concurrency), concurrency };
  }
  const expertParallel = Math.max(1, Math.min(accelerators, row.moe_expert_parallel ?? 1));
  return { ...base, layout: layoutOf(copies, accelerators, expertParallel), prompts: null, concurrency };
}

function apart(row: MeasuredRow, base: Base): ServingRun | string {
  const known = row.decode_batch != null && row.decode_batch > 0;
  const stated = row.decode_workers || 1;
  const concurrency = known ? (row.decode_batch ?? 1) * stated : (row.concurrency ?? concurrencyInId(row.id));
  if (concurrency === null || concurrency <= 0) return 'it does not say how many requests were in flight';
  const generating = sizeOfWorker(base, row.decode_tp, row.decode_dp, row.decode_pp);
  const prompting = sizeOfWorker(base, row.prefill_tp, row.prefill_dp, row.prefill_pp);
  if (!known) {
    const { accelerators } = prompting;
    const dealt = (row.prefill_moe_ep ?? 1) > 1 ? accelerators : 1;
    const layout = layoutOf(dealt, accelerators, dealt);
    const hasExperts = base.model.experts !== null;
    return {
      ...base,
      ...unstatedWorkers(base.engine, generating.accelerators, layout, concurrency, hasExperts),
      concurrency,
    };
  }
  return {
    ...base,
    layout: layoutOf(generating.copies, generating.accelerators, row.decode_moe_ep || generating.copies),
    prompts: {
      layout: layoutOf(prompting.copies, prompting.accelerators, row.prefill_moe_ep || prompting.copies),
      workers: row.prefill_workers || 1,
      generationWorkers: stated,
      known: true,
    },
    concurrency,
  };
}

/**
 * Accelerators of a worker and copies of the attention among them. Where the model could not lie on as many as are
 * stated, a wide deployment was meant: twice as many as hold it, each with a copy of its own.
 */
function sizeOfWorker(
  { model, accelerator, expertPrecision }: Base,
  tensor: number | null | undefined,
  copies: number | null | undefined,
  stages: number | null | undefined,
): { accelerators: number; copies: number } {
  const stated = (tensor || 1) * (copies || 1) * (stages || 1);
  const bytes = weightBytes(model, expertPrecision);
  const memory = (accelerator.memoryGiB ?? Number.POSITIVE_INFINITY) * BYTES_PER_GIB * FULLEST_SHARE;
  if (bytes <= stated * memory) return { accelerators: stated, copies: copies || 1 };
  const accelerators = 2 ** Math.ceil(Math.log2((2 * bytes) / memory));
  return { accelerators, copies: accelerators };
}

/**
 * Accelerators of a replica, and copies of the attention among them. Where a run used tensor and expert parallelism
 * over the same accelerators, some tables state their product (64 for eight of both on the same eight).
 */
function sizeOf(row: MeasuredRow): { accelerators: number; copies: number } {
  const tensor = row.tensor_parallel || 1;
  const stated = row.attention_data_parallel ?? null;
  const copies = Math.max(1, stated ?? 1);
  const expert = row.moe_expert_parallel || 1;
  const expertTensor = row.moe_tensor_parallel || 1;
  if (stated !== null && stated > 0 && expert > 1 && expert === expertTensor) {
    return { accelerators: expert, copies: copies > 1 ? expert : 1 };
  }
  if (copies > 1 && copies === tensor && expert === tensor * copies) return { accelerators: tensor, copies };
  if (stated === null && expert * expertTensor > tensor) {
    return { accelerators: expert * expertTensor, copies: (expert * expertTensor) / tensor };
  }
  return { accelerators: tensor * copies, copies };
}

/** Tables of disaggregated runs name the requests in flight only in a run's name: `…_c128_…`. */
function concurrencyInId(id: string | undefined): number | null {
  const found = /_c(\d+)(?:_|$)/.exec(id ?? '');
  return found === null ? null : Number(found[1]);
}

function precisionOf(name: string | undefined): Precision | null {
  return PRECISIONS[(name ?? '').toLowerCase()] ?? null;
}

function isEngine(name: string): name is Engine {
  return ENGINES.some((engine) => engine === name);
}
