import { z } from 'zod';
import { CLOUDS } from '../../catalog/index.js';
import { convertedSchema } from '../currencies/rates.schema.js';
import { PURCHASE_OPTIONS } from '../offer.js';
import { LEFT_OUT_REASONS } from '../suspicion.js';
import { PRICE_EVENTS } from './price-event.entity.js';
import { QUARANTINE_STATUSES } from './quarantine.entity.js';

const instant = z.iso.datetime();
const page = {
  limit: z.coerce.number().int().min(1).max(10_000).default(100),
  offset: z.coerce.number().int().min(0).default(0),
};

export const quarantineQuerySchema = z.strictObject({
  status: z.enum([...QUARANTINE_STATUSES, 'all']).default('open'),
  reason: z.enum(LEFT_OUT_REASONS).optional(),
  source: z.string().min(1).optional().describe('Id of the source, or `import`'),
  cloud: z.enum(CLOUDS).optional(),
  region: z.string().min(1).optional(),
  ...page,
});
export type QuarantineQuery = z.infer<typeof quarantineQuerySchema>;

export const quarantinedPriceSchema = z.object({
  id: z.string(),
  status: z.enum(QUARANTINE_STATUSES),
  reason: z.enum(LEFT_OUT_REASONS),
  why: z.string().describe('A sentence with the figures'),
  offerId: z.string(),
  cloud: z.enum(CLOUDS),
  region: z.string(),
  zone: z.string().nullable(),
  instanceType: z.string(),
  purchaseOption: z.enum(PURCHASE_OPTIONS),
  termYears: z.union([z.literal(1), z.literal(3)]).nullable(),
  payment: z.string().nullable(),
  usdPerHour: z
    .string()
    .nullable()
    .describe('Which need not be an amount; null where it is stated in another currency and no rate is known'),
  currency: z.string().describe('ISO 4217, in which it was stated'),
  perHour: z.string().describe('As stated in that currency, which need not be an amount'),
  converted: convertedSchema.optional(),
  previousUsdPerHour: z.string().nullable().describe('Of the offer in force when it was first seen'),
  asOf: z.string(),
  source: z.string(),
  publisher: z.string().describe('Id of the source, or `import`'),
  firstSeenAt: instant,
  lastSeenAt: instant,
  seen: z.number().int().describe('Polls in a row'),
  decidedAt: instant.nullable(),
  decidedBy: z.string().nullable().describe('As whoever decided called themselves'),
  note: z.string().nullable(),
});
export type QuarantinedPrice = z.infer<typeof quarantinedPriceSchema>;

export const quarantineListSchema = z.object({ total: z.number().int(), prices: z.array(quarantinedPriceSchema) });
export type QuarantineList = z.infer<typeof quarantineListSchema>;

export const quarantineIdSchema = z.string().regex(/^\d{1,18}$/, 'has to be the number of a price in quarantine');
export const decisionSchema = z.strictObject({
  note: z.string().max(2000).optional().describe('Why, for whoever asks later'),
  by: z.string().min(1).max(200).optional().describe('Who decides; no login guards this version'),
});
export type Decision = z.infer<typeof decisionSchema>;

export const priceEventQuerySchema = z.strictObject({ kind: z.enum(PRICE_EVENTS).optional(), ...page });
export type PriceEventQuery = z.infer<typeof priceEventQuerySchema>;

export const priceEventListSchema = z.object({
  total: z.number().int(),
  events: z.array(
    z.object({
      id: z.string(),
      at: instant,
      kind: z.enum(PRICE_EVENTS),
      publisher: z.string(),
      region: z.string().nullable(),
      what: z.string(),
      detail: z.record(z.string(), z.unknown()),
    }),
  ),
});
export type PriceEventList = z.infer<typeof priceEventListSchema>;
export type PriceEvent = PriceEventList['events'][number];

const priceListFields = z.strictObject({ csv: z.string().describe('The price list: CSV with a header line') });
export const priceListRequestSchema = z
  .union([priceListFields, z.string().describe('The price list itself, as text/csv')])
  .transform((body) => (typeof body === 'string' ? { csv: body } : body));
export type PriceListRequest = z.infer<typeof priceListRequestSchema>;

const rowReason = z.object({
  row: z.number().int().describe('The first row after the header is 1'),
  reason: z.string().describe('A stable word, a colon, and a sentence with the figures'),
});
export const importedListSchema = z.object({
  published: z.number().int(),
  quarantined: z.array(rowReason).readonly(),
  rejected: z.array(rowReason).readonly(),
});
