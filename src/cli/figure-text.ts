import { Decimal } from 'decimal.js';

/** An amount as people read it: cents, or four digits of less than a dollar. */
export function usd(amount: string): string {
  const value = new Decimal(amount);
  if (value.abs().lt(1)) return value.toSignificantDigits(4).toFixed();
  const [whole = '', cents] = value.toFixed(2).split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents}`;
}

/** Three digits are as much as a prediction means. */
export function short(value: number): string {
  return new Decimal(value).toSignificantDigits(3).toFixed();
}
