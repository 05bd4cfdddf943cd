import { Decimal } from 'decimal.js';
import type { Converted } from '../currencies/converted.js';
import { plainDecimal } from '../price-figures.js';
import type { DayRow } from './history-sql.js';

export interface HistoryDay {
  /** `2026-03-01`, UTC. */
  readonly day: string;
  readonly minUsdPerHour: string;
  readonly maxUsdPerHour: string;
  /** Over the time of the day for which a price is known. */
  readonly meanUsdPerHour: string;
  readonly hoursKnown: number;
  /** Of the last price of the day; absent where that was stated in USD. */
  readonly converted?: ConvertedThen | undefined;
}

/** As a price was stated, and the rate of exchange. */
type ConvertedThen = Omit<Converted, 'upfront' | 'recurringPerHour'>;

/** How the price of one offer went. */
export interface HistorySeries {
  readonly offerId: string;
  readonly cloud: string;
  readonly region: string;
  readonly zone: string | null;
  readonly instanceType: string;
  readonly purchaseOption: string;
  readonly termYears: number | null;
  readonly payment: string | null;
  readonly offeringClass: string | null;
  readonly minUsdPerHour: string;
  readonly maxUsdPerHour: string;
  readonly meanUsdPerHour: string;
  readonly hoursKnown: number;
  /** Standard deviation of the day-to-day logarithmic change of the daily mean, in per cent; null below three days. */
  readonly dailyVolatilityPercent: number | null;
  /** Share of the known time during which the price was below the one asked about, in per cent; null: not asked. */
  readonly belowPercent: number | null;
  /** Of the last price of the period. */
  readonly converted?: ConvertedThen | undefined;
  readonly days: HistoryDay[];
}

const MS_PER_HOUR = 3_600_000;
/** Two changes at least: of one there is no deviation. */
const DAYS_FOR_VOLATILITY = 3;
/** As prices are kept. */
const DECIMAL_PLACES = 10;

/** One series per offer, from rows in the order of offers and days. */
export function historySeries(rows: readonly DayRow[], below: string | null): HistorySeries[] {
  const byOffer = new Map<string, DayRow[]>();
  for (const row of rows) {
    const own = byOffer.get(row.offer_id);
    if (own === undefined) byOffer.set(row.offer_id, [row]);
    else own.push(row);
  }
  return [...byOffer.values()].map((own) => seriesOf(own, below));
}

function seriesOf(rows: readonly DayRow[], below: string | null): HistorySeries {
  const [first] = rows;
  if (first === undefined) throw new Error('A series has a day at least.');
  const knownMs = sum(rows.map(({ known_ms }) => known_ms));
  const days = rows.map(dayOf);
  return {
    offerId: first.offer_id,
    cloud: first.cloud,
    region: first.region,
    zone: first.zone,
    instanceType: first.instance_type,
    purchaseOption: first.purchase_option,
    termYears: first.term_years,
    payment: first.payment,
    offeringClass: first.offering_class,
    minUsdPerHour: amount(Decimal.min(...rows.map(({ min_usd }) => min_usd))),
    maxUsdPerHour: amount(Decimal.max(...rows.map(({ max_usd }) => max_usd))),
    meanUsdPerHour: amount(sum(rows.map(({ usd_ms }) => usd_ms)).div(knownMs)),
    hoursKnown: hours(knownMs),
    dailyVolatilityPercent: volatilityPercent(rows.map((row) => Number(row.usd_ms) / Number(row.known_ms))),
    belowPercent:
      below === null
        ? null
        : rounded(
            sum(rows.map(({ below_ms }) => below_ms))
              .div(knownMs)
              .times(100)
              .toNumber(),
          ),
    converted: days.at(-1)?.converted,
    days,
  };
}

function dayOf({ day, min_usd, max_usd, usd_ms, known_ms, last_stated }: DayRow): HistoryDay {
  return {
    day,
    minUsdPerHour: amount(new Decimal(min_usd)),
    maxUsdPerHour: amount(new Decimal(max_usd)),
    meanUsdPerHour: amount(new Decimal(usd_ms).div(known_ms)),
    hoursKnown: hours(new Decimal(known_ms)),
    converted: convertedThen(last_stated),
  };
}

function convertedThen([currency, perHour, usdPerUnit, rateDate, rateSource]: DayRow['last_stated']) {
  if (currency == null || perHour == null || usdPerUnit == null) return undefined;
  return {
    currency,
    perHour: plainDecimal(perHour),
    usdPerUnit: plainDecimal(usdPerUnit),
    rateDate: rateDate ?? '',
    rateSource: rateSource ?? '',
  };
}

/** @param means of consecutive days, all above 0 */
function volatilityPercent(means: readonly number[]): number | null {
  if (means.length < DAYS_FOR_VOLATILITY) return null;
  const changes = means.slice(1).map((mean, index) => Math.log(mean / (means[index] ?? mean)));
  const middle = changes.reduce((total, change) => total + change, 0) / changes.length;
  const squares = changes.reduce((total, change) => total + (change - middle) ** 2, 0);
  return rounded(Math.sqrt(squares / (changes.length - 1)) * 100);
}

function sum(amounts: readonly string[]): Decimal {
  return amounts.reduce((total, one) => total.plus(one), new Decimal(0));
}

function amount(usd: Decimal): string {
  return plainDecimal(usd.toDecimalPlaces(DECIMAL_PLACES).toFixed());
}

function hours(ms: Decimal): number {
  return rounded(ms.div(MS_PER_HOUR).toNumber());
}

function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
