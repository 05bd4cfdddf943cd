import { z } from 'zod';
import type { Accelerator } from './accelerator.js';
import { CLOUDS } from './cloud.js';
import type { InstanceType } from './instance-type.js';
import type { Precision } from './precision.js';
import { JURISDICTIONS, type Region } from './region.js';
import { nonNegative, orNull, positive, readShippedRows, shippedFileError, text } from './shipped-csv.js';

export const ACCELERATORS_FILE = 'config/catalog/accelerators.csv';
export const INSTANCE_TYPES_FILE = 'config/catalog/instance-types.csv';
export const REGIONS_FILE = 'config/catalog/regions.csv';

const acceleratorRow = z.object({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)+$/, 'is not of the form vendor-model'),
  vendor: text,
  family: text,
  name: text,
  kind: z.enum(['gpu', 'tpu', 'neuron', 'other']),
  memory_gib: orNull(positive),
  memory_bandwidth_gbps: orNull(positive),
  fp32_tflops: orNull(positive),
  bf16_tflops: orNull(positive),
  fp8_tflops: orNull(positive),
  int8_tops: orNull(positive),
  int4_tops: orNull(positive),
  fp4_tflops: orNull(positive),
  power_limit_watts: orNull(positive),
  idle_watts: orNull(positive),
  interconnect: orNull(text),
  interconnect_gbps: orNull(positive),
  release_year: orNull(positive.refine(Number.isInteger, 'is not a year')),
  source: text,
  notes: orNull(text),
});

/**
 * The accelerators that ship with the product, from datasheets.
 * Throws `InputError` naming file, line and column where the file cannot be read.
 *
 * @param path of the file, if not the shipped one
 */
export function readAccelerators(path?: string): Accelerator[] {
  return readShippedRows(ACCELERATORS_FILE, acceleratorRow, ({ id }) => id, path).map(({ row }) => ({
    id: row.id,
    vendor: row.vendor,
    family: row.family,
    name: row.name,
    kind: row.kind,
    memoryGiB: row.memory_gib,
    memoryBandwidthGBps: row.memory_bandwidth_gbps,
    peakTflops: withoutNulls({
      fp32: row.fp32_tflops,
      bf16: row.bf16_tflops,
      fp8: row.fp8_tflops,
      int8: row.int8_tops,
      int4: row.int4_tops,
      fp4: row.fp4_tflops,
    }),
    powerLimitWatts: row.power_limit_watts,
    idleWatts: row.idle_watts,
    interconnect: row.interconnect,
    interconnectGBps: row.interconnect_gbps,
    releaseYear: row.release_year,
    source: row.source,
    notes: row.notes,
  }));
}

/** A precision that the hardware lacks, or whose rate nobody publishes, is absent. */
function withoutNulls(rates: Record<Precision, number | null>): Partial<Record<Precision, number>> {
  return Object.fromEntries(Object.entries(rates).filter(([, rate]) => rate !== null));
}

const instanceTypeRow = z.object({
  cloud: z.enum(CLOUDS),
  name: text,
  accelerator_id: text,
  accelerator_count: positive,
  accelerator_memory_gib: orNull(positive),
  vcpus: orNull(positive),
  memory_gib: orNull(positive),
  local_disk_gb: orNull(nonNegative),
  network_gbps: orNull(positive),
  kind: z.enum(['instance', 'tpu', 'component']),
  source: text,
});

/**
 * The instance types that ship with the product. Throws `InputError` naming file, line and column where the file cannot
 * be read or names an accelerator that the other file lacks.
 *
 * @param path of the file, if not the shipped one
 */
export function readInstanceTypes(path?: string): InstanceType[] {
  const accelerators = new Set(readAccelerators().map(({ id }) => id));
  const rows = readShippedRows(INSTANCE_TYPES_FILE, instanceTypeRow, ({ cloud, name }) => `${cloud} ${name}`, path);
  return rows.map(({ row, line }) => {
    if (!accelerators.has(row.accelerator_id)) {
      const what = `accelerator_id ${row.accelerator_id} is not in ${ACCELERATORS_FILE}`;
      throw shippedFileError(INSTANCE_TYPES_FILE, line, what);
    }
    return {
      cloud: row.cloud,
      name: row.name,
      acceleratorId: row.accelerator_id,
      acceleratorCount: row.accelerator_count,
      acceleratorMemoryGiB: row.accelerator_memory_gib,
      vcpus: row.vcpus,
      memoryGiB: row.memory_gib,
      localDiskGB: row.local_disk_gb,
      networkGbps: row.network_gbps,
      kind: row.kind,
      source: row.source,
    };
  });
}

const regionRow = z
  .object({
    cloud: z.enum(CLOUDS),
    name: text,
    location: orNull(text),
    country: orNull(z.string().regex(/^[A-Z]{2}$/, 'is not a country code of two letters')),
    jurisdiction: orNull(z.enum(JURISDICTIONS)),
    pue: orNull(positive.refine((pue) => pue >= 1, 'must be at least 1: a facility cannot use less than its machines')),
    pue_source: orNull(text),
    grid_grams_co2e_per_kwh: orNull(nonNegative),
    grid_source: orNull(text),
    source: text,
  })
  .refine((row) => (row.pue === null) === (row.pue_source === null), 'pue and pue_source go together')
  .refine(
    (row) => (row.grid_grams_co2e_per_kwh === null) === (row.grid_source === null),
    'grid_grams_co2e_per_kwh and grid_source go together',
  );

/**
 * The regions that ship with the product. Throws `InputError` naming file, line and column where the file cannot be read.
 *
 * @param path of the file, if not the shipped one
 */
export function readRegions(path?: string): Region[] {
  return readShippedRows(REGIONS_FILE, regionRow, ({ cloud, name }) => `${cloud} ${name}`, path).map(({ row }) => ({
    cloud: row.cloud,
    name: row.name,
    location: row.location,
    country: row.country,
    jurisdiction: row.jurisdiction,
    pue: row.pue,
    pueSource: row.pue_source,
    gridGramsCo2ePerKwh: row.grid_grams_co2e_per_kwh,
    gridSource: row.grid_source,
  }));
}
