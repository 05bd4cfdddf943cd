import { amountText } from '../in-force/exact-amount.js';
import type { OfferColumns } from '../in-force/offer-columns.js';
import { isForType, type Discount } from './discount.js';
import { effectivePrice, readyDiscount, type Effective, type ReadyDiscount } from './effective-price.js';
import type { AppliedDiscount, Negotiated } from './negotiated.js';
import { byPrecedence } from './precedence.js';

const UNITS = 10n ** 10n;

/** The same offers at the prices that these discounts leave; those that they do not touch are as they were. */
export function discountedOffers(list: OfferColumns, discounts: readonly Discount[]): OfferColumns {
  const usd = list.usd.slice();
  const usdFraction = list.usdFraction.slice();
  const codes = new Uint32Array(list.length);
  const matching = new Matching(list, discounts);
  const applied = new Combinations();
  for (let row = 0; row < list.length; row += 1) {
    const ordered = matching.of(row);
    if (ordered.length === 0) continue;
    const [dollars, rest] = [list.usd[row] ?? 0, list.usdFraction[row] ?? 0];
    const effective = effectivePrice(BigInt(dollars) * UNITS + BigInt(rest), ordered);
    if (effective.applied.length === 0) continue;
    usd[row] = Number(effective.units / UNITS);
    usdFraction[row] = Number(effective.units % UNITS);
    codes[row] = applied.code(effective);
  }
  const negotiatedOf = (row: number): Negotiated | undefined => {
    const code = codes[row] ?? 0;
    if (code === 0) return undefined;
    const listUsdPerHour = amountText(list.usd[row] ?? 0, list.usdFraction[row] ?? 0);
    return { listUsdPerHour, discounts: applied.discounts[code] ?? [] };
  };
  return list.withPrices({ usd, usdFraction, negotiatedOf });
}

/** Which discounts are for a row: worked out once for each machine, way to pay and region. */
class Matching {
  private readonly ready: readonly ReadyDiscount[];
  private readonly known = new Map<number, readonly ReadyDiscount[]>();
  private readonly regions: readonly string[];
  private readonly regionOfPlace: readonly number[];

  constructor(
    private readonly list: OfferColumns,
    discounts: readonly Discount[],
  ) {
    this.ready = [...discounts].sort(byPrecedence).map(readyDiscount);
    const named = new Set(discounts.flatMap(({ region }) => (region === null ? [] : [region])));
    this.regions = [...named];
    // Regions that no discount names are one: the last.
    this.regionOfPlace = list.repeated.places.map(({ region }) => {
      const at = this.regions.indexOf(region);
      return at < 0 ? this.regions.length : at;
    });
  }

  /** By precedence. */
  of(row: number): readonly ReadyDiscount[] {
    const { list } = this;
    const type = list.type[row] ?? 0;
    const way = list.way[row] ?? 0;
    const region = this.regionOfPlace[list.place[row] ?? 0] ?? 0;
    const key = (type * list.repeated.ways.length + way) * (this.regions.length + 1) + region;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const machine = list.typeOf(row);
    const { purchaseOption } = list.wayOf(row);
    const found = this.ready.filter(
      ({ discount }) =>
        (discount.region === null || discount.region === this.regions[region]) &&
        (discount.purchaseOptions?.includes(purchaseOption) ?? true) &&
        isForType(discount, machine),
    );
    this.known.set(key, found);
    return found;
  }
}

/** The few combinations of discounts that come up, by number; 0 is none. */
class Combinations {
  readonly discounts: (readonly AppliedDiscount[])[] = [[]];
  private readonly codes = new Map<string, number>();

  code({ applied }: Effective): number {
    const key = applied.map(({ discount }) => discount.id).join(' ');
    const known = this.codes.get(key);
    if (known !== undefined) return known;
    this.codes.set(key, this.discounts.length);
    this.discounts.push(applied.map(({ discount }) => shown(discount)));
    return this.discounts.length - 1;
  }
}

function shown({ id, name, account, percentOff, usdPerHour, onTop, validTo, source }: Discount): AppliedDiscount {
  return { id, name, account, percentOff, usdPerHour, onTop, validTo, source };
}
