import { Decimal } from 'decimal.js';
import type { Accelerator, Precision } from '../catalog/index.js';
import type { Offer } from './offer.js';

/** Decimals kept of a quotient; more than any price list states. */
const DECIMALS = 10;

/** An offer with the prices that make offers comparable. Decimal strings in USD; null where a fact is missing. */
export interface PricedOffer extends Offer {
  /** `component`: an accelerator alone, priced without the machine that it must be attached to. */
  readonly kind: 'instance' | 'component';
  readonly usdPerAcceleratorHour: string;
  /** Per dense peak TFLOP/s of the precision asked for; null where the accelerator lacks the precision. */
  readonly usdPerTflopHour: string | null;
  /** Per GB of accelerator memory as datasheets count it: an "80 GB" accelerator has 80 × 2^30 bytes. */
  readonly usdPerAcceleratorMemoryGBHour: string | null;
}

/** Whether the offer is an accelerator without a machine: listed, but nothing can be placed on it. */
export function isComponent(offer: Pick<Offer, 'instanceType'>): boolean {
  return offer.instanceType.startsWith('gpu-component:');
}

/** A decimal string without exponent and without padding zeros: `1.2000000000` is `1.2`. */
export function plainDecimal(amount: string | Decimal): string {
  return new Decimal(amount).toFixed();
}

/**
 * Works the comparable prices out.
 *
 * @param peakTflops dense peak rate per accelerator, or null where there is none
 */
export function priceOffer(offer: Offer, peakTflops: number | null): PricedOffer {
  const usd = new Decimal(offer.usdPerHour);
  const usdPerAccelerator = perAccelerator(usd, offer.acceleratorCount);
  const per = (price: Decimal, amount: number | null) =>
    amount === null || amount <= 0 ? null : plainDecimal(price.div(amount).toDecimalPlaces(DECIMALS));
  return {
    ...offer,
    kind: isComponent(offer) ? 'component' : 'instance',
    usdPerAcceleratorHour: plainDecimal(usdPerAccelerator.toDecimalPlaces(DECIMALS)),
    usdPerTflopHour: per(usdPerAccelerator, peakTflops),
    usdPerAcceleratorMemoryGBHour: per(usd, offer.acceleratorMemoryGiB),
  };
}

/** A sixth of an accelerator is written 0.166667, so slices are multiplied by their number rather than divided. */
function perAccelerator(usd: Decimal, count: number): Decimal {
  const slices = Math.round(1 / count);
  return count < 1 && Math.abs(1 / count - slices) < 0.001 ? usd.times(slices) : usd.div(count);
}

/** Prices all offers for one precision. */
export function priceOffers(
  offers: readonly Offer[],
  accelerators: readonly Accelerator[],
  precision: Precision,
): PricedOffer[] {
  const peaks = new Map(accelerators.map(({ id, peakTflops }) => [id, peakTflops[precision] ?? null]));
  return offers.map((offer) => priceOffer(offer, peaks.get(offer.acceleratorId) ?? null));
}
