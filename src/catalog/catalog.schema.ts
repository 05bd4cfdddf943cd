import { z } from 'zod';
import { CLOUDS } from './cloud.js';
import { modelDescriptionSchema } from './model-description.js';
import { PRECISIONS } from './precision.js';

const figure = z.number().nullable();

export const acceleratorSchema = z
  .object({
    id: z.string(),
    vendor: z.string(),
    family: z.string(),
    name: z.string(),
    kind: z.enum(['gpu', 'tpu', 'neuron', 'other']),
    memoryGiB: figure,
    memoryBandwidthGBps: figure,
    peakTflops: z.partialRecord(z.enum(PRECISIONS), z.number()).describe('Dense; TOP/s for integers'),
    powerLimitWatts: figure,
    idleWatts: figure,
    interconnect: z.string().nullable(),
    interconnectGBps: figure.describe('Per accelerator and direction, to its peers in the same node or slice'),
    releaseYear: figure,
    source: z.string(),
    notes: z.string().nullable(),
  })
  .meta({ id: 'Accelerator' });

export const instanceTypeSchema = z
  .object({
    cloud: z.enum(CLOUDS),
    name: z.string(),
    acceleratorId: z.string(),
    acceleratorCount: z.number().describe('A fraction where a slice of one is rented'),
    acceleratorMemoryGiB: figure.describe('All accelerators of the instance together'),
    vcpus: figure,
    memoryGiB: figure,
    localDiskGB: figure,
    networkGbps: figure,
    kind: z.enum(['instance', 'tpu', 'component']),
    source: z.string(),
  })
  .meta({ id: 'InstanceType' });

export const regionSchema = z
  .object({
    cloud: z.enum(CLOUDS),
    name: z.string(),
    location: z.string().nullable(),
    country: z.string().nullable().describe('ISO 3166-1 alpha-2'),
    jurisdiction: z.string().nullable().describe('The unit of residency rules'),
    pue: figure.describe('Facility energy over IT energy'),
    pueSource: z.string().nullable(),
    gridGramsCo2ePerKwh: figure,
    gridSource: z.string().nullable(),
  })
  .meta({ id: 'Region' });

export const modelSchema = modelDescriptionSchema.meta({ id: 'Model' });

export const describeModelSchema = z
  .object({
    name: z.string().min(1).optional().describe('How to call it; of a shipped model where `config` is not given'),
    config: z.record(z.string(), z.unknown()).optional().describe('A Hugging Face config.json as it is'),
  })
  .refine(({ name, config }) => name !== undefined || config !== undefined, {
    error: 'Give the name of a shipped model, or a config.',
  })
  .meta({ id: 'DescribeModel' });
export type DescribeModel = z.infer<typeof describeModelSchema>;
