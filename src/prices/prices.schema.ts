import { z } from 'zod';
import { CLOUDS, PRECISIONS } from '../catalog/index.js';
import { convertedSchema } from './currencies/rates.schema.js';
import { OFFERING_CLASSES, PURCHASE_OPTIONS } from './offer.js';
import { PRICE_SORTS } from './price-query.js';
import { LEFT_OUT_REASONS } from './suspicion.js';

/** Most offers that one answer holds; more than are in force. */
export const MOST_OFFERS = 100_000;

const usd = z
  .string()
  .regex(/^\d+(\.\d+)?$/)
  .describe('Decimal string in USD');
const isoDate = z.string().describe('ISO 8601 date or instant; a month or a year where the day is not known');

/** Names given once, repeated, or separated by commas. */
const names = z
  .union([z.string(), z.array(z.string())])
  .transform((given) => [given].flat().flatMap((text) => text.split(',')))
  .transform((list) => list.map((name) => name.trim()).filter((name) => name !== ''));

const account = names
  .optional()
  .describe('Accounts, billing accounts or subscriptions of yours: discounts that name one hold for it alone');

const memory = z.coerce.number({ error: 'has to be a number of GB' }).positive('has to be above 0');
const count = z.coerce.number({ error: 'has to be a whole number' }).int('has to be a whole number');

export const priceQuerySchema = z.strictObject({
  cloud: names.optional().describe('aws, gcp, azure; several separated by commas'),
  region: names.optional().describe('Region names of the clouds'),
  accelerator: names.optional().describe('Accelerators as people write them: H100, "A100 80GB", tpu-v5e, an id'),
  purchase: names.optional().describe(PURCHASE_OPTIONS.join(', ')),
  instanceType: names.optional().describe('Instance type names of the clouds'),
  account,
  minMemoryGB: memory
    .optional()
    .describe('Least memory of all accelerators of the instance together, in GB as datasheets count it'),
  minMemoryGBPerAccelerator: memory
    .optional()
    .describe('Least memory of each accelerator, in GB as datasheets count it'),
  availableOnly: z
    .stringbool()
    .default(false)
    .describe('Leave out prices listed for regions that are known not to have the machine'),
  sort: z.enum(PRICE_SORTS).default('price').describe('Ascending by price per hour, or per accelerator, TFLOP or GB'),
  precision: z.enum(PRECISIONS).default('bf16').describe('Whose dense peak rate usdPerTflopHour is taken of'),
  limit: count.min(1).max(MOST_OFFERS).default(100),
  offset: count.min(0).default(0),
});
export type PriceQuery = z.infer<typeof priceQuerySchema>;

const interruption = z
  .object({
    low: z.number(),
    high: z.number().nullable(),
    meanHoursBetween: z.number().nullish(),
    basis: z.enum(['measured', 'published']).optional(),
    source: z.string().optional(),
    asOf: isoDate.optional(),
  })
  .describe('Share of such instances reclaimed in a month, between low and high');

/** Beside a price that is not the list price; the same in a look-up and in a plan. */
export const negotiatedSchema = z
  .object({
    listUsdPerHour: usd.describe('As the source states it'),
    discounts: z
      .array(
        z.object({
          id: z.string(),
          name: z.string(),
          account: z.string().nullable(),
          percentOff: z.string().nullable().describe('Decimal string; either this or usdPerHour'),
          usdPerHour: usd.nullable().describe('In place of the list price'),
          onTop: z.boolean().describe('Comes off what the discount before it has left'),
          validTo: z.string().nullable().describe('First day on which it holds no more'),
          source: z.string().describe('Contract, quote or price sheet'),
        }),
      )
      .readonly()
      .describe('In the order in which they came off'),
  })
  .describe('The list price and the discounts that made the price; absent where the list price is paid');

const offerSchema = z.object({
  id: z.string(),
  cloud: z.enum(CLOUDS),
  region: z.string(),
  zone: z.string().nullable(),
  instanceType: z.string(),
  kind: z.enum(['instance', 'component']).describe('component: an accelerator priced without its machine'),
  acceleratorId: z.string(),
  acceleratorName: z.string(),
  acceleratorCount: z.number(),
  acceleratorMemoryGiB: z.number().nullable().describe('All accelerators of the instance together'),
  purchaseOption: z.enum(PURCHASE_OPTIONS),
  termYears: z.union([z.literal(1), z.literal(3)]).nullable(),
  payment: z.enum(['no_upfront', 'partial_upfront', 'all_upfront']).nullable(),
  offeringClass: z.enum(OFFERING_CLASSES).nullable(),
  operatingSystem: z.literal('linux'),
  usdPerHour: usd.describe('What is paid, negotiated discounts taken off; amortised over the term where there is one'),
  negotiated: negotiatedSchema.optional(),
  usdPerAcceleratorHour: usd,
  usdPerTflopHour: usd.nullable().describe('Per dense peak TFLOP/s of the precision; null where it lacks it'),
  usdPerAcceleratorMemoryGBHour: usd.nullable().describe('Per GB of accelerator memory as datasheets count it'),
  upfrontUsd: usd.nullable().describe('Of the list price'),
  recurringUsdPerHour: usd.nullable().describe('Of the list price'),
  currency: z.literal('USD').describe('Of the amounts of the offer'),
  converted: convertedSchema.optional(),
  asOf: isoDate,
  source: z.string(),
  interruptionPerMonth: interruption.nullable(),
  available: z
    .boolean()
    .nullable()
    .describe('false: a price is listed, but the machine is not offered in the region; null: no source says'),
});

const cloudSummary = z.object({
  cloud: z.enum(CLOUDS),
  offers: z.number().int(),
  byPurchaseOption: z.partialRecord(z.enum(PURCHASE_OPTIONS), z.number().int()),
  oldestAsOf: isoDate.nullable(),
  newestAsOf: isoDate.nullable(),
  oldestAgeDays: z.number().int().nullable(),
  newestAgeDays: z.number().int().nullable(),
});

export const priceSummarySchema = z.object({
  offers: z.number().int(),
  clouds: z.array(cloudSummary),
  leftOut: z.number().int(),
  leftOutByReason: z.partialRecord(z.enum(LEFT_OUT_REASONS), z.number().int()),
});

export const priceListSchema = z.object({
  total: z.number().int().describe('Offers that match, of which this answer holds those from offset on'),
  offset: z.number().int(),
  limit: z.number().int(),
  sort: z.enum(PRICE_SORTS),
  precision: z.enum(PRECISIONS),
  clouds: z.array(cloudSummary).describe('Of the offers that match'),
  offers: z.array(offerSchema),
});
export type PriceList = z.infer<typeof priceListSchema>;

export const priceMatrixSchema = z.array(
  z.object({
    acceleratorId: z.string(),
    acceleratorName: z.string(),
    cheapestUsdPerAcceleratorHour: usd,
    cells: z.array(
      z.object({
        cloud: z.enum(CLOUDS),
        purchaseOption: z.enum(PURCHASE_OPTIONS),
        termYears: z.union([z.literal(1), z.literal(3)]).nullable(),
        offer: offerSchema,
      }),
    ),
  }),
);

export const leftOutListSchema = z.array(
  offerSchema
    .pick({
      cloud: true,
      region: true,
      zone: true,
      instanceType: true,
      purchaseOption: true,
      termYears: true,
      payment: true,
      offeringClass: true,
      asOf: true,
      source: true,
    })
    .extend({
      usdPerHour: z.string().describe('As the source states it, which need not be an amount'),
      reason: z.enum(LEFT_OUT_REASONS),
      why: z.string().describe('A sentence with the figures'),
    }),
);
export const leftOutQuerySchema = z.strictObject({ reason: z.enum(LEFT_OUT_REASONS).optional() });
export type LeftOutQuery = z.infer<typeof leftOutQuerySchema>;

export const matrixQuerySchema = z.strictObject({
  account,
  precision: z.enum(PRECISIONS).default('bf16').describe('Whose dense peak rate usdPerTflopHour is taken of'),
});
export type MatrixQuery = z.infer<typeof matrixQuerySchema>;
