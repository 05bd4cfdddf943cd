import { z } from 'zod';
import { CLOUDS, PRECISIONS } from '../catalog/index.js';
import { ENGINES, TRAINING_METHODS } from '../performance/index.js';
import { PURCHASE_OPTIONS } from '../prices/index.js';
import { strict } from './strict-object.js';
import * as range from './workload-ranges.js';

const modelSchema = z
  .union(
    [
      z.string().min(1),
      strict({
        name: z.string().min(1).optional(),
        config: z.record(z.string(), z.unknown()).optional(),
        configFile: z.string().min(1).optional(),
      }).refine((model) => (model.config === undefined) !== (model.configFile === undefined), {
        message: 'Give either config (the content of a config.json) or configFile (its path).',
      }),
    ],
    { error: 'Give the name of a model, or {config} with the content of a Hugging Face config.json.' },
  )
  .describe(
    'A name of the catalog, or {config}: the content of a Hugging Face config.json. {configFile}: its path, relative ' +
      'to the workload file, is for the command line only',
  );

const whereSchema = strict({
  clouds: z.array(z.enum(CLOUDS)).min(1).optional().describe('Clouds that may be used; the first is taken as home'),
  regions: z.array(z.string().min(1)).min(1).optional().describe('Regions that may be used, as their clouds call them'),
  jurisdictions: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe('Data residency: jurisdictions of the region catalog, e.g. eu, uk, na'),
});

/** What every kind of workload may say. */
const common = {
  name: z.string().min(1).max(200),
  team: z.string().max(200).optional(),
  costCentre: z.string().max(200).optional(),
  priority: range.priority
    .default(0)
    .describe('When limits leave no room for all: one more is worth two workloads of the priority below'),
  accounts: z
    .array(z.string().trim().min(1).max(200))
    .min(1)
    .max(20)
    .optional()
    .describe('Accounts, billing accounts or subscriptions that may pay: discounts that name one hold for it alone'),
  where: whereSchema.optional(),
  purchaseOptions: z
    .array(z.enum(PURCHASE_OPTIONS))
    .min(1)
    .optional()
    .describe(
      'Default: on_demand for serving and generic, on_demand and spot for the rest; commitments only when named',
    ),
  accelerators: z.array(z.string().min(1)).min(1).optional().describe('As you would write them: H100, "A100 80GB"'),
};

/** Twice as fast or not at all: beyond it a prediction bounds nothing. */
const MOST_ERROR_PERCENT = 100;

const certainty = {
  maxPredictionErrorPercent: z
    .number()
    .positive()
    .max(1000)
    .default(MOST_ERROR_PERCENT)
    .describe('Hardware whose throughput is predicted less surely than this is not used'),
};

const variant = z
  .union([z.string().min(1), strict({ experts: z.number().int().min(1).max(10_000) })], {
    error: 'Give the name of a model, or {experts} with the number of routed experts that each layer keeps.',
  })
  .describe('A pruned or distilled model of the catalog, or {experts}: the model with so many of its routed experts');

const variants = {
  ...certainty,
  model: modelSchema,
  precisions: z
    .union([z.enum(['native', 'measured']), z.array(z.enum(PRECISIONS)).min(1)], {
      error: `Give native, measured, or a list of ${PRECISIONS.join(', ')}.`,
    })
    .default('native')
    .describe(
      'native: the published weights; measured: every precision whose quality was measured to hold the floor; or names. ' +
        'A precision given by name is accepted even where nobody measured its quality',
    ),
  variants: z
    .union([z.enum(['none', 'measured']), z.array(variant).min(1).max(20)], {
      error: 'Give none, measured, or a list of models and {experts}.',
    })
    .default('none')
    .describe(
      'Pruned models and distilled students that may be served in place of the model. measured: each whose quality was ' +
        'measured to hold the floor; or names. One given by name is accepted even where nobody measured its quality',
    ),
  qualityFloor: strict({
    minRetainedPercent: z.number().gt(0).max(100).describe('Of the native score on the benchmark'),
    benchmark: z.string().min(1).optional().describe('Counts measurements of this benchmark only'),
  }).optional(),
};

const engine = z
  .enum(ENGINES)
  .default('vllm')
  .describe('What serves the model; where its kernels were measured, predictions are of this engine');

const request = strict({ inputTokens: range.tokens, outputTokens: range.tokens }).describe('The mean request');

const serving = strict({
  kind: z.literal('serving'),
  ...common,
  ...variants,
  engine,
  request,
  requestsPerSecond: z
    .union([range.rate, z.array(range.rateOfAnHour).length(24)], {
      error:
        'Give a number of requests per second above 0, or a list of 24: one for each hour of the day (UTC). At most 1000000.',
    })
    .describe('Constant, or one mean rate for each hour of the day (UTC)'),
  headroomPercent: z
    .number()
    .min(0)
    .max(500)
    .default(20)
    .describe('Capacity kept above the rate, for bursts and the loss of a machine'),
  scaling: z
    .enum(['hourly', 'peak'])
    .default('hourly')
    .describe('With an hourly profile: follow it, or keep the peak running. Commitments always pay for the peak'),
  latency: strict({ ttftMs: range.milliseconds.optional(), tpotMs: range.milliseconds.optional() })
    .optional()
    .describe('Objectives for the mean request: time to first token, time per further token'),
  availability: strict({
    minReplicas: range.replicas.positive().default(1).describe('Running at any hour'),
    minNonInterruptibleReplicas: range.replicas
      .nonnegative()
      .default(0)
      .describe('Of them on capacity that stays. A plan uses one offer, so with 1 or more no spot is used'),
  }).optional(),
  maxConcurrencyPerReplica: range.concurrency.optional(),
  maxUsdPerMonth: range.usd.optional(),
});

const job = {
  deadlineHours: range.hours.describe('From start to finish'),
  meanHoursBetweenInterruptions: range.hours
    .optional()
    .describe('Of one spot instance, in place of what is known of the offer'),
  maxDeadlineMissProbability: range.share.default(0.01).describe('On interruptible capacity'),
  maxUsd: range.usd.optional().describe('For one run'),
  runsPerMonth: range.runs.default(1),
};

const batchInference = strict({
  kind: z.literal('batch_inference'),
  ...common,
  ...variants,
  engine,
  request,
  requests: range.requests,
  ...job,
  restartMinutes: range.minutes
    .default(10)
    .describe('From the start of a machine to its first request, paid; also after an interruption'),
});

const checkpoint = strict({
  writeMinutes: range.someMinutes.optional().describe('Training stands still for so long'),
  sizeGB: range.gigabytes.optional(),
  writeGBPerSecond: range.gigabytes.optional(),
  restartMinutes: range.minutes.describe('To start, or after an interruption to be where the checkpoint was; paid'),
}).refine(
  (given) =>
    (given.writeMinutes === undefined) !== (given.sizeGB === undefined || given.writeGBPerSecond === undefined),
  {
    message: 'Give either writeMinutes, or sizeGB together with writeGBPerSecond.',
  },
);

const trainingFields = {
  ...common,
  ...certainty,
  model: modelSchema,
  precision: z.enum(['fp32', 'bf16', 'fp8']).default('bf16').describe('Of the matrix products'),
  tokens: range.trainingTokens.describe('Processed in the whole run: data set times epochs'),
  sequenceLength: range.tokens,
  globalBatchSequences: range.sequences.describe('Sequences per optimizer step, all accelerators together'),
  ...job,
  checkpoint: checkpoint.optional().describe('Without it interruptible capacity is not considered'),
  elasticity: strict({
    minAccelerators: range.wholeAccelerators.default(1),
    maxAccelerators: range.wholeAccelerators.default(1024),
  })
    .refine((given) => given.minAccelerators <= given.maxAccelerators, {
      message: 'minAccelerators must not be above maxAccelerators.',
    })
    .optional(),
};

const training = strict({
  kind: z.literal('training'),
  ...trainingFields,
  method: z.enum(TRAINING_METHODS).default('pretraining'),
});

const fineTuning = strict({
  kind: z.literal('fine_tuning'),
  ...trainingFields,
  method: z.enum(TRAINING_METHODS).default('lora'),
});

const generic = strict({
  kind: z.literal('generic'),
  ...common,
  acceleratorCount: range.accelerators.describe('In all machines together'),
  hours: range.hours.optional().describe('Of one run; absent: it runs on and on'),
  minMemoryGBPerAccelerator: range.gigabytes.optional().describe('GB as datasheets count it'),
  minAcceleratorsPerInstance: range.accelerators.optional(),
  runsPerMonth: range.runs.default(1),
  maxUsd: range.usd.optional().describe('For one run, or per month where it runs on and on'),
});

export const workloadSchema = z
  .discriminatedUnion('kind', [serving, batchInference, training, fineTuning, generic])
  .meta({ id: 'Workload' });

export type Workload = z.infer<typeof workloadSchema>;
export type WorkloadInput = z.input<typeof workloadSchema>;
export type ServingWorkload = Extract<Workload, { kind: 'serving' }>;
export type BatchWorkload = Extract<Workload, { kind: 'batch_inference' }>;
export type TrainingWorkload = Extract<Workload, { kind: 'training' | 'fine_tuning' }>;
export type GenericWorkload = Extract<Workload, { kind: 'generic' }>;

/** Most workloads of one synchronous request. */
export const MOST_WORKLOADS = 500;

export const workloadListSchema = z
  .array(workloadSchema)
  .min(1)
  .max(MOST_WORKLOADS)
  .superRefine((workloads, context) => {
    const seen = new Set<string>();
    workloads.forEach(({ name }, index) => {
      if (seen.has(name)) {
        context.addIssue({
          code: 'custom',
          path: [index, 'name'],
          message: `Another workload is called "${name}" too.`,
        });
      }
      seen.add(name);
    });
  });
