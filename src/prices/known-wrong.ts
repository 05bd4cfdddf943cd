import type { Cloud } from '../catalog/index.js';
import type { PurchaseOption } from './offer.js';

/** A price that circulates and is known to be wrong. Recognised by its figure, so that a corrected row gets in. */
export interface KnownWrong {
  readonly cloud: Cloud;
  readonly instanceType: RegExp;
  readonly purchaseOption: PurchaseOption;
  /** Per accelerator or per instance and hour, as it circulates. */
  readonly usd: string;
  readonly per: 'accelerator' | 'instance';
  readonly why: string;
}

export const KNOWN_WRONG: readonly KnownWrong[] = [
  {
    cloud: 'gcp',
    instanceType: /^a3-(high|mega)gpu-/,
    purchaseOption: 'on_demand',
    usd: '4.20',
    per: 'accelerator',
    why: 'a widely used catalog lists the H100 at 4.20 USD; Google asks 9.80 USD and more',
  },
  {
    cloud: 'gcp',
    instanceType: /^a4-highgpu-8g$/,
    purchaseOption: 'on_demand',
    usd: '64.44',
    per: 'instance',
    why: 'a widely used catalog lists eight B200 at 64.44 USD, a calendar-mode price; others state 90.22 USD',
  },
  {
    cloud: 'gcp',
    instanceType: /^a2-ultragpu-/,
    purchaseOption: 'on_demand',
    usd: '1.85',
    per: 'accelerator',
    why: 'a widely used catalog lists the A100 80 GB at 1.85 USD, below its own spot price of 1.96 USD',
  },
  {
    cloud: 'azure',
    instanceType: /^Standard_NCC40ads_H100_v5$/,
    purchaseOption: 'on_demand',
    usd: '8.82',
    per: 'instance',
    why: 'this is the Windows meter, whose name ends in "Win"; Linux is 6.98 USD in eastus2',
  },
];

/** A shape whose on-demand price nobody can buy at. */
interface NotSoldOnDemand {
  readonly cloud: Cloud;
  readonly instanceType: RegExp;
  /** Whether it can be rented against a commitment, which then needs a reservation for the capacity. */
  readonly soldCommitted: boolean;
}

/**
 * Shapes for which Google publishes an on-demand price but which are rented as spot, by flex start, in a calendar or
 * against a reservation only. Compute Engine has commitments of their own for A3 Ultra and A4. The smaller A3 High are
 * spot and flex start only: a commitment price of theirs is arithmetic on cores and GPUs.
 */
export const NOT_SOLD_ON_DEMAND: readonly NotSoldOnDemand[] = [
  { cloud: 'gcp', instanceType: /^a4-/, soldCommitted: true },
  { cloud: 'gcp', instanceType: /^a3-ultragpu-/, soldCommitted: true },
  { cloud: 'gcp', instanceType: /^a3-highgpu-[124]g$/, soldCommitted: false },
];
