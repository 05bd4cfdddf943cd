import { z } from 'zod';

const day = z.iso.date({ error: 'has to be a day, written as 2026-03-31' });
const decimal = z.string().regex(/^\d+(\.\d+)?$/, 'has to be a decimal string such as "1.0871"');
const currency = z.string().describe('ISO 4217');
const by = z.string().min(1).max(200).optional().describe('Who states it; no login guards this version');

/** Beside a price that was not stated in USD; the same in a look-up, in quarantine and in a plan. */
export const convertedSchema = z
  .object({
    currency,
    perHour: decimal.describe('As the source states it, in that currency'),
    upfront: decimal.nullable(),
    recurringPerHour: decimal.nullable(),
    usdPerUnit: decimal.describe('USD for one unit of the currency'),
    rateDate: z.string().describe('Day of the rate'),
    rateSource: z.string(),
  })
  .describe('The price as it was stated, and the rate that made USD of it; absent where it was stated in USD');

export const rateRequestSchema = z.strictObject({
  currency: z.string().describe('Code of ISO 4217, such as EUR'),
  date: day.describe('Day of the rate'),
  usdPerUnit: z.string().describe('USD for one unit of the currency; decimal string, 18 decimals are kept'),
  source: z.string().describe('Who published it'),
  by,
});
export type RateRequest = z.infer<typeof rateRequestSchema>;

const rateFileFields = z.strictObject({ csv: z.string().describe('The file: CSV with a header line'), by });
export const rateFileRequestSchema = z
  .union([rateFileFields, z.string().describe('The file itself, as text/csv')])
  .transform((body) => (typeof body === 'string' ? { csv: body, by: undefined } : body));
export type RateFileRequest = z.infer<typeof rateFileRequestSchema>;

export const rateQuerySchema = z.strictObject({
  currency: z.string().optional().describe('Code of ISO 4217'),
  from: day.optional().describe('First day'),
  to: day.optional().describe('Last day'),
  limit: z.coerce.number().int().min(1).max(100_000).default(100),
  offset: z.coerce.number().int().min(0).default(0),
});
export type RateQuery = z.infer<typeof rateQuerySchema>;

const exchangeRateSchema = z.object({
  currency,
  date: day,
  usdPerUnit: decimal.describe('USD for one unit of the currency'),
  source: z.string(),
  statedBy: z.string().nullable().describe('As whoever stated it called themselves'),
  statedAt: z.iso.datetime(),
});

export const rateListSchema = z.object({
  total: z.number().int().describe('Rates that match, of which this answer holds those from offset on'),
  rates: z.array(exchangeRateSchema),
});
export type RateList = z.infer<typeof rateListSchema>;

export const statedRatesSchema = z.object({
  added: z.number().int().describe('Rates of days of which none was known'),
  corrected: z.number().int().describe('Rates in the place of another figure for the same day'),
  unchanged: z.number().int(),
  rejected: z
    .array(
      z.object({
        row: z.number().int().describe('The first row after the header is 1'),
        reason: z.string().describe('A stable word, a colon, and a sentence with the next step'),
      }),
    )
    .readonly(),
  prices: z
    .object({
      published: z.number().int().describe('In force by these rates'),
      quarantined: z.number().int().describe('Have a rate now, and wait for another reason'),
      waiting: z.number().int().describe('Of these currencies, and still without a rate'),
    })
    .describe('What became of the prices in these currencies'),
});
export type StatedRates = z.infer<typeof statedRatesSchema>;
