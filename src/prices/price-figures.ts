import { Decimal } from 'decimal.js';
import type { Offer } from './offer.js';
import type { PriceSort } from './price-query.js';

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

/** Whose price is stated: what the figures depend on beside the price. */
type Priced = Pick<Offer, 'acceleratorCount' | 'acceleratorMemoryGiB'>;

/**
 * The figures of a price, not rounded; null where a fact is missing.
 *
 * @param usd per hour
 * @param peakTflops dense peak rate per accelerator, or null where there is none
 */
export function figuresOf(
  usd: Decimal,
  { acceleratorCount, acceleratorMemoryGiB }: Priced,
  peakTflops: number | null,
): { price: Decimal; accelerator: Decimal; tflop: Decimal | null; memory: Decimal | null } {
  const accelerator = perAccelerator(usd, acceleratorCount);
  const per = (price: Decimal, amount: number | null) => (amount === null || amount <= 0 ? null : price.div(amount));
  return {
    price: usd,
    accelerator,
    tflop: per(accelerator, peakTflops),
    memory: per(usd, acceleratorMemoryGiB),
  };
}

/**
 * Works the comparable prices out.
 *
 * @param peakTflops dense peak rate per accelerator, or null where there is none
 */
export function priceOffer(offer: Offer, peakTflops: number | null): PricedOffer {
  return { ...offer, ...comparablePrices(offer, peakTflops) };
}

/** What a priced offer has beside the offer. */
export function comparablePrices(offer: Offer, peakTflops: number | null): Omit<PricedOffer, keyof Offer> {
  const { accelerator, tflop, memory } = figuresOf(new Decimal(offer.usdPerHour), offer, peakTflops);
  const rounded = (figure: Decimal) => figure.toDecimalPlaces(DECIMALS).toFixed();
  return {
    kind: isComponent(offer) ? 'component' : 'instance',
    usdPerAcceleratorHour: rounded(accelerator),
    usdPerTflopHour: tflop && rounded(tflop),
    usdPerAcceleratorMemoryGBHour: memory && rounded(memory),
  };
}

const SHOWN: Readonly<Record<PriceSort, (offer: PricedOffer) => string | null>> = {
  price: (offer) => offer.usdPerHour,
  accelerator: (offer) => offer.usdPerAcceleratorHour,
  tflop: (offer) => offer.usdPerTflopHour,
  memory: (offer) => offer.usdPerAcceleratorMemoryGBHour,
};

/** The figure that a sort goes by, as it is shown; null where the offer lacks it. */
export function figureOf(offer: PricedOffer, sort: PriceSort): string | null {
  return SHOWN[sort](offer);
}

/** A sixth of an accelerator is written 0.166667, so slices are multiplied by their number rather than divided. */
function perAccelerator(usd: Decimal, count: number): Decimal {
  const slices = Math.round(1 / count);
  return count < 1 && Math.abs(1 / count - slices) < 0.001 ? usd.times(slices) : usd.div(count);
}
