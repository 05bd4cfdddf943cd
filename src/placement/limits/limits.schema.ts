import { z } from 'zod';
import { CLOUDS } from '../../catalog/index.js';
import { PURCHASE_OPTIONS } from '../../prices/index.js';
import { strict } from '../strict-object.js';
import * as range from '../workload-ranges.js';

const name = z.string().trim().min(1).max(200);
const names = z.array(name).min(1);

const quota = strict({
  name: name.describe('As plans call it'),
  clouds: z.array(z.enum(CLOUDS)).min(1).optional(),
  regions: names.optional().describe('As their clouds call them'),
  accelerators: names.optional().describe('As you would write them: H100, "A100 80GB"'),
  instanceTypes: names.optional(),
  purchaseOptions: z.array(z.enum(PURCHASE_OPTIONS)).min(1).optional(),
  maxAccelerators: range.limit.optional().describe('Running at the same time, all workloads together'),
  maxInstances: range.limit.optional(),
})
  .refine((given) => (given.maxAccelerators === undefined) !== (given.maxInstances === undefined), {
    message: 'Give either maxAccelerators or maxInstances.',
  })
  .describe('What the clouds let you run at once of everything that matches; a field that is absent matches all');

const commitment = strict({
  name: name.describe('As plans call it'),
  cloud: z.enum(CLOUDS),
  region: name,
  instanceType: name,
  instances: range.wholeInstances.describe('Paid for already, and free until used up'),
  purchaseOption: z.enum(['reserved', 'savings_plan', 'committed_use', 'capacity_block']).default('reserved'),
}).describe('Capacity that is owned: using it costs nothing more');

const budget = strict({
  name: name.describe('As plans call it'),
  teams: names.optional().describe('Whose workloads it is for; absent: all'),
  workloads: names.optional().describe('Names of workloads that it is for; absent: all'),
  maxUsdPerMonth: range.usd,
});

/** What workloads share. */
export const limitsShape = {
  quotas: z.array(quota).max(500).default([]),
  commitments: z.array(commitment).max(200).default([]),
  budgets: z.array(budget).max(200).default([]),
};

export const limitsSchema = strict(limitsShape);
export type Limits = z.infer<typeof limitsSchema>;
export type Quota = Limits['quotas'][number];
export type OwnedCommitment = Limits['commitments'][number];
export type Budget = Limits['budgets'][number];

export const NO_LIMITS: Limits = { quotas: [], commitments: [], budgets: [] };
