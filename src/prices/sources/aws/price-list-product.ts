import { z } from 'zod';

/** One product of an AWS price list, as much of it as tells machines apart. */
export const listedProduct = z.object({
  sku: z.string().optional(),
  productFamily: z.string().optional(),
  attributes: z.record(z.string(), z.string()).optional(),
});
export type ListedProduct = z.output<typeof listedProduct>;

/** Why most of a price list is skipped. */
export const NO_MACHINE = 'no machine (hosts, disks, fees, …)';

const MACHINE = 'Compute Instance';
const BARE_METAL = 'Compute Instance (bare metal)';

/** Families of machines with something that computes beside the processor; those with GPUs state `gpu` besides. */
const ACCELERATED = new Set([
  'GPU instance',
  'Machine Learning ASIC Instances',
  'FPGA Instances',
  'Media Accelerator Instances',
]);

/** Whether it is a machine that one rents, of whatever kind: not a disk, a fee or a dedicated host. */
export function isMachine({ productFamily }: ListedProduct): boolean {
  return productFamily === MACHINE || productFamily === BARE_METAL;
}

export function isAccelerated({ attributes }: ListedProduct): boolean {
  return Number(attributes?.gpu) > 0 || ACCELERATED.has(attributes?.instanceFamily ?? '');
}

/**
 * Why a product is not the ordinary one of its machine: Linux without licences, on shared hardware, used, on demand.
 * Null where it is; then its terms hold the on-demand price and the reservations.
 *
 * @param region the region that was asked for
 */
export function whyNotOrdinary(product: ListedProduct, region: string): string | null {
  const { attributes = {} } = product;
  if (!isMachine(product)) return NO_MACHINE;
  if ((attributes.regionCode ?? region) !== region) return 'in another region';
  if (attributes.locationType === 'AWS Outposts') return 'on premises (Outposts)';
  if (attributes.operatingSystem !== 'Linux') return 'other operating system than plain Linux';
  if (attributes.preInstalledSw !== 'NA') return 'with software installed';
  if (attributes.licenseModel !== 'No License required') return 'with a licence';
  if (attributes.capacitystatus !== 'Used') return 'capacity reservation';
  // A twin of the machine that is the same in everything above, and costs 0: the block is paid for beforehand.
  if (attributes.marketoption === 'CapacityBlock') return 'within a capacity block';
  if (attributes.marketoption !== 'OnDemand') return 'other market than on demand';
  // Bare metal is nobody else's anyway, and its ordinary price is listed as dedicated.
  const ordinary = product.productFamily === BARE_METAL ? 'Dedicated' : 'Shared';
  return attributes.tenancy === ordinary ? null : 'other tenancy';
}
