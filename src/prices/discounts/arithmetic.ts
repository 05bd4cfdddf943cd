import type { AppliedDiscount, Negotiated } from './negotiated.js';

/** `88.49 USD list − 10 % (EDP 2026) = 79.641 USD an hour`. */
export function arithmeticOf(usdPerHour: string, { listUsdPerHour, discounts }: Negotiated): string {
  const [first] = discounts;
  const steps = discounts.map((discount) => stepOf(discount)).join('');
  if (first?.usdPerHour != null && discounts.length === 1) {
    return `${usdPerHour} USD an hour (${labelOf(first)}) in place of ${listUsdPerHour} USD list`;
  }
  return `${listUsdPerHour} USD list${steps} = ${usdPerHour} USD an hour`;
}

function stepOf(discount: AppliedDiscount): string {
  const { percentOff, usdPerHour } = discount;
  return percentOff === null
    ? `, in its place ${usdPerHour ?? ''} USD (${labelOf(discount)})`
    : ` − ${percentOff} % (${labelOf(discount)})`;
}

function labelOf({ name, account }: AppliedDiscount): string {
  return account === null ? name : `${name}, account ${account}`;
}
