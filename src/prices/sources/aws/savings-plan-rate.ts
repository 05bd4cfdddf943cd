import { Decimal } from 'decimal.js';
import type { OfferingClass } from '../../offer.js';
import type { StatedPrice } from '../price-source.js';
import { isAmount, TERM_HOURS } from './amortise.js';

/** One rate of the offers of savings plans, as much of it as is used. */
export interface SavingsPlanRate {
  readonly savingsPlanOffering?: {
    readonly paymentOption?: string;
    readonly planType?: string;
    readonly durationSeconds?: number;
    readonly currency?: string;
  };
  readonly rate?: string;
  readonly unit?: string;
  readonly usageType?: string;
  readonly operation?: string;
  readonly properties?: readonly { readonly name?: string; readonly value?: string }[];
}

export interface RateQuestion {
  readonly region: string;
  readonly instanceTypes: { has(name: string): boolean };
  readonly now: Date;
  readonly source: string;
}

const SECONDS_PER_HOUR = 3600;
const PAYMENTS: ReadonlyMap<string, NonNullable<StatedPrice['payment']>> = new Map([
  ['No Upfront', 'no_upfront'],
  ['Partial Upfront', 'partial_upfront'],
  ['All Upfront', 'all_upfront'],
]);
const CLASSES: ReadonlyMap<string, OfferingClass> = new Map([
  ['Compute', 'compute'],
  ['EC2Instance', 'ec2_instance'],
]);

/** The price that a rate states, or why it states none of ours. */
export function savingsPlanPrice(
  rate: SavingsPlanRate,
  { region, instanceTypes, now, source }: RateQuestion,
): StatedPrice | string {
  const property = (name: string) => rate.properties?.find((one) => one.name === name)?.value ?? '';
  const instanceType = property('instanceType');
  if (!instanceTypes.has(instanceType)) return 'machine without accelerators';
  if (property('region') !== region) return 'in another region';
  if (property('productDescription') !== 'Linux/UNIX') return 'other operating system than plain Linux';
  // Besides running machines there are rates for capacity that is reserved and not used.
  if (!isRunning(rate, instanceType)) return 'other usage than a running machine';
  const { paymentOption = '', planType = '', durationSeconds = 0, currency = '' } = rate.savingsPlanOffering ?? {};
  const termYears = yearsOf(durationSeconds);
  const payment = PAYMENTS.get(paymentOption);
  const offeringClass = CLASSES.get(planType);
  if (termYears === null || payment === undefined || offeringClass === undefined) {
    return 'plan on other terms than those we know';
  }
  if (rate.unit !== 'Hrs' || !isAmount(rate.rate) || currency === '') return 'without a price by the hour';
  return {
    cloud: 'aws',
    region,
    zone: null,
    instanceType,
    purchaseOption: 'savings_plan',
    termYears,
    payment,
    offeringClass,
    currency,
    // The rate is for the whole hour, however the plan is paid.
    perHour: rate.rate,
    ...parts(rate.rate, termYears, payment),
    asOf: now.toISOString(),
    source,
  };
}

/** A plan is paid half or more at once, which the buyer decides: then neither part is known. */
function parts(
  perHour: string,
  termYears: 1 | 3,
  payment: NonNullable<StatedPrice['payment']>,
): Pick<StatedPrice, 'upfront' | 'recurringPerHour'> {
  if (payment === 'no_upfront') return { upfront: '0', recurringPerHour: perHour };
  if (payment === 'partial_upfront') return { upfront: null, recurringPerHour: null };
  return { upfront: new Decimal(perHour).times(TERM_HOURS[termYears]).toFixed(), recurringPerHour: '0' };
}

/** Bare metal runs as dedicated usage, any other machine on shared hardware as box usage. */
function isRunning({ usageType = '', operation }: SavingsPlanRate, instanceType: string): boolean {
  const usage = isBareMetal(instanceType) ? 'DedicatedUsage' : 'BoxUsage';
  return operation === 'RunInstances' && new RegExp(`^(\\w+-)?${usage}:`).test(usageType);
}

export function isBareMetal(instanceType: string): boolean {
  return /\.metal\b/.test(instanceType);
}

function yearsOf(seconds: number): 1 | 3 | null {
  const hours = seconds / SECONDS_PER_HOUR;
  if (hours === TERM_HOURS[1]) return 1;
  return hours === TERM_HOURS[3] ? 3 : null;
}
