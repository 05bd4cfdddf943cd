import { Decimal } from 'decimal.js';

/** Separates thousands the way people here read them: 1,234,567. */
function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

function signed(amount: Decimal, decimals: number): string {
  const [whole = '0', fraction] = amount.abs().toFixed(decimals).split('.');
  const sign = amount.isNegative() && !amount.isZero() ? '−' : '';
  return `${sign}$${grouped(whole)}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** An hourly price from its exact decimal: cents, and more digits where cents would hide it. */
export function usdPerHour(amount: string): string {
  const value = new Decimal(amount);
  if (value.isZero() || value.abs().gte(1)) return signed(value, 2);
  return signed(value, value.abs().gte('0.1') ? 3 : 4);
}

/** An amount of money as it stands in a report: whole dollars from a hundred on, cents below. */
export function usd(amount: string): string {
  const value = new Decimal(amount);
  return signed(value, value.abs().gte(100) ? 0 : 2);
}

/** The exact amount with all of its digits, for whoever wants to check. */
export function exactUsd(amount: string): string {
  const [whole = '0', fraction] = new Decimal(amount).toFixed().split('.');
  return `$${grouped(whole)}${fraction === undefined ? '' : `.${fraction}`}`;
}

export function percent(value: number): string {
  return `${Math.abs(value) < 10 && value !== 0 ? value.toFixed(1) : Math.round(value)} %`;
}

/** A whole number of things: 8,572. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** How many accelerators: clouds rent slices of some, which read better as 1/8 than as 0.125. */
export function acceleratorCount(value: number): string {
  const parts = Math.round(1 / value);
  return value < 1 && Math.abs(value * parts - 1) < 0.001 ? `1/${parts}` : figure(value);
}

/** A rate or a measure, to three digits. */
export function figure(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString('en-US');
  return value.toLocaleString('en-US', { maximumSignificantDigits: 3 });
}

/** `2026-07-30` as `30 Jul 2026`; shorter dates keep what they have. */
export function day(iso: string): string {
  const [year = '', month, date] = iso.slice(0, 10).split('-');
  if (month === undefined) return year;
  const name = MONTHS[Number(month) - 1] ?? month;
  return date === undefined ? `${name} ${year}` : `${Number(date)} ${name} ${year}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
