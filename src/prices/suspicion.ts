import type { Offer } from './offer.js';

/** Why a stated price is not offered; the last eight only where it is held against what is in force and now. */
export const LEFT_OUT_REASONS = [
  'estimate',
  'not_in_catalog',
  'unreadable',
  'placeholder',
  'known_wrong',
  'not_sold_on_demand',
  'superseded',
  'sources_disagree',
  'out_of_line',
  'spot_above_on_demand',
  'spot_copied_from_on_demand',
  'commitment_not_below_on_demand',
  'jump',
  'out_of_band',
  'vanished',
  'future',
  'too_old',
  'currency_unknown',
  'exchange_rate_missing',
  'rejected_by_operator',
] as const;
export type LeftOutReason = (typeof LEFT_OUT_REASONS)[number];

/** A stated price, as much of it as the checks read. Money is a decimal string in USD. */
export type PriceFact = Pick<
  Offer,
  | 'cloud'
  | 'region'
  | 'zone'
  | 'instanceType'
  | 'purchaseOption'
  | 'termYears'
  | 'payment'
  | 'offeringClass'
  | 'usdPerHour'
  | 'asOf'
  | 'source'
> & { readonly acceleratorCount: number };

type Terms = Pick<PriceFact, 'cloud' | 'instanceType' | 'purchaseOption' | 'termYears' | 'payment' | 'offeringClass'>;

/** A price that is not offered, and the sentence that says why, with the figures. */
export interface LeftOut<Fact extends PriceFact = PriceFact> {
  readonly fact: Fact;
  readonly reason: LeftOutReason;
  readonly why: string;
}

/** `aws:us-east-1:p5.48xlarge:reserved:1y:no_upfront:standard`: the same for every source of the same price. */
export function offerId(fact: Omit<PriceFact, 'usdPerHour' | 'asOf' | 'source' | 'acceleratorCount'>): string {
  return idAt(placeInId(fact), fact);
}

/** Where the offer is, as its id has it: zones have names of their own, but Azure's, which are numbers in every region. */
export function placeInId({ region, zone }: Pick<PriceFact, 'region' | 'zone'>): string {
  if (zone === null) return region;
  return /^\d+$/.test(zone) ? `${region}-${zone}` : zone;
}

/** Put together by hand: of a large list these are made by the hundred thousand. */
function idAt(
  place: string,
  { cloud, instanceType, purchaseOption, termYears, payment, offeringClass }: Terms,
): string {
  let id = `${cloud}:${place}:${instanceType}:${purchaseOption}`;
  if (termYears !== null) id += `:${termYears}y`;
  if (payment !== null) id += `:${payment}`;
  if (offeringClass !== null) id += `:${offeringClass}`;
  return id;
}

/** The id of the offer whatever zone it is stated for: spot is stated by zone or by region. */
export function regionalId(fact: Parameters<typeof offerId>[0]): string {
  return idAt(fact.region, fact);
}

/** The same for a machine and its terms wherever it stands. */
export function typeKey(fact: Terms): string {
  return idAt('', fact);
}
