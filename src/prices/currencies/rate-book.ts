import { daysBefore, MOST_RATE_AGE_DAYS, type ExchangeRate } from './exchange-rate.js';

/** Looks rates up by currency and day. */
export class RateBook {
  /** By currency, the earliest first. */
  private readonly byCurrency = new Map<string, ExchangeRate[]>();

  /** @param rates one of each currency and day, in any order */
  constructor(rates: readonly ExchangeRate[]) {
    for (const rate of [...rates].sort((a, b) => (a.date < b.date ? -1 : 1))) {
      const known = this.byCurrency.get(rate.currency);
      if (known === undefined) this.byCurrency.set(rate.currency, [rate]);
      else known.push(rate);
    }
  }

  /** The latest rate of that day or before it; null where that is too old to be used, or there is none. */
  find(currency: string, day: string): ExchangeRate | null {
    const rates = this.byCurrency.get(currency) ?? [];
    let low = 0;
    let high = rates.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((rates[middle]?.date ?? '') <= day) low = middle + 1;
      else high = middle;
    }
    const latest = rates[low - 1];
    return latest !== undefined && latest.date >= daysBefore(day, MOST_RATE_AGE_DAYS) ? latest : null;
  }
}
