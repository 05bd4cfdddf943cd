import { z } from 'zod';
import { measurementFilterShape } from '../../benchmarks/index.js';
import { CLOUDS, PRECISIONS } from '../../catalog/index.js';
import { PURCHASE_OPTIONS } from '../../prices/index.js';

export const RANKING_FIGURES = [
  'tokens-per-second',
  'usd-per-million-tokens',
  'tokens-per-joule',
  'tokens-per-second-per-dollar',
] as const;
export type RankingFigure = (typeof RANKING_FIGURES)[number];

const count = z.coerce.number({ error: 'has to be a whole number' }).int('has to be a whole number');
const tokens = count.min(1).max(10_000_000);

export const rankingQuerySchema = z.strictObject({
  ...measurementFilterShape,
  model: z
    .string({ error: 'has to name a model: figures of different models do not compare' })
    .min(1)
    .describe('A name of the catalog, or any part of a name'),
  kind: z.enum(['inference', 'training']).default('inference'),
  by: z.enum(RANKING_FIGURES).default('tokens-per-second'),
  per: z
    .enum(['accelerator', 'replica'])
    .default('accelerator')
    .describe('Of tokens per second; a replica is everything that worked on the run'),
  cloud: z.enum(CLOUDS).optional().describe('Whose prices count'),
  region: z.string().min(1).optional().describe('Where prices count'),
  purchase: z.enum(PURCHASE_OPTIONS).default('on_demand').describe('Which prices count'),
  predicted: z.stringbool().default(false).describe('Also rank what was not measured and can be predicted'),
  inputTokens: tokens.default(1024).describe('Of the request that is predicted'),
  outputTokens: tokens.default(1024),
  limit: count.min(1).max(10_000).default(100),
  offset: count.min(0).default(0),
});
export type RankingQuery = z.infer<typeof rankingQuerySchema>;

const figure = z.number().nullable();

const rankingPriceSchema = z.object({
  offerId: z.string(),
  cloud: z.enum(CLOUDS),
  region: z.string(),
  instanceType: z.string(),
  purchaseOption: z.enum(PURCHASE_OPTIONS),
  usdPerAcceleratorHour: z.string(),
  asOf: z.string(),
});
export type RankingPrice = z.infer<typeof rankingPriceSchema>;

export const rankedEntrySchema = z.object({
  rank: z.number().int().describe('Within its group'),
  group: z
    .string()
    .nullable()
    .describe(
      'Entries compare within a group only: results of MLPerf™ benchmarks by suite and scenario; null: the rest',
    ),
  basis: z.enum(['measured', 'predicted']),
  errorPercent: figure.describe('Half-width of the interval of a prediction'),
  value: z.string().describe('Of the figure asked for, as a decimal'),
  measurementId: z.string().nullable(),
  model: z.string(),
  acceleratorId: z.string().nullable(),
  accelerator: z.string(),
  acceleratorCount: z.number().int(),
  precision: z.enum(PRECISIONS).nullable(),
  precisionAsWritten: z.string(),
  engine: z.string().nullable(),
  scenario: z.string().nullable(),
  inputTokens: figure,
  outputTokens: figure,
  concurrency: figure,
  tokensPerSecond: z.number().describe('All accelerators of the run together'),
  tokensPerSecondPerAccelerator: z.number(),
  tokensPerJoule: figure,
  powerScope: z.enum(['accelerators', 'system']).nullable().describe('What the energy is of'),
  usdPerMillionTokens: z.string().nullable(),
  tokensPerSecondPerUsdPerHour: z.string().nullable(),
  price: rankingPriceSchema.nullable().describe('The cheapest that counts'),
  origin: z.enum(['published', 'imported']).nullable(),
  submitter: z.string().nullable(),
  suite: z.string().nullable(),
  resultId: z.string().nullable(),
  source: z.string(),
});
export type RankedEntry = z.infer<typeof rankedEntrySchema>;

export const rankingSchema = z.object({
  model: z.string(),
  by: z.enum(RANKING_FIGURES),
  per: z.enum(['accelerator', 'replica']),
  total: z.number().int(),
  offset: z.number().int(),
  limit: z.number().int(),
  entries: z.array(rankedEntrySchema),
  withoutFigure: z
    .array(z.object({ count: z.number().int(), why: z.string() }))
    .describe('What matches and is not ranked'),
  notes: z.array(z.string()),
});
export type Ranking = z.infer<typeof rankingSchema>;
