/** What of a discount is shown beside the price that it made. Amounts are decimal strings. */
export interface AppliedDiscount {
  readonly id: string;
  readonly name: string;
  readonly account: string | null;
  /** Either this or `usdPerHour`. */
  readonly percentOff: string | null;
  readonly usdPerHour: string | null;
  readonly onTop: boolean;
  /** First day on which it holds no more. */
  readonly validTo: string | null;
  readonly source: string;
}

/** Beside a price that is not the list price. */
export interface Negotiated {
  /** As the source states it, before any discount. Decimal string in USD. */
  readonly listUsdPerHour: string;
  /** In the order in which they came off. */
  readonly discounts: readonly AppliedDiscount[];
}
