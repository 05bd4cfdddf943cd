import type { Decimal } from 'decimal.js';
import type { InstanceType } from '../../../catalog/index.js';
import { NOT_SOLD_ON_DEMAND } from '../../known-wrong.js';
import type { StatedPrice } from '../price-source.js';
import { machineRecipe, type RecipeLine } from './machine-recipe.js';
import { Exact, type PartPrice } from './part-price.js';
import type { PartPrices } from './part-prices.js';
import { SKU_MODES, type SkuMode } from './sku-description.js';

/** Google's own convention where it shows the price of a GiB and month by the hour. */
const HOURS_PER_MONTH = 730;
/** Only a month divided into hours needs rounding: to a trillionth of a dollar, once, after everything is summed up. */
const DECIMAL_PLACES = 12;

const TERMS: Readonly<Record<SkuMode, Pick<StatedPrice, 'purchaseOption' | 'termYears'>>> = {
  on_demand: { purchaseOption: 'on_demand', termYears: null },
  spot: { purchaseOption: 'spot', termYears: null },
  calendar: { purchaseOption: 'calendar', termYears: null },
  flex_start: { purchaseOption: 'flex_start', termYears: null },
  committed_1y: { purchaseOption: 'committed_use', termYears: 1 },
  committed_3y: { purchaseOption: 'committed_use', termYears: 3 },
};

/**
 * Prices of whole machines, each the sum of its parts in one region. A machine that lacks the price of any part in a
 * region has no price there, and neither have shapes that Google lists but does not sell plain on demand.
 *
 * @param now stands where Google does not say since when a price holds, and where it names a later instant
 */
export function assemble(types: Iterable<InstanceType>, parts: PartPrices, now: Date, source: string): StatedPrice[] {
  const prices: StatedPrice[] = [];
  for (const type of types) {
    const recipe = machineRecipe(type);
    const [accelerator] = recipe ?? [];
    if (recipe === null || accelerator === undefined) continue;
    for (const mode of SKU_MODES) {
      for (const region of parts.regions(mode, accelerator.part)) {
        const stated = priceOf(type, recipe, mode, region, parts, now, source);
        if (typeof stated === 'string') parts.skip(stated);
        else prices.push(stated);
      }
    }
  }
  return prices;
}

function priceOf(
  type: InstanceType,
  recipe: readonly RecipeLine[],
  mode: SkuMode,
  region: string,
  parts: PartPrices,
  now: Date,
  source: string,
): StatedPrice | string {
  if (mode === 'on_demand' && isNotSold(type)) return 'machine that is not sold plain on demand';
  const priced: { readonly units: Decimal; readonly price: PartPrice }[] = [];
  for (const { part, units } of recipe) {
    const price = parts.find(mode, part, region);
    if (price === null) return 'machine of which a part has no price in the region';
    priced.push({ units, price });
  }
  const perHour = sum(priced);
  const committed = TERMS[mode].termYears !== null;
  return {
    cloud: 'gcp',
    region,
    zone: null,
    instanceType: type.name,
    ...TERMS[mode],
    payment: null,
    offeringClass: null,
    currency: 'USD',
    perHour,
    // A commitment is paid month by month.
    upfront: committed ? '0' : null,
    recurringPerHour: committed ? perHour : null,
    asOf: oldest(
      priced.map(({ price }) => price),
      now,
    ),
    source,
  };
}

function isNotSold(type: InstanceType): boolean {
  return NOT_SOLD_ON_DEMAND.some(({ cloud, instanceType }) => cloud === 'gcp' && instanceType.test(type.name));
}

function sum(priced: readonly { readonly units: Decimal; readonly price: PartPrice }[]): string {
  let hourly = new Exact(0);
  let monthly = new Exact(0);
  for (const { units, price } of priced) {
    const usd = price.usd.times(units);
    if (price.per === 'hour') hourly = hourly.plus(usd);
    else monthly = monthly.plus(usd);
  }
  return hourly.plus(monthly.div(HOURS_PER_MONTH)).toDecimalPlaces(DECIMAL_PLACES).toFixed();
}

function oldest(prices: readonly PartPrice[], now: Date): string {
  const latest = now.toISOString();
  return prices
    .map(({ effective }) => effective ?? latest)
    .reduce((oldest, effective) => (effective < oldest ? effective : oldest), latest);
}
