import { z } from 'zod';
import { CLOUDS } from '../../catalog/index.js';
import { convertedSchema } from '../currencies/rates.schema.js';
import { PURCHASE_OPTIONS } from '../offer.js';

/** Most series of one answer. */
const MOST_SERIES = 1000;
/** Most days of one answer: ten years. */
export const MOST_DAYS = 3660;

const usd = z
  .string()
  .regex(/^\d+(\.\d+)?$/, 'has to be an amount in USD')
  .describe('Decimal string in USD');
const day = z.iso.date({ error: 'has to be a day such as 2026-03-01' });

export const historyQuerySchema = z
  .strictObject({
    offer: z.string().min(1).optional().describe('Id of an offer: one series'),
    cloud: z.enum(CLOUDS).optional(),
    region: z.string().min(1).optional(),
    zone: z.string().min(1).optional(),
    instanceType: z.string().min(1).optional(),
    accelerator: z.string().min(1).optional().describe('An accelerator as people write it'),
    purchase: z.enum(PURCHASE_OPTIONS).optional(),
    from: day.optional().describe('First day, UTC; 30 days before `to` by default'),
    to: day.optional().describe('Day after the last one; tomorrow by default, so that today is in it'),
    below: usd.optional().describe('Also say how much of the time the price was below this'),
    limit: z.coerce.number().int().min(1).max(MOST_SERIES).default(50),
  })
  .refine((query) => query.offer ?? query.instanceType ?? query.accelerator ?? query.region, {
    error: 'Name an offer, an instance type, an accelerator or a region: the history of everything is too long.',
  });
export type HistoryQuery = z.infer<typeof historyQuerySchema>;

const figures = {
  minUsdPerHour: usd,
  maxUsdPerHour: usd,
  meanUsdPerHour: usd.describe('Over the time for which a price is known'),
  hoursKnown: z.number(),
};

const converted = convertedSchema
  .omit({ upfront: true, recurringPerHour: true })
  .optional()
  .describe('The last price as it was stated, and the rate; absent where that was stated in USD');

export const priceHistorySchema = z.object({
  from: day,
  to: day,
  total: z.number().int().describe('Series that match, of which this answer holds the first'),
  series: z.array(
    z.object({
      offerId: z.string(),
      cloud: z.string(),
      region: z.string(),
      zone: z.string().nullable(),
      instanceType: z.string(),
      purchaseOption: z.string(),
      termYears: z.number().nullable(),
      payment: z.string().nullable(),
      offeringClass: z.string().nullable(),
      ...figures,
      dailyVolatilityPercent: z
        .number()
        .nullable()
        .describe('Standard deviation of the day-to-day logarithmic change of the daily mean; null below three days'),
      belowPercent: z.number().nullable().describe('Share of the known time below the price asked about'),
      converted,
      days: z.array(z.object({ day, ...figures, converted })),
    }),
  ),
});
export type PriceHistory = z.infer<typeof priceHistorySchema>;
