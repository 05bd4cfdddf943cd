import { InputError } from '../../platform/index.js';

/**
 * A time as a file states it. Without a zone it is what a clock on the wall showed: two such times of one machine compare,
 * but not with a time that has a zone.
 */
export interface ClockTime {
  /** Milliseconds since 1970 of UTC, or of the clock on the wall. */
  readonly ms: number;
  readonly zoned: boolean;
}

/** A half-open stretch of time. */
export interface ClockWindow {
  readonly start: ClockTime;
  readonly end: ClockTime;
}

const PARTS = /^(\d{4})[-/]?(\d{2})[-/]?(\d{2})[T -](\d{2}):?(\d{2}):?(\d{2})([.]\d+)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;
const OFFSET = /^([+-])(\d{2}):?(\d{2})$/;
const MS_PER_MINUTE = 60_000;

/**
 * Reads `2026-11-24T18:05:09.25Z`, `2026/11/24 18:05:09.250`, `20261124-180509` and the like; null for anything else.
 */
export function clockTime(text: string): ClockTime | null {
  const parts = PARTS.exec(text.trim());
  if (parts === null) return null;
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '', fraction = '', zone] = parts;
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(ms)) return null;
  const exact = ms + Math.round(Number(`0${fraction}`) * 1000);
  if (zone === undefined) return { ms: exact, zoned: false };
  return { ms: exact - offsetMs(zone), zoned: true };
}

/** Milliseconds that a clock is ahead of UTC: `Z`, `+02:00`, `-0500`. */
function offsetMs(zone: string): number {
  const [, sign, hours, minutes] = OFFSET.exec(zone) ?? [];
  if (sign === undefined) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MS_PER_MINUTE;
}

/** The same time with a zone, where the clock's offset from UTC is known. */
export function inZone(time: ClockTime, utcOffset: string | null): ClockTime {
  return time.zoned || utcOffset === null ? time : { ms: time.ms - offsetMs(utcOffset), zoned: true };
}

/** ISO 8601, with a zone where it has one. */
export function clockText({ ms, zoned }: ClockTime): string {
  const text = new Date(ms).toISOString();
  return zoned ? text : text.slice(0, -1);
}

/** @throws InputError where one has a zone and the other has none */
export function checkComparable(a: ClockTime, b: ClockTime, what: string): void {
  if (a.zoned === b.zoned) return;
  throw new InputError(
    `${what}: one has times with a zone, the other times of the local clock. Say how far that clock is from UTC: ` +
      '--utc-offset +02:00.',
  );
}
