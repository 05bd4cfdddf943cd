import { Decimal } from 'decimal.js';
import { CLOUDS } from '../catalog/index.js';
import { columns } from './columns.js';
import { conversionOf } from '../prices/index.js';
import type { CloudSummary, LeftOutPrice, MatrixRow, PriceList } from '../prices/index.js';

type ListedOffer = PriceList['offers'][number];

/** Significant digits of a price in a table; JSON has them all. */
const DIGITS = 5;

/** The offers in columns, under a heading. */
export function priceTable(list: PriceList): string[] {
  // Where nothing is negotiated, nothing is said of it.
  const isNegotiated = list.offers.some(({ negotiated }) => negotiated !== undefined);
  const isConverted = list.offers.some(({ converted }) => converted !== undefined);
  const heading = [
    'cloud',
    'region',
    'instance type',
    'accelerator',
    'GB',
    'purchase',
    'USD/h',
    'USD/acc h',
    `USD/TFLOP h (${list.precision})`,
    'USD/GB h',
    'as of',
    ...(isNegotiated ? ['list USD/h', 'discount'] : []),
    ...(isConverted ? ['list price stated'] : []),
  ];
  const rows = list.offers.map((offer) => [
    offer.cloud,
    `${offer.zone ?? offer.region}${offer.available === false ? ' *' : ''}`,
    offer.instanceType,
    `${plainNumber(offer.acceleratorCount)} × ${offer.acceleratorName}`,
    offer.acceleratorMemoryGiB === null ? '' : plainNumber(offer.acceleratorMemoryGiB),
    purchaseLabel(offer),
    amount(offer.usdPerHour),
    amount(offer.usdPerAcceleratorHour),
    amount(offer.usdPerTflopHour),
    amount(offer.usdPerAcceleratorMemoryGBHour),
    offer.asOf,
    ...(isNegotiated ? [amount(offer.negotiated?.listUsdPerHour ?? null), discountLabel(offer)] : []),
    ...(isConverted ? [offer.converted === undefined ? '' : conversionOf(offer.converted)] : []),
  ]);
  return columns([heading, ...rows], new Set([4, 6, 7, 8, 9, 11]));
}

/** One line per accelerator: the cheapest price per accelerator hour of every cloud and purchase option. */
export function matrixTable(rows: readonly MatrixRow[]): string[] {
  const kinds = new Set<string>();
  const ways = rows.flatMap(({ cells }) => cells);
  for (const cloud of CLOUDS) {
    const labels = ways.filter((cell) => cell.cloud === cloud).map(wayLabel);
    for (const label of [...new Set(labels)].sort(byWay)) kinds.add(`${cloud} ${label}`);
  }
  const heading = ['accelerator', ...kinds];
  const lines = rows.map((row) => {
    const prices = new Map<string, string>(
      row.cells.map((cell) => [`${cell.cloud} ${wayLabel(cell)}`, cell.offer.usdPerAcceleratorHour]),
    );
    return [row.acceleratorId, ...[...kinds].map((kind) => amount(prices.get(kind) ?? null))];
  });
  return columns([heading, ...lines], new Set(heading.map((_, index) => index).slice(1)));
}

/** One line per price that is left out, with the sentence that says why. */
export function leftOutTable(prices: readonly LeftOutPrice[]): string[] {
  const heading = ['cloud', 'region', 'instance type', 'purchase', 'USD/h', 'as of', 'why'];
  const rows = prices.map((price) => [
    price.cloud,
    price.zone ?? price.region,
    price.instanceType,
    purchaseLabel(price),
    price.usdPerHour,
    price.asOf,
    `${price.reason}: ${price.why}`,
  ]);
  return columns([heading, ...rows], new Set([4]));
}

/** How old the prices are, a line per cloud. */
export function ageLines(clouds: readonly CloudSummary[]): string[] {
  return clouds
    .filter(({ offers }) => offers > 0)
    .map(({ cloud, oldestAsOf, newestAsOf, newestAgeDays, oldestAgeDays }) =>
      oldestAsOf === newestAsOf
        ? `${cloud} prices as of ${newestAsOf} (${newestAgeDays} days old).`
        : `${cloud} prices as of ${oldestAsOf} to ${newestAsOf} (${newestAgeDays} to ${oldestAgeDays} days old).`,
    );
}

/** `EDP 2026 −10 %`. */
function discountLabel({ negotiated }: ListedOffer): string {
  const parts = (negotiated?.discounts ?? []).map(({ name, percentOff }) =>
    percentOff === null ? `${name} at a fixed price` : `${name} −${percentOff} %`,
  );
  return parts.join(', ');
}

function purchaseLabel(offer: Pick<ListedOffer, 'purchaseOption' | 'termYears' | 'payment' | 'offeringClass'>): string {
  const parts = [offer.purchaseOption, offer.termYears === null ? null : `${offer.termYears}y`, offer.payment];
  return [...parts, offer.offeringClass].filter((part) => part !== null).join(' ');
}

function wayLabel(cell: MatrixRow['cells'][number]): string {
  return cell.termYears === null ? cell.purchaseOption : `${cell.purchaseOption} ${cell.termYears}y`;
}

/** On demand first, then by name. */
function byWay(a: string, b: string): number {
  if (a === 'on_demand' || b === 'on_demand') return a === b ? 0 : a === 'on_demand' ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

function amount(usd: string | null): string {
  return usd === null ? '' : new Decimal(usd).toSignificantDigits(DIGITS).toFixed();
}

function plainNumber(value: number): string {
  return String(Number(value.toPrecision(4)));
}
