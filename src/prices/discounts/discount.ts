import type { Cloud } from '../../catalog/index.js';
import type { Offer, PurchaseOption } from '../offer.js';

/** What an operator has negotiated with a cloud, and for what it holds. A null admits all. */
export interface Discount {
  readonly id: string;
  /** As the operator calls it, e.g. `EDP 2026`; shown wherever it makes a difference. */
  readonly name: string;
  readonly cloud: Cloud;
  /** Account, billing account or subscription. Holds only for who names it. */
  readonly account: string | null;
  /** As `serviceOf` names them. */
  readonly service: string | null;
  /** A name, or a pattern in which `*` stands for any characters: `p5.*`. A price per hour has an exact name. */
  readonly instanceType: string | null;
  readonly region: string | null;
  readonly purchaseOptions: readonly PurchaseOption[] | null;
  /** Off the list price; a decimal string above 0 and below 100. Either this or `usdPerHour`. */
  readonly percentOff: string | null;
  /** Of one instance, in place of the list price. */
  readonly usdPerHour: string | null;
  /** A percentage that comes off what another discount has left, instead of competing with it. */
  readonly onTop: boolean;
  /** ISO 8601 day in UTC from which it holds. */
  readonly validFrom: string;
  /** First day on which it holds no more; null where no end is agreed. */
  readonly validTo: string | null;
  /** Contract, quote or price sheet that grants it. */
  readonly source: string;
  readonly note: string | null;
}

/** What a discount is held against. */
export type Discounted = Pick<Offer, 'cloud' | 'instanceType' | 'acceleratorId' | 'region' | 'purchaseOption'>;

/** The services that sell accelerators, as the clouds' bills name them. */
export const SERVICES: Readonly<Record<Cloud, readonly string[]>> = {
  aws: ['AmazonEC2'],
  gcp: ['Compute Engine', 'Cloud TPU'],
  azure: ['Virtual Machines'],
};

/** The service on whose bill a machine stands. */
function serviceOf({ cloud, acceleratorId }: Pick<Discounted, 'cloud' | 'acceleratorId'>): string {
  if (cloud === 'aws') return 'AmazonEC2';
  if (cloud === 'azure') return 'Virtual Machines';
  return acceleratorId.startsWith('google-tpu') ? 'Cloud TPU' : 'Compute Engine';
}

/** Accounts are written in either case: Azure's are UUIDs. */
export function accountKey(account: string): string {
  return account.trim().toLowerCase();
}

/** Whether it holds on a day for who has these accounts, given as `accountKey` writes them. */
export function isValidFor(discount: Discount, accounts: ReadonlySet<string>, day: string): boolean {
  const { account, validFrom, validTo } = discount;
  if (account !== null && !accounts.has(accountKey(account))) return false;
  return validFrom <= day && (validTo === null || day < validTo);
}

export type DiscountState = 'in_force' | 'upcoming' | 'expired';

export function stateOn({ validFrom, validTo }: Pick<Discount, 'validFrom' | 'validTo'>, day: string): DiscountState {
  if (day < validFrom) return 'upcoming';
  return validTo !== null && validTo <= day ? 'expired' : 'in_force';
}

/** Whether it is meant for such a machine, wherever that stands. */
export function isForType(
  { cloud, service, instanceType }: Discount,
  type: Pick<Discounted, 'cloud' | 'instanceType' | 'acceleratorId'>,
): boolean {
  if (cloud !== type.cloud) return false;
  if (service !== null && service !== serviceOf(type)) return false;
  return instanceType === null || namesMatch(instanceType, type.instanceType);
}

/** Whether it is meant for such an offer. */
export function isFor(discount: Discount, offer: Discounted): boolean {
  const { region, purchaseOptions } = discount;
  if (region !== null && region !== offer.region) return false;
  if (purchaseOptions !== null && !purchaseOptions.includes(offer.purchaseOption)) return false;
  return isForType(discount, offer);
}

/** Whether a name fits a pattern, in which `*` stands for any characters. Walks once: a pattern cannot make it slow. */
export function namesMatch(pattern: string, name: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === name;
  const last = rest.pop() ?? '';
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}
