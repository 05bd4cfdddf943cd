import type { LeftOutReason, PriceFact } from '../suspicion.js';
import type { Doubt } from '../vouch.js';

/** How much speaks for a price by itself, so that of two that contradict each other the better one is believed. */
export const SUPPORT = {
  /** It is far from what is in force, or out of its band. */
  refuted: 0,
  /** There is nothing to compare it with. */
  unknown: 1,
  /** It is near the price in force, or near that of the same type in other regions. */
  near: 2,
  /** It is the price in force. */
  unchanged: 3,
  /** An operator has accepted it. */
  accepted: 4,
} as const;
export type Support = (typeof SUPPORT)[keyof typeof SUPPORT];

/** A stated price on its way through the gate. */
export interface Candidate<Fact extends PriceFact> {
  readonly fact: Fact;
  /** Of an instance type in a region: on demand and its discounts there are measured against each other. */
  readonly place: string;
  readonly support: Support;
  /** What speaks against it by itself, held against prices in force; null where nothing does. */
  readonly own: Doubt;
  /** What contradicts it; null as long as nothing does. */
  contradicted: Doubt;
}

/** Whether it goes in force, as far as is known. */
export function isPassing({ own, contradicted }: Candidate<PriceFact>): boolean {
  return own === null && contradicted === null;
}

/** Why it waits. That a discount is none says more than how far it is from others; of an on-demand price it is reversed. */
export function reasonOf({ fact, own, contradicted }: Candidate<PriceFact>): Doubt {
  return fact.purchaseOption === 'on_demand' ? (own ?? contradicted) : (contradicted ?? own);
}

/** On-demand prices are stated by region, spot prices by zone. */
export function placeKey({ cloud, region, instanceType }: PriceFact): string {
  return `${cloud}:${region}:${instanceType}`;
}

/** The first contradiction stands, and nothing contradicts what an operator has accepted. */
export function contradict(candidate: Candidate<PriceFact>, reason: LeftOutReason, why: string): void {
  if (candidate.support < SUPPORT.accepted) candidate.contradicted ??= { reason, why };
}
