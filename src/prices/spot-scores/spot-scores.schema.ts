import { z } from 'zod';
import { CLOUDS } from '../../catalog/index.js';

/** As many as AWS takes in one question. */
const MOST_REGIONS = 10;

const names = z
  .union([z.string(), z.array(z.string())])
  .transform((given) => [given].flat().flatMap((text) => text.split(',')))
  .transform((list) => list.map((name) => name.trim()).filter((name) => name !== ''));

export const spotScoresQuerySchema = z.strictObject({
  accelerator: names
    .refine((list) => list.length > 0, 'Name an accelerator, or several that will do.')
    .describe('Accelerators any of which will do, as people write them: H100,H200'),
  instances: z.coerce
    .number({ error: 'has to be a whole number' })
    .int('has to be a whole number')
    .min(1)
    .max(10_000)
    .default(1)
    .describe('Machines that would be asked for at once'),
  region: names
    .refine((list) => list.length <= MOST_REGIONS, `Name at most ${MOST_REGIONS} regions.`)
    .optional()
    .describe('Regions that will do; without it all'),
  within: z.enum(['region', 'zone']).default('region').describe('All machines in one zone, or in any of a region'),
});
export type SpotScoresQuery = z.infer<typeof spotScoresQuerySchema>;

export const spotScoresSchema = z.object({
  cloud: z.enum(CLOUDS),
  state: z
    .enum(['scored', 'failed', 'not_ready'])
    .describe(
      'failed: the cloud did not answer, and the scores are those of before; not_ready: credentials are missing',
    ),
  why: z.string().nullable().describe('What is missing, or what went wrong'),
  instanceTypes: z.array(z.string()).readonly().describe('That the fleet may be made of'),
  instances: z.number().int(),
  within: z.enum(['region', 'zone']),
  asOf: z.iso.datetime().nullable().describe('When the cloud said so; null where it has not'),
  ageSeconds: z.number().int().nullable(),
  scores: z
    .array(
      z.object({
        region: z.string(),
        zone: z.string().nullable(),
        score: z.number().int().describe('From 1, not likely, to 10, highly likely to be had; no promise'),
      }),
    )
    .readonly()
    .describe('The best places, the likeliest first'),
});
export type SpotScores = z.infer<typeof spotScoresSchema>;
