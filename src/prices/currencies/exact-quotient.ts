/**
 * One decimal string divided by another, rounded half up to so many places, without padding zeros. By whole numbers, for
 * a file of rates has hundreds of thousands of them.
 *
 * @param dividend such as `1.0871`, not negative
 * @param divisor above 0
 */
export function quotient(dividend: string, divisor: string, places: number): string {
  const [above, aboveScale] = scaled(dividend);
  const [below, belowScale] = scaled(divisor);
  const numerator = above * 10n ** BigInt(belowScale + places);
  const denominator = below * 10n ** BigInt(aboveScale);
  const rounded = (2n * numerator + denominator) / (2n * denominator);
  const digits = rounded.toString().padStart(places + 1, '0');
  const fraction = digits.slice(-places).replace(/0+$/, '');
  return fraction === '' ? digits.slice(0, -places) : `${digits.slice(0, -places)}.${fraction}`;
}

/** Its digits as a whole number, and how many of them are behind the point. */
function scaled(decimal: string): [whole: bigint, scale: number] {
  const [whole = '', fraction = ''] = decimal.split('.');
  return [BigInt(whole + fraction), fraction.length];
}
