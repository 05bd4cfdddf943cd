import type { Basis } from '../types.js';

/** Times of a replica with so many requests in flight. */
export interface TimesInFlight {
  readonly ttftSeconds: number;
  readonly tpotSeconds: number;
  /** Share of a step that prompts take, 0–1. */
  readonly promptShare: number;
}

/** How sure times are, and what they stand on. */
export interface Stated {
  readonly basis: Basis;
  /** Half-width of the interval of the time per token and of the throughput, in per cent. */
  readonly errorPercent: number;
  /** The same of the time to the first token; null: not known. */
  readonly ttftErrorPercent: number | null;
  /** The throughput lies between these multiples of the predicted one. */
  readonly slowest: number;
  readonly fastest: number;
  readonly source: string;
}

/** How fast a replica is with so many requests in flight, and how sure that is. */
export interface Pace {
  readonly at: (requests: number) => TimesInFlight;
  readonly statedAt: (requests: number) => Stated;
  /** Whether times are known to rise with the requests, and no faster than their number. */
  readonly rises: boolean;
}
