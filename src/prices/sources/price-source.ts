import type { Cloud, InstanceType } from '../../catalog/index.js';
import type { InterruptionRate, Offer, PurchaseOption } from '../offer.js';

/** A price as a cloud states it, translated and otherwise untouched: nothing has been checked yet. */
export interface StatedPrice extends Pick<
  Offer,
  | 'cloud'
  | 'region'
  | 'zone'
  | 'instanceType'
  | 'purchaseOption'
  | 'termYears'
  | 'payment'
  | 'offeringClass'
  | 'asOf'
  | 'source'
> {
  /** ISO 4217; amounts are decimal strings in it, as stated, without rounding. */
  readonly currency: string;
  /** Per hour of the whole instance; amortised over the term where there is one. */
  readonly perHour: string;
  /** Of a commitment, once for the whole term; null where there is no term. */
  readonly upfront: string | null;
  readonly recurringPerHour: string | null;
}

/** Whether a machine can be had in a place at all, as the cloud says. */
export interface StatedAvailability {
  readonly region: string;
  readonly zone: string | null;
  readonly instanceType: string;
  readonly available: boolean;
  /** What the cloud gives as the reason: a restriction, a missing offering. */
  readonly why: string | null;
  readonly source: string;
}

/** How often spot capacity is taken back, as the cloud says. */
export interface StatedInterruption {
  readonly region: string;
  readonly instanceType: string;
  readonly rate: InterruptionRate;
}

/** Everything that one poll of one source brought home. All of it or an error: a poll is never half a result. */
export interface PollResult {
  readonly prices: readonly StatedPrice[];
  /** Purchase options that the walk covered completely: what is missing from `prices` is not published any more. */
  readonly covers: readonly PurchaseOption[];
  readonly availability: readonly StatedAvailability[];
  readonly interruptions: readonly StatedInterruption[];
  /** Accelerator machines that the cloud publishes and our catalog lacks, with where they were seen. */
  readonly unknownTypes: readonly string[];
  /** What was read and is no price of ours (Windows, dedicated hosts, …), by reason, so that nothing vanishes unseen. */
  readonly skipped: Readonly<Record<string, number>>;
  /** The cloud said that nothing has changed since `since`: the prices in force are confirmed as of now. */
  readonly unchanged: boolean;
  /** What the source wants to be given back as `since` the next time (an ETag, a version); null: nothing. */
  readonly mark: string | null;
}

export interface PollContext {
  /** The accelerator machines of the source's cloud that we know, by the cloud's name for them. */
  readonly instanceTypes: ReadonlyMap<string, InstanceType>;
  /** The instant of the poll; sources never read the clock themselves. */
  readonly now: Date;
  /** Ends the poll: every wait of a source has to heed it. */
  readonly signal: AbortSignal;
  /** The `mark` of the last good poll of the same source and region, null the first time. */
  readonly since: string | null;
  /** How far it is; `total` is null while it is not known. */
  progress(done: number, total: number | null, unit: 'bytes' | 'pages'): void;
}

/** Spot machines that somebody would ask for at once: so many, of whichever of these types there are. */
export interface SpotFleet {
  /** The cloud's names for them. */
  readonly instanceTypes: readonly string[];
  readonly instances: number;
  /** Null: wherever they can be had. */
  readonly regions: readonly string[] | null;
  /** All in one zone, or in one region in any of its zones. */
  readonly within: 'zone' | 'region';
}

/** How likely a request for such a fleet is to be fulfilled in a place, as the cloud says at the moment. */
export interface SpotScore {
  readonly region: string;
  /** Null where the score is that of the region. */
  readonly zone: string | null;
  /** From 1, not likely, to 10, highly likely. No promise, and nothing is said of how long the machines stay. */
  readonly score: number;
}

/** Whether a source can be polled with what it was given. */
export type Readiness =
  | { readonly ready: true }
  /** `needs`: a sentence that says which credentials it lacks, and what they would add. */
  | { readonly ready: false; readonly needs: string };

/** One place where a cloud publishes prices. One file per source; a new source is a new file. */
export interface PriceSource {
  /** Stable: `aws-price-list`, `gcp-billing-catalog`. */
  readonly id: string;
  readonly cloud: Cloud;
  /** What it is, for people: `AWS price list (bulk files, no credentials)`. */
  readonly title: string;
  /** What it can state; empty for a source of availability or interruptions alone. */
  readonly purchaseOptions: readonly PurchaseOption[];
  /** Among the ready sources of the same cloud and purchase option the one with the lowest rank is polled. */
  readonly rank: number;
  /** How often a poll makes sense; the scheduler adds its jitter. */
  readonly everyMinutes: number;
  readiness(): Promise<Readiness>;
  /** The regions that are polled one by one; null where one poll covers all of them. */
  regions(context: PollContext): Promise<readonly string[] | null>;
  /**
   * Asks the cloud once. Throws `OutboundError` where it does not answer as it should, after the retries that make
   * sense; whatever it throws, nothing was published.
   *
   * @param region null where one poll covers all regions
   */
  poll(region: string | null, context: PollContext): Promise<PollResult>;
  /**
   * Asks the cloud how likely it has such spot machines now; only sources have it that can say. Throws `OutboundError` as
   * `poll` does.
   */
  spotScores?(fleet: SpotFleet, signal: AbortSignal): Promise<readonly SpotScore[]>;
}
