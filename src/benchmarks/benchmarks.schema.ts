import { z } from 'zod';
import { PRECISIONS } from '../catalog/index.js';
import { MEASUREMENT_SORTS } from './measurement-list.js';
import { MEASUREMENT_KINDS, MEASUREMENT_ORIGINS, POWER_SCOPES } from './measurement.js';

/** Most measurements that one answer holds. */
export const MOST_MEASUREMENTS = 10_000;

/** Names given once, repeated, or separated by commas. */
const names = z
  .union([z.string(), z.array(z.string())])
  .transform((given) => [given].flat().flatMap((text) => text.split(',')))
  .transform((list) => list.map((name) => name.trim()).filter((name) => name !== ''));

const count = z.coerce.number({ error: 'has to be a whole number' }).int('has to be a whole number');

/** What every question about measurements may ask for. */
export const measurementFilterShape = {
  model: z.string().min(1).optional().describe('A name of the catalog, or any part of a name'),
  accelerator: names.optional().describe('As people write them: H100, "A100 80GB", tpu-v5e, an id'),
  precision: names
    .pipe(z.array(z.enum(PRECISIONS)))
    .optional()
    .describe(PRECISIONS.join(', ')),
  engine: z.string().min(1).optional().describe('Any part of its name'),
  source: z
    .string()
    .min(1)
    .optional()
    .describe('published, imported, mlperf, or a part of a source, a suite or a submitter'),
};

export const measurementQuerySchema = z.strictObject({
  ...measurementFilterShape,
  kind: z.enum(MEASUREMENT_KINDS).optional(),
  sort: z.enum(MEASUREMENT_SORTS).default('model').describe('By name; figures from high to low, per accelerator'),
  limit: count.min(1).max(MOST_MEASUREMENTS).default(100),
  offset: count.min(0).default(0),
});
export type MeasurementQuery = z.infer<typeof measurementQuerySchema>;

const figure = z.number().nullable();

export const measurementSchema = z.object({
  id: z.string(),
  kind: z.enum(MEASUREMENT_KINDS),
  origin: z.enum(MEASUREMENT_ORIGINS),
  model: z.string().nullable().describe('As the catalog calls it; null where it lacks the model'),
  modelAsWritten: z.string(),
  acceleratorId: z.string().nullable(),
  acceleratorAsWritten: z.string(),
  acceleratorCount: z.number().int(),
  precision: z.enum(PRECISIONS).nullable().describe('Of the weights'),
  precisionAsWritten: z.string(),
  engine: z.string().nullable(),
  engineVersion: z.string().nullable(),
  tensorParallel: figure,
  pipelineParallel: figure,
  expertParallel: figure,
  scenario: z.string().nullable(),
  inputTokens: figure.describe('Mean per request, or the length of a sequence in training'),
  outputTokens: figure,
  concurrency: figure,
  tokensPerSecond: figure.describe(
    'Written tokens of inference, processed ones of training; all accelerators together',
  ),
  otherRate: z.object({ perSecond: z.number(), unit: z.string() }).nullable(),
  ttftMs: figure,
  tpotMs: figure,
  milliseconds: figure.describe('Of one operation'),
  timeToTrainMinutes: figure,
  tflopsPerAccelerator: figure,
  mfuPercent: figure,
  powerWatts: figure.describe('Of everything in powerScope together'),
  powerScope: z.enum(POWER_SCOPES).nullable(),
  joulesPerToken: figure,
  submitter: z.string().nullable(),
  suite: z.string().nullable(),
  resultId: z.string().nullable(),
  measuredAt: z.iso.datetime().nullable(),
  source: z.string(),
  licence: z.string().nullable(),
});

export const measurementListSchema = z.object({
  total: z.number().int().describe('Measurements that match, of which this answer holds those from offset on'),
  offset: z.number().int(),
  limit: z.number().int(),
  sort: z.enum(MEASUREMENT_SORTS),
  measurements: z.array(measurementSchema),
  notes: z.array(z.string()).describe('What has to be known about the measurements shown'),
});
export type MeasurementList = z.infer<typeof measurementListSchema>;

export const removeRequestSchema = z.strictObject({
  ids: z.array(z.string().min(1).max(200)).min(1, 'has to name one at least').max(MOST_MEASUREMENTS),
});
export type RemoveRequest = z.infer<typeof removeRequestSchema>;

export const removeResultSchema = z.object({ removed: z.array(z.string()) });
export type RemoveResult = z.infer<typeof removeResultSchema>;
