import { Decimal } from 'decimal.js';
import { typeKey, type LeftOut, type PriceFact } from './suspicion.js';

/** Regions differ; list prices of a type by at most a factor of two around their median, spot markets by far more. */
const LIST_FACTOR = 2;
const SPOT_FACTOR = 10;

/** What a float says with this much to spare is true of the amount as well. */
const CLEARLY = 1 - 1e-9;

/** Below this many regions a median says nothing. */
const REGIONS_FOR_MEDIAN = 4;

interface Median {
  readonly usd: Decimal;
  /** For comparing only. */
  readonly float: number;
  readonly regions: number;
}

interface Group {
  readonly prices: string[];
  /** Spot is stated by zone, and the zones of one region are no second opinion. */
  readonly regions: Set<string>;
}

/** What a type costs in the middle of all regions, by purchase option and terms. */
export class RegionalMedians {
  private readonly groups = new Map<string, Group>();
  private readonly medians = new Map<string, Median | null>();

  constructor(facts: Iterable<PriceFact>) {
    for (const fact of facts) {
      const key = typeKey(fact);
      const group = this.groups.get(key) ?? { prices: [], regions: new Set() };
      group.prices.push(fact.usdPerHour);
      group.regions.add(fact.region);
      this.groups.set(key, group);
    }
  }

  /** Null where too few regions are known. */
  of(fact: PriceFact): Median | null {
    const key = typeKey(fact);
    const known = this.medians.get(key);
    if (known !== undefined) return known;
    const median = medianOf(this.groups.get(key));
    this.medians.set(key, median);
    return median;
  }

  /** Null where the price is near the median, or there is none. */
  doubtAbout(fact: PriceFact): Pick<LeftOut, 'reason' | 'why'> | null {
    const middle = this.of(fact);
    if (middle === null) return null;
    const factor = fact.purchaseOption === 'spot' ? SPOT_FACTOR : LIST_FACTOR;
    const float = Number(fact.usdPerHour) / middle.float;
    if (float < factor * CLEARLY && float > 1 / (factor * CLEARLY)) return null;
    const ratio = new Decimal(fact.usdPerHour).div(middle.usd);
    if (ratio.lessThanOrEqualTo(factor) && ratio.greaterThanOrEqualTo(1 / factor)) return null;
    return {
      reason: 'out_of_line',
      why:
        `${fact.usdPerHour} USD an hour is ${ratio.toSignificantDigits(2)} times the median of ` +
        `${middle.usd} over ${middle.regions} regions; up to a factor of ${factor} is believed.`,
    };
  }
}

function medianOf(group: Group | undefined): Median | null {
  if (group === undefined || group.regions.size < REGIONS_FOR_MEDIAN) return null;
  const sorted = [...group.prices].sort(ascending);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) return null;
  const usd = new Decimal(upper).plus(lower).div(2);
  return { usd, float: usd.toNumber(), regions: group.regions.size };
}

/** By amount; exactly where floats cannot tell. */
function ascending(a: string, b: string): number {
  return Number(a) - Number(b) || (a === b ? 0 : new Decimal(a).comparedTo(b));
}
