import { z } from 'zod';

const storeSchema = z.object({
  ok: z.boolean(),
  detail: z.string().nullable().describe('What is wrong; null when nothing is'),
});

export const healthSchema = z
  .object({
    status: z.enum(['starting', 'ready', 'degraded', 'stopping']),
    version: z.string(),
    roles: z.array(z.string()),
    startedAt: z.iso.datetime(),
    stores: z.object({ postgresql: storeSchema, clickhouse: storeSchema }),
  })
  .meta({ id: 'Health' });
export type Health = z.infer<typeof healthSchema>;
export type StoreHealth = z.infer<typeof storeSchema>;

export const livenessSchema = z.object({ status: z.literal('live') }).meta({ id: 'Liveness' });
