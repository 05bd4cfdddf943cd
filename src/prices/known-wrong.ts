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

/**
 * Shapes for which Google publishes a price that nobody can buy at: they are rented as spot, by flex start, in a
 * calendar or against a reservation only. Their commitment prices discount an on-demand price that is not sold.
 */
export const NOT_SOLD_ON_DEMAND: readonly { readonly cloud: Cloud; readonly instanceType: RegExp }[] = [
  { cloud: 'gcp', instanceType: /^a4-/ },
  { cloud: 'gcp', instanceType: /^a3-ultragpu-/ },
  { cloud: 'gcp', instanceType: /^a3-highgpu-[124]g$/ },
];
