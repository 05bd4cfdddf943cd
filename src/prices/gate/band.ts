import type { OfferInForce } from '../offer.js';
import type { PriceFact } from '../suspicion.js';
import type { Doubt } from '../vouch.js';

/**
 * How far a price per accelerator may lie outside of what is in force for the same accelerator, cloud and purchase
 * option. Of the shipped snapshot, where at least five offers make a band, no lowest list price is below 0.83 times the
 * next one and no highest above 1.29 times; of spot prices 0.53 and 2.2 times.
 */
const LIST_BAND = { below: 0.5, above: 2 };
const SPOT_BAND = { below: 0.2, above: 5 };
/** With fewer there is no band. */
const OFFERS_FOR_A_BAND = 4;

interface Range {
  readonly offers: number;
  readonly least: number;
  readonly most: number;
}

/** A price with the accelerator that it is of. */
export type BandFact = PriceFact & { readonly acceleratorId: string };
type Kind = Pick<BandFact, 'cloud' | 'purchaseOption' | 'acceleratorId'>;

/** The range of prices per accelerator in force, by accelerator, cloud and purchase option. */
export class Bands {
  private readonly ranges = new Map<string, Range>();

  constructor(inForce: Iterable<OfferInForce>) {
    for (const offer of inForce) {
      const usd = Number(offer.usdPerHour) / offer.acceleratorCount;
      const key = keyOf(offer);
      const known = this.ranges.get(key) ?? { offers: 0, least: Infinity, most: 0 };
      this.ranges.set(key, {
        offers: known.offers + 1,
        least: Math.min(known.least, usd),
        most: Math.max(known.most, usd),
      });
    }
  }

  /** Null where the price is within the band, or there is none. */
  doubtAbout(fact: BandFact): Doubt {
    const range = this.ranges.get(keyOf(fact));
    if (range === undefined || range.offers < OFFERS_FOR_A_BAND) return null;
    const usd = Number(fact.usdPerHour) / fact.acceleratorCount;
    const band = fact.purchaseOption === 'spot' ? SPOT_BAND : LIST_BAND;
    if (usd >= range.least * band.below && usd <= range.most * band.above) return null;
    return {
      reason: 'out_of_band',
      why:
        `${shown(usd)} USD per accelerator hour; the ${range.offers} offers in force of this accelerator, cloud and ` +
        `purchase option are from ${shown(range.least)} to ${shown(range.most)}, and ${band.below} times the least to ` +
        `${band.above} times the most is believed.`,
    };
  }
}

function keyOf({ cloud, purchaseOption, acceleratorId }: Kind): string {
  return `${cloud}:${purchaseOption}:${acceleratorId}`;
}

function shown(usd: number): string {
  return String(Number(usd.toPrecision(5)));
}
