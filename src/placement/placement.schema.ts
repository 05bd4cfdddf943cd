import { z } from 'zod';
import { limitsShape } from './limits/limits.schema.js';
import { fleetPlanSchema } from './plan.schema.js';
import { strict } from './strict-object.js';
import { workloadListSchema, workloadSchema } from './workload.schema.js';

export const placementsRequestSchema = strict({ workloads: workloadListSchema, ...limitsShape });
export type PlacementsRequest = z.infer<typeof placementsRequestSchema>;

export const planListQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  offset: z.coerce.number().int().min(0).default(0),
});
export type PlanListQuery = z.infer<typeof planListQuerySchema>;

export const planListSchema = z.object({
  total: z.number().int(),
  offset: z.number().int(),
  limit: z.number().int(),
  plans: z.array(
    fleetPlanSchema
      .pick({ id: true, createdAt: true, status: true, totals: true })
      .extend({ workloads: z.array(z.string()).describe('Their names') }),
  ),
});
export type PlanList = z.infer<typeof planListSchema>;

export const planIdSchema = z.uuid({ error: 'is no plan id: those are UUIDs. GET /v1/placements lists them.' });

export const exampleListSchema = z.array(
  z.object({
    name: z.string(),
    description: z.string(),
    file: z.string().describe('As the command line takes it'),
    workloads: z.array(workloadSchema),
  }),
);
