import { Decimal } from 'decimal.js';

/** A duration as people say it. */
export function hoursText(hours: number): string {
  if (hours < 1) return `${trimmed(hours * 60)} minutes`;
  if (hours < 72) return `${trimmed(hours)} h`;
  return `${trimmed(hours / 24)} days`;
}

export function percentText(percent: number): string {
  return `${trimmed(percent)} %`;
}

/** A probability as people say it: what is rarer than one in ten thousand is not worth its digits. */
export function chanceText(probability: number): string {
  return probability < 1e-4 ? 'below 0.01 %' : percentText(probability * 100);
}

/** Three significant digits, without exponent. */
function trimmed(value: number): string {
  return new Decimal(value).toSignificantDigits(3).toFixed();
}

/** Rounds what is predicted, not known, to so many significant digits. */
export function rounded(value: number, digits = 6): number {
  return Number(value.toPrecision(digits));
}

/** USD to the cent, or to four significant digits below a dollar. */
export function usdText(usd: Decimal | string): string {
  const amount = new Decimal(usd);
  return amount.abs().lt(1) ? amount.toSignificantDigits(4).toFixed() : amount.toFixed(2);
}
