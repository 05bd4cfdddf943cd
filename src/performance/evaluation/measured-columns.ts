import { z } from 'zod';

/** A number, or null where the cell is empty. */
const maybe = z.preprocess((cell) => {
  const text = typeof cell === 'string' ? cell.trim() : '';
  return text === '' ? null : Number(text);
}, z.number().nonnegative().nullable());
const positive = z.coerce.number().positive();
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
  input_tokens: positive,
  output_tokens: positive,
  concurrency: maybe,
  tensor_parallel: maybe,
  pipeline_parallel: maybe.optional(),
  attention_data_parallel: maybe.optional(),
  moe_tensor_parallel: maybe.optional(),
  moe_expert_parallel: maybe.optional(),
  prefill_workers: maybe.optional(),
  prefill_tp: maybe.optional(),
  prefill_pp: maybe.optional(),
  prefill_dp: maybe.optional(),
  prefill_moe_tp: maybe.optional(),
  prefill_moe_ep: maybe.optional(),
  decode_batch: maybe.optional(),
  decode_workers: maybe.optional(),
  decode_tp: maybe.optional(),
  decode_pp: maybe.optional(),
  decode_dp: maybe.optional(),
  decode_moe_tp: maybe.optional(),
  decode_moe_ep: maybe.optional(),
  ttft_ms: positive,
  tpot_ms: positive,
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
