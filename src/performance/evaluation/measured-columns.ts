import { z } from 'zod';

/** As many tokens as a workload of a placement may have. */
const MOST_TOKENS = 1e8;
/** More requests or accelerators than anybody runs as one deployment. */
const MOST_REQUESTS = 1e6;
const MOST_ACCELERATORS = 10_000;
/** A day: whoever waits longer has not measured a request. */
const MOST_MS = 86_400_000;

const between = (least: number, most: number, what: string) => {
  const error = `has to be ${what} from ${least} to ${most.toLocaleString('en-US')}`;
  return z.number({ error }).min(least, { error }).max(most, { error });
};
/** The number in a cell that has to hold one. */
const needed = (least: number, most: number) =>
  z.preprocess((cell) => (isEmpty(cell) ? null : Number(cell)), between(least, most, 'a number'));
/** The number in a cell, or null where it is empty. */
const maybe = (most: number) =>
  z.preprocess((cell) => (isEmpty(cell) ? null : Number(cell)), between(0, most, 'empty or a number').nullable());

function isEmpty(cell: unknown): boolean {
  return typeof cell !== 'string' || cell.trim() === '';
}

const tokens = needed(1, MOST_TOKENS);
const milliseconds = needed(0.001, MOST_MS);
const requests = maybe(MOST_REQUESTS);
const accelerators = maybe(MOST_ACCELERATORS);
const text = z.string().trim();

/** A measured serving run, with the columns of ai-dynamo/aiconfigurator's table of them. */
export const measuredRow = z.object({
  id: text.optional(),
  model: text.min(1),
  accelerator: text.min(1),
  engine: text.min(1),
  engine_version: text.optional(),
  mode: text.optional(),
  weight_precision: text.optional(),
  moe_precision: text.optional(),
  input_tokens: tokens,
  output_tokens: tokens,
  concurrency: requests,
  tensor_parallel: accelerators,
  pipeline_parallel: accelerators.optional(),
  attention_data_parallel: accelerators.optional(),
  moe_tensor_parallel: accelerators.optional(),
  moe_expert_parallel: accelerators.optional(),
  prefill_workers: accelerators.optional(),
  prefill_tp: accelerators.optional(),
  prefill_pp: accelerators.optional(),
  prefill_dp: accelerators.optional(),
  prefill_moe_tp: accelerators.optional(),
  prefill_moe_ep: accelerators.optional(),
  decode_batch: requests.optional(),
  decode_workers: accelerators.optional(),
  decode_tp: accelerators.optional(),
  decode_pp: accelerators.optional(),
  decode_dp: accelerators.optional(),
  decode_moe_tp: accelerators.optional(),
  decode_moe_ep: accelerators.optional(),
  ttft_ms: milliseconds,
  tpot_ms: milliseconds,
});
export type MeasuredRow = z.infer<typeof measuredRow>;

/** Columns without which nothing can be predicted or scored. */
export const NEEDED_COLUMNS = [
  'model',
  'accelerator',
  'engine',
  'input_tokens',
  'output_tokens',
  'concurrency',
  'tensor_parallel',
  'ttft_ms',
  'tpot_ms',
] as const;
