import { z } from 'zod';
import { CLOUDS, PRECISIONS } from '../catalog/index.js';
import { VARIANT_TECHNIQUES } from '../benchmarks/index.js';
import { TRAINING_LEVERS } from '../performance/index.js';
import { convertedSchema, negotiatedSchema, PURCHASE_OPTIONS } from '../prices/index.js';
import { REASONS } from './reasons.js';

const usd = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/)
  .describe('Decimal string in USD');
const percent = z.number().describe('Per cent');

const offerChosen = z.object({
  offerId: z.string(),
  cloud: z.enum(CLOUDS),
  region: z.string(),
  zone: z.string().nullable(),
  location: z.string().nullable(),
  jurisdiction: z.string().nullable(),
  instanceType: z.string(),
  acceleratorId: z.string(),
  acceleratorName: z.string(),
  acceleratorsPerInstance: z.number(),
  purchaseOption: z.enum(PURCHASE_OPTIONS),
  termYears: z.number().nullable(),
  payment: z.string().nullable(),
  usdPerInstanceHour: usd.describe('What is paid, negotiated discounts taken off'),
  negotiated: negotiatedSchema.optional(),
  converted: convertedSchema.optional(),
  priceAsOf: z.string(),
  priceSource: z.string(),
});

const size = z.object({
  instances: z.number().int().describe('At the peak'),
  accelerators: z.number().describe('In all instances together, at the peak'),
  replicas: z.number().int().nullable().describe('Copies of the model that serve; null where none do'),
  replicasPerInstance: z.number().int().nullable(),
  nodesPerReplica: z.number().int().nullable(),
  instancesByHour: z
    .array(z.number().int())
    .nullable()
    .describe('For each hour of the day (UTC) where the load varies'),
  precision: z.enum(PRECISIONS).nullable(),
  parallelism: z
    .object({ tensor: z.number().int(), pipeline: z.number().int(), data: z.number().int().nullable() })
    .nullable(),
});

export const costSchema = z.object({
  usdPerHour: usd.describe('Mean over the day of what runs on and on; while it runs for a job'),
  usdPerRun: usd.nullable().describe('Of a job; expected, interruptions included'),
  usdPerMonth: usd.describe('730 hours of what runs on and on; all runs of a month for a job'),
  usdPerMonthAtLeast: usd.describe('If throughput is better by the stated error'),
  usdPerMonthAtMost: usd
    .nullable()
    .describe('If throughput is worse by the stated error; null where no bound is stated'),
  usdPerMillionTokens: usd.nullable().describe('Input and output together, at the load that was asked for'),
  usdPerMillionOutputTokens: usd.nullable(),
});
export type Cost = z.infer<typeof costSchema>;

const prediction = z.object({
  modelVersion: z.string(),
  basis: z.enum(['measured', 'interpolated', 'extrapolated']),
  errorPercent: percent.describe('Half-width of the stated interval'),
  ttftErrorPercent: percent.nullable().describe('The same of ttftMs, which varies more; null where not known'),
  source: z.string(),
  ttftMs: z.number().nullable(),
  tpotMs: z.number().nullable(),
  concurrencyPerReplica: z.number().nullable(),
  requestsPerSecondPerReplica: z.number().nullable(),
  requestsPerSecond: z.number().nullable().describe('Of all replicas together at the peak'),
  tokensPerSecond: z.number().nullable().describe('Of a training run'),
  tokensPerSecondLow: z.number().nullable().describe('Nine measurements of ten lie between this'),
  tokensPerSecondHigh: z.number().nullable().describe('and this; null where no such interval is known'),
  modelFlopUtilization: z.number().nullable(),
  memoryGiBPerAccelerator: z
    .object({
      weights: z.number(),
      cache: z.number().nullable().describe('Key-value cache of the requests in flight'),
      gradients: z.number().nullable(),
      optimizer: z.number().nullable(),
      activations: z.number().nullable(),
      reserve: z.number(),
      available: z.number(),
    })
    .nullable(),
});

const schedule = z.object({
  hours: z.number().describe('Expected, start included'),
  hoursAtMost: z.number().nullable().describe('If throughput is worse by the stated error'),
  deadlineHours: z.number().nullable(),
  deadlineMissProbability: z
    .number()
    .nullable()
    .describe('Upper bound, from interruptions alone; null where there are none'),
  expectedInterruptions: z.number().nullable(),
  meanHoursBetweenInterruptions: z.number().nullable().describe('Of one instance'),
  checkpointIntervalMinutes: z.number().nullable(),
  interruptionOverheadPercent: percent.nullable(),
});

const energy = z.object({
  kwhPerMonth: z.number().describe('Of the accelerators, without host and cooling'),
  facilityKwhPerMonth: z.number().nullable().describe('With the PUE of the region; null where it is not published'),
  kgCo2ePerMonth: z
    .number()
    .nullable()
    .describe('By the grid of the region; null where it, or the PUE, is not published'),
  source: z.string().nullable(),
});

const qualityBasis = z.enum(['native', 'wider', 'measured', 'accepted_by_name']);
const technique = z.enum(VARIANT_TECHNIQUES).nullable();

const quality = z.object({
  model: z.string().describe('What is served: the model that was asked for, or a variant of it'),
  technique: technique.describe('How the variant came out of the model; null for the model itself, or where not known'),
  basis: qualityBasis,
  retainedPercent: percent.nullable().describe('Of the native score; null where nobody measured it'),
  benchmark: z.string().nullable(),
  source: z.string().nullable(),
});

export const planSchema = z
  .object({
    offer: offerChosen,
    size,
    cost: costSchema,
    prediction: prediction.nullable().describe('Null where nothing had to be predicted'),
    schedule: schedule.nullable().describe('Of a job'),
    quality: quality.nullable(),
    energy: energy.nullable().describe('Null where the power is not known'),
  })
  .meta({ id: 'Plan' });
export type Plan = z.infer<typeof planSchema>;

/** A plan in a line: enough to compare. */
const optionSchema = z.object({
  offerId: z.string(),
  label: z.string(),
  instances: z.number().int(),
  precision: z.enum(PRECISIONS).nullable(),
  usdPerMonth: usd,
  morePercent: percent.nullable().describe('Dearer than the plan; null where that costs nothing'),
});

const rejectedSchema = z.object({
  reason: z.enum(REASONS),
  offers: z.number().int(),
  text: z.string(),
  example: z.string().nullable().describe('The cheapest of them per accelerator hour, and what it failed on'),
});

const hintSchema = z.object({
  allow: z.string().describe('What would have to be accepted'),
  usdPerMonth: usd,
  savingPercent: percent.nullable().describe('Against the plan; null where there is none'),
  note: z.string().nullable(),
  label: z.string(),
});

const savingSchema = z.object({
  definition: z.string().describe('What the naive choice is'),
  naive: planSchema,
  usdPerMonth: usd.describe('Naive less plan; negative where the naive choice is not allowed and cheaper'),
  percent,
  waterfall: z.array(z.object({ lever: z.string(), usdPerMonth: usd, afterUsdPerMonth: usd })),
});

const variantSchema = z.object({
  model: z.string(),
  technique,
  precision: z.enum(PRECISIONS).nullable().describe('Null where none could be looked at'),
  chosen: z.boolean().describe('Whether the plan serves it'),
  accepted: z.boolean(),
  reason: z.string().nullable().describe('Why it is not accepted'),
  basis: qualityBasis.nullable().describe('Null where it is not accepted and nobody measured it'),
  retainedPercent: percent.nullable().describe('Of the score of the model as published; null where nobody measured it'),
  benchmark: z.string().nullable(),
  method: z.string().nullable(),
  source: z.string().nullable(),
  usdPerMonth: usd.nullable().describe('In its cheapest place that the workload accepts; null where there is none'),
  savingPercent: percent.nullable().describe('Against the published weights of the model in their cheapest place'),
});

const leverSchema = z.object({
  lever: z.enum(TRAINING_LEVERS),
  setting: z.string(),
  chosen: z.boolean().describe('Whether the plan has it so'),
  accelerators: z.number(),
  memoryGiBPerAccelerator: z.number().nullable().describe('Needed on the fullest one; null where no layout exists'),
  tokensPerSecond: z.number().nullable().describe('Null where it does not fit, or cannot run'),
  hours: z.number().nullable().describe('Of undisturbed work, without the start'),
  usdPerRun: usd.nullable().describe('Of these hours, at the price of the plan'),
  reason: z.string().nullable().describe('Why it does not work'),
});
export type Lever = z.infer<typeof leverSchema>;

export const placementSchema = z
  .object({
    name: z.string(),
    kind: z.enum(['serving', 'batch_inference', 'training', 'fine_tuning', 'generic']),
    team: z.string().nullable(),
    costCentre: z.string().nullable(),
    model: z.string().nullable(),
    status: z.enum(['placed', 'not_placed']),
    reason: z.string().nullable().describe('Why it is not placed, and what to change'),
    plan: planSchema.nullable(),
    saving: savingSchema.nullable(),
    savingAbsent: z.string().nullable().describe('Why no saving is stated'),
    runnersUp: z.array(optionSchema),
    rejected: z.array(rejectedSchema),
    rejectedPrecisions: z.array(z.object({ precision: z.enum(PRECISIONS), why: z.string() })),
    variants: z
      .array(variantSchema)
      .describe('Of inference: what each precision, pruned model and student would cost, and keep of the score'),
    levers: z.array(leverSchema).describe('Of a training run: each switch in each position, all else as in the plan'),
    hints: z.array(hintSchema).describe('What would cost less if it were accepted; never applied'),
    assumptions: z.array(z.string()),
  })
  .meta({ id: 'Placement' });
export type Placement = z.infer<typeof placementSchema>;

const totalsSchema = z.object({
  placed: z.number().int(),
  notPlaced: z.number().int(),
  usdPerMonth: usd.describe('Of the placed ones'),
  naiveUsdPerMonth: usd.describe('Of those with a saving'),
  savingUsdPerMonth: usd,
  savingPercent: percent.nullable(),
  withoutSaving: z.number().int().describe('Placed, but without a naive choice to compare with: not in the saving'),
});

const pricesUsedSchema = z.object({
  release: z.string(),
  offers: z.number().int(),
  oldestAsOf: z.string().nullable(),
  newestAsOf: z.string().nullable(),
});

export const quoteSchema = z
  .object({
    placement: placementSchema,
    prices: pricesUsedSchema,
    modelVersion: z.string(),
    searchMilliseconds: z.number(),
  })
  .meta({ id: 'Quote' });
export type Quote = z.infer<typeof quoteSchema>;

export const fleetPlanSchema = z
  .object({
    id: z.string().nullable().describe('Under which it is kept; null where it is not'),
    createdAt: z.iso.datetime(),
    status: z.enum(['placed', 'partly_placed', 'not_placed']),
    placements: z.array(placementSchema),
    totals: totalsSchema,
    proof: z
      .object({
        lowerBoundUsdPerMonth: usd.describe('No plan that places all of them costs less'),
        gapPercent: percent.describe('How much dearer than that this one is at the most'),
      })
      .nullable()
      .describe('Null where not all that can be placed are: what they share is not enough'),
    limits: z
      .array(
        z.object({
          kind: z.enum(['quota', 'commitment', 'budget']),
          name: z.string(),
          unit: z.enum(['accelerators', 'instances', 'USD a month']),
          limit: z.number(),
          used: z.number(),
          worthUsdPerMonth: usd.nullable().describe('What about one unit more would save; null: nothing'),
        }),
      )
      .describe('What the workloads share'),
    prices: pricesUsedSchema,
    modelVersion: z.string(),
    searchMilliseconds: z.number(),
  })
  .meta({ id: 'FleetPlan' });
export type FleetPlan = z.infer<typeof fleetPlanSchema>;
