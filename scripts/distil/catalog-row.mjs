/**
 * One instance type before it is written; what the cloud does not publish is null.
 * @typedef {object} InstanceTypeRow
 * @property {'aws' | 'gcp' | 'azure'} cloud
 * @property {string} name
 * @property {string} accelerator id in config/catalog/accelerators.csv
 * @property {number} count may be a fraction
 * @property {number} [acceleratorMemoryGiB] where the cloud hands out another amount than count × the datasheet's
 * @property {number | null} vcpus
 * @property {number | null} memoryGiB
 * @property {number | null} localDiskGB 0 where the cloud says that there is none
 * @property {number | null} networkGbps the most that the cloud states
 * @property {'instance' | 'tpu' | 'component'} kind
 * @property {string} source
 */

/** Clouds state disks in binary units, the catalog in decimal ones. */
export const GB_PER_GIB = 1024 ** 3 / 1000 ** 3;

export const INSTANCE_TYPE_COLUMNS = [
  'cloud',
  'name',
  'accelerator_id',
  'accelerator_count',
  'accelerator_memory_gib',
  'vcpus',
  'memory_gib',
  'local_disk_gb',
  'network_gbps',
  'kind',
  'source',
];

/** Rounds away what binary fractions of thirds and sixths leave behind. @param {number} value */
const tidy = (value) => Number(value.toFixed(6));

/**
 * @param {InstanceTypeRow} row
 * @param {ReadonlyMap<string, number | null>} memoryGiBOf of one accelerator, by its id
 */
export function instanceTypeCells(row, memoryGiBOf) {
  const each = memoryGiBOf.get(row.accelerator) ?? null;
  const memory = row.acceleratorMemoryGiB ?? (each === null ? null : tidy(each * row.count));
  return [
    row.cloud,
    row.name,
    row.accelerator,
    tidy(row.count),
    memory,
    row.vcpus,
    row.memoryGiB,
    row.localDiskGB,
    row.networkGbps,
    row.kind,
    row.source,
  ];
}
