import { z } from 'zod';
import { CLOUDS } from '../../catalog/index.js';
import { PURCHASE_OPTIONS } from '../offer.js';
import { POLL_STATES } from './poll-run.entity.js';

const instant = z.iso.datetime();

export const priceSourcesSchema = z.array(
  z.object({
    id: z.string(),
    cloud: z.enum(CLOUDS),
    title: z.string(),
    purchaseOptions: z.array(z.enum(PURCHASE_OPTIONS)),
    state: z
      .enum(['good', 'failing', 'waiting', 'not_ready', 'not_used', 'off'])
      .describe(
        'waiting: not polled yet; not_ready: credentials are missing; not_used: another source has its prices; ' +
          'off: the schedule does not poll this cloud',
      ),
    needs: z.string().nullable().describe('Which credentials it lacks, and what they would add'),
    usedFor: z.array(z.enum(PURCHASE_OPTIONS)).describe('Those of its prices that are taken from it'),
    everyMinutes: z.number(),
    lastGoodAt: instant.nullable(),
    ageSeconds: z.number().int().nullable().describe('Since the last good poll, of the region where it is longest ago'),
    regions: z.array(
      z.object({
        region: z.string().nullable().describe('null: all regions in one poll'),
        lastTriedAt: instant.nullable(),
        lastGoodAt: instant.nullable(),
        nextDueAt: instant,
        failures: z.number().int().describe('In a row, up to now'),
        lastFailure: z.string().nullable(),
        prices: z.number().int().describe('Of the last good poll'),
        quarantined: z.number().int().describe('Of them'),
        unknownTypes: z.array(z.string()).describe('Accelerator machines that the catalog lacks'),
        skipped: z.record(z.string(), z.number()).describe('What was read and is no price of ours, by reason'),
      }),
    ),
    offersInForce: z.number().int(),
  }),
);
export type PriceSourceState = z.infer<typeof priceSourcesSchema>[number];

export const pollRequestSchema = z.strictObject({
  cloud: z.array(z.enum(CLOUDS)).optional(),
  region: z.array(z.string().min(1)).optional(),
  purchase: z.array(z.enum(PURCHASE_OPTIONS)).optional(),
  source: z.array(z.string().min(1)).optional(),
});
export type PollRequest = z.infer<typeof pollRequestSchema>;

export const pollIdSchema = z.uuid('has to be the id of a poll, as POST /v1/prices/polls gives it');

export const pollRunSchema = z.object({
  id: z.uuid(),
  startedAt: instant,
  finishedAt: instant.nullable(),
  steps: z.array(
    z.object({
      source: z.string(),
      region: z.string().nullable(),
      state: z.enum(POLL_STATES),
      done: z.number(),
      total: z.number().nullable(),
      unit: z.enum(['bytes', 'pages']),
      published: z.number().int(),
      quarantined: z.number().int(),
      failure: z.string().nullable(),
    }),
  ),
  notPolled: z
    .array(z.object({ source: z.string(), why: z.string() }))
    .describe('Sources that the request names and that cannot be polled'),
});
export type PollRun = z.infer<typeof pollRunSchema>;
