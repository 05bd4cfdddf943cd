/** What a source states in another currency than USD. Amounts are decimal strings in that currency. */
export interface ForeignPrice {
  /** ISO 4217. */
  readonly currency: string;
  /** Of the whole instance; amortised over the term where there is one. */
  readonly perHour: string;
  readonly upfront: string | null;
  readonly recurringPerHour: string | null;
}

/** Beside a price that was not stated in USD: as it was stated, and the exchange rate that made USD of it. */
export interface Converted extends ForeignPrice {
  /** USD for one unit of the currency, decimal string. */
  readonly usdPerUnit: string;
  /** ISO 8601 day of the rate. */
  readonly rateDate: string;
  readonly rateSource: string;
}
