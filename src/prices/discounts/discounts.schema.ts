import { z } from 'zod';
import { CLOUDS } from '../../catalog/index.js';
import { PURCHASE_OPTIONS } from '../offer.js';
import { SERVICES } from './discount.js';
import { PERCENT_PLACES } from './effective-price.js';

const name = z.string().trim().min(1).max(200);
const text = z.string().trim().min(1).max(2000);
const day = z.iso.date({ error: 'has to be a day, written as 2026-03-31' });
const services = Object.entries(SERVICES).map(([cloud, names]) => `${cloud}: ${names.join(', ')}`);

export const discountRequestSchema = z.strictObject({
  name: name.describe('As you call it, e.g. EDP 2026; shown wherever it makes a difference'),
  cloud: z.enum(CLOUDS),
  account: name.optional().describe('Account, billing account or subscription; holds only for who names it'),
  service: name.optional().describe(services.join('; ')),
  instanceType: name.optional().describe('A name, or a pattern in which * stands for any characters: p5.*'),
  region: name.optional(),
  purchaseOptions: z
    .array(z.enum(PURCHASE_OPTIONS))
    .min(1)
    .optional()
    .describe('Without it all, spot included: many contracts leave spot out'),
  percentOff: z
    .string()
    .regex(/^\d{1,3}(\.\d+)?$/, `has to be a decimal string above 0 and below 100, such as "12.5"`)
    .optional()
    .describe(`Off the list price, at most ${PERCENT_PLACES} decimals; either this or usdPerHour`),
  usdPerHour: z
    .string()
    .regex(/^\d{1,10}(\.\d+)?$/, 'has to be a decimal string above 0, such as "31.42"')
    .optional()
    .describe('Of one instance in place of the list price; needs the exact instanceType'),
  onTop: z
    .boolean()
    .default(false)
    .describe('The percentage comes off what another discount has left, instead of competing with it'),
  validFrom: day,
  validTo: day.optional().describe('First day on which it holds no more; without it no end is agreed'),
  source: text.describe('Contract, quote or price sheet that grants it'),
  note: text.optional(),
});
export type DiscountRequest = z.infer<typeof discountRequestSchema>;

export const discountSchema = z.object({
  id: z.string(),
  name: z.string(),
  cloud: z.enum(CLOUDS),
  account: z.string().nullable(),
  service: z.string().nullable(),
  instanceType: z.string().nullable(),
  region: z.string().nullable(),
  purchaseOptions: z.array(z.enum(PURCHASE_OPTIONS)).readonly().nullable(),
  percentOff: z.string().nullable(),
  usdPerHour: z.string().nullable(),
  onTop: z.boolean(),
  validFrom: z.string(),
  validTo: z.string().nullable(),
  source: z.string(),
  note: z.string().nullable(),
  state: z.enum(['in_force', 'upcoming', 'expired']).describe('Today, in UTC'),
  offers: z.number().int().describe('Offers in force that it is meant for, whether or not another one goes before it'),
});
export type StatedDiscount = z.infer<typeof discountSchema>;
export const discountListSchema = z.array(discountSchema);

export const discountIdSchema = z.string().regex(/^\d{1,18}$/, 'has to be the number of a discount');
