import { Decimal } from 'decimal.js';
import { KNOWN_WRONG, NOT_SOLD_ON_DEMAND } from './known-wrong.js';
import type { PurchaseOption } from './offer.js';
import { RegionalMedians } from './regional-median.js';
import { offerId, type LeftOut, type LeftOutReason, type PriceFact } from './suspicion.js';

/** Spot feeds round to four decimals, so spot can sit half of the last one above on demand. */
const ROUNDING_USD = new Decimal('0.00005');

/** Two sources of the same price may differ by this share; beyond it neither is believed. */
export const SOURCES_AGREE_WITHIN = new Decimal('0.05');

/** What people write where they know no price. */
const PLACEHOLDERS = ['700', '999', '999.99', '9999', '9999.99', '99999'].map((usd) => new Decimal(usd));

/** In USD an hour; ten times what the largest machine costs, and what the tables hold. */
const HIGHEST_USD_PER_HOUR = 1_000_000;

const COMMITMENTS: ReadonlySet<PurchaseOption> = new Set(['reserved', 'savings_plan', 'committed_use']);

export interface Vouched<Fact extends PriceFact> {
  readonly offered: readonly Fact[];
  readonly leftOut: readonly LeftOut<Fact>[];
}

/**
 * Parts stated prices into those that can be offered and those left out, each with a reason and its figures.
 * Every check looks only at what the checks before it let through, and what it cannot compare it believes.
 * Running it again over what it offered leaves nothing more out, unless a median moved across its bound.
 */
export function vouch<Fact extends PriceFact>(facts: readonly Fact[]): Vouched<Fact> {
  const leftOut: LeftOut<Fact>[] = [];
  let offered: readonly Fact[] = facts;
  for (const check of [statedAlone, betweenSources, acrossRegions, againstOnDemand]) {
    const verdict = check(offered);
    leftOut.push(...verdict.leftOut);
    offered = verdict.offered;
  }
  return { offered, leftOut };
}

/** Why a price is not believed, or null where nothing speaks against it. */
export type Doubt = { readonly reason: LeftOutReason; readonly why: string } | null;

function part<Fact extends PriceFact>(facts: readonly Fact[], doubtAbout: (fact: Fact) => Doubt): Vouched<Fact> {
  const offered: Fact[] = [];
  const leftOut: LeftOut<Fact>[] = [];
  for (const fact of facts) {
    const doubt = doubtAbout(fact);
    if (doubt === null) offered.push(fact);
    else leftOut.push({ fact, ...doubt });
  }
  return { offered, leftOut };
}

/** What shows from one price alone: not a price, a placeholder, known to be wrong, or not for sale. */
export function doubtAboutOne(fact: PriceFact): Doubt {
  if (!/^\d+(\.\d+)?$/.test(fact.usdPerHour)) {
    return { reason: 'unreadable', why: `"${fact.usdPerHour}" is not an amount in USD.` };
  }
  const usd = new Decimal(fact.usdPerHour);
  if (usd.isZero()) return { reason: 'placeholder', why: 'The price is 0: no accelerator is free.' };
  if (usd.greaterThan(HIGHEST_USD_PER_HOUR)) {
    return { reason: 'unreadable', why: `${usd.toFixed()} USD an hour is more than any machine costs.` };
  }
  if (PLACEHOLDERS.some((placeholder) => placeholder.equals(usd))) {
    return { reason: 'placeholder', why: `${usd} USD an hour stands where a price is not known.` };
  }
  return knownWrong(fact, usd) ?? notSold(fact);
}

function statedAlone<Fact extends PriceFact>(facts: readonly Fact[]): Vouched<Fact> {
  return part(facts, doubtAboutOne);
}

function knownWrong(fact: PriceFact, usd: Decimal): Doubt {
  const perAccelerator = usd.div(fact.acceleratorCount);
  const known = KNOWN_WRONG.find(
    (wrong) =>
      wrong.cloud === fact.cloud &&
      wrong.purchaseOption === fact.purchaseOption &&
      wrong.instanceType.test(fact.instanceType) &&
      (wrong.per === 'instance' ? usd : perAccelerator).equals(wrong.usd),
  );
  return known ? { reason: 'known_wrong', why: `${usd} USD an hour: ${known.why}.` } : null;
}

function notSold(fact: PriceFact): Doubt {
  const committed = COMMITMENTS.has(fact.purchaseOption);
  if (fact.purchaseOption !== 'on_demand' && !committed) return null;
  const shape = NOT_SOLD_ON_DEMAND.find(
    ({ cloud, instanceType }) => cloud === fact.cloud && instanceType.test(fact.instanceType),
  );
  if (shape === undefined || (committed && shape.soldCommitted)) return null;
  const what = fact.purchaseOption === 'on_demand' ? 'lists' : 'lists a commitment on';
  return {
    reason: 'not_sold_on_demand',
    why: `The price list ${what} ${fact.instanceType} at ${fact.usdPerHour} USD an hour, but it is not sold plain on demand.`,
  };
}

/** In the order in which their keys first come. */
export function grouped<Fact>(facts: readonly Fact[], keyOf: (fact: Fact) => string): Map<string, Fact[]> {
  const groups = new Map<string, Fact[]>();
  for (const fact of facts) {
    const key = keyOf(fact);
    const group = groups.get(key);
    if (group) group.push(fact);
    else groups.set(key, [fact]);
  }
  return groups;
}

/**
 * Where sources state the same price: the newest stands when they agree, none stands when they do not. Spot prices move,
 * so of those the newest always stands.
 */
function betweenSources<Fact extends PriceFact>(facts: readonly Fact[]): Vouched<Fact> {
  const groups = grouped(facts, offerId);
  return part(facts, (fact) => {
    const group = groups.get(offerId(fact)) ?? [];
    if (group.length < 2) return null;
    const [newest] = [...group].sort((a, b) => b.asOf.localeCompare(a.asOf));
    const amounts = group.map(({ usdPerHour }) => new Decimal(usdPerHour));
    const low = Decimal.min(...amounts);
    const spread = Decimal.max(...amounts)
      .minus(low)
      .div(low);
    const stated = group.map((one) => `${one.usdPerHour} (${one.source}, ${one.asOf})`).join(' and ');
    if (fact.purchaseOption !== 'spot' && spread.greaterThan(SOURCES_AGREE_WITHIN)) {
      return { reason: 'sources_disagree', why: `Sources differ by ${percent(spread)}: ${stated} USD an hour.` };
    }
    if (fact === newest) return null;
    return { reason: 'superseded', why: `A newer source differs by ${percent(spread)}: ${stated} USD an hour.` };
  });
}

/** Against the median of the same type, purchase option and terms over all regions. */
function acrossRegions<Fact extends PriceFact>(facts: readonly Fact[]): Vouched<Fact> {
  const medians = new RegionalMedians(facts);
  return part(facts, (fact) => medians.doubtAbout(fact));
}

/** Discounts must be discounts: spot at most on demand, a commitment below it. */
function againstOnDemand<Fact extends PriceFact>(facts: readonly Fact[]): Vouched<Fact> {
  const placeKey = (fact: PriceFact) => `${fact.cloud}:${fact.region}:${fact.instanceType}`;
  const onDemand = new Map(
    facts.filter(({ purchaseOption }) => purchaseOption === 'on_demand').map((fact) => [placeKey(fact), fact]),
  );
  return part(facts, (fact) => {
    const list = onDemand.get(placeKey(fact));
    if (list === undefined || list === fact) return null;
    return contradiction(fact, list) ?? copied(fact, list);
  });
}

/** Whether this is a way to pay less than on demand that an on-demand price can contradict. */
export function isDiscount({ purchaseOption }: Pick<PriceFact, 'purchaseOption'>): boolean {
  return purchaseOption === 'spot' || COMMITMENTS.has(purchaseOption);
}

/** Why a discounted price and the on-demand price of the same place cannot both be right; null where they can. */
export function contradiction(discount: PriceFact, onDemand: PriceFact): Doubt {
  if (discount.purchaseOption === 'spot') return spotAbove(discount, onDemand);
  if (!isDiscount(discount) || new Decimal(discount.usdPerHour).lessThan(onDemand.usdPerHour)) return null;
  return {
    reason: 'commitment_not_below_on_demand',
    why: `${discount.usdPerHour} USD an hour with a commitment is not below ${onDemand.usdPerHour} on demand.`,
  };
}

function spotAbove(spot: PriceFact, onDemand: PriceFact): Doubt {
  const usd = new Decimal(spot.usdPerHour);
  const list = new Decimal(onDemand.usdPerHour);
  if (usd.greaterThan(list.plus(ROUNDING_USD))) {
    const above = percent(usd.minus(list).div(list));
    return {
      reason: 'spot_above_on_demand',
      why: `Spot at ${usd} USD an hour is ${above} above on demand at ${list}, more than rounding to four decimals.`,
    };
  }
  return null;
}

/**
 * A spot price that is the on-demand price. Where one feed states both, equality was observed: a spot market does reach
 * its cap. Of collections that others made it is a stopgap.
 */
export function copied(spot: PriceFact, onDemand: PriceFact): Doubt {
  if (spot.purchaseOption !== 'spot' || spot.source === onDemand.source) return null;
  if (!new Decimal(spot.usdPerHour).equals(onDemand.usdPerHour)) return null;
  return {
    reason: 'spot_copied_from_on_demand',
    why:
      `Spot of ${spot.asOf} (${spot.source}) equals on demand of ${onDemand.asOf} to the last digit, ` +
      `${new Decimal(onDemand.usdPerHour)} USD an hour: a copied price, not an observed one.`,
  };
}

/** `12.5 %` of 0.125. */
export function percent(share: Decimal): string {
  return `${share.times(100).toDecimalPlaces(1)} %`;
}
