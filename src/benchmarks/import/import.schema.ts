import { z } from 'zod';
import { measurementSchema } from '../benchmarks.schema.js';

/** Files that one import takes. */
const MOST_FILES = 100;

/** More work together on nothing. */
export const MOST_ACCELERATORS = 1_000_000;

const text = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((given) => !given.includes('\u0000'), 'has a character that no name has');
const whole = z.number().int().positive().max(MOST_ACCELERATORS);

/** What the files do not say of the runs in them; what is given here goes before what they say. */
export const runDetailsSchema = z.strictObject({
  model: text.optional().describe('A name of the catalog, so that predictions can use the run'),
  accelerator: text.optional().describe('As people write it, if that means one: "H100 SXM", an id'),
  acceleratorCount: whole.optional().describe('All that worked on the run'),
  precision: text.optional().describe('Of the weights: bf16, fp8, int8, int4, fp4'),
  engine: text.optional().describe('vllm, sglang, trtllm'),
  engineVersion: text.optional(),
  tensorParallel: whole.optional(),
  pipelineParallel: whole.optional().describe('1 unless given'),
  expertParallel: whole.optional().describe('1 unless given'),
  inputTokens: z.number().positive().optional().describe('Mean per request'),
  outputTokens: z.number().positive().optional(),
  concurrency: z.number().positive().optional().describe('Requests in flight'),
  startedAt: text.optional().describe('When the run was, where its file does not say: ISO 8601'),
  endedAt: text.optional(),
  utcOffset: z
    .string()
    .regex(/^(Z|[+-]\d{2}:\d{2})$/, 'has to be like +02:00')
    .optional()
    .describe('Of clocks that the files show without a zone'),
  gpus: z.array(text).min(1).optional().describe('Those of a power log that worked on the run'),
  powerWholeLog: z.boolean().optional().describe('The power log was recorded during the run and at no other time'),
});
export type RunDetails = z.infer<typeof runDetailsSchema>;

export const importRequestSchema = z.strictObject({
  files: z
    .array(z.strictObject({ name: text, content: z.string() }))
    .min(1, 'has to hold a file at least')
    .max(MOST_FILES)
    .describe('Results, and power logs of the time when they ran'),
  details: runDetailsSchema.default({}),
});
export type ImportRequest = z.infer<typeof importRequestSchema>;

export const importResultSchema = z.object({
  imported: z.number().int().describe('Runs that are new'),
  replaced: z.number().int().describe('Runs that were known, with other details'),
  unchanged: z.number().int(),
  measurements: z.array(measurementSchema),
  notes: z.array(z.string()),
});
export type ImportResult = z.infer<typeof importResultSchema>;
