import type { Accelerator } from '../catalog/index.js';

/** What moving activations between the accelerators of a replica costs. */
export interface Link {
  /** Seconds before the first byte arrives. */
  readonly latencySeconds: number;
  readonly bytesPerSecond: number;
}

/** One hop between nodes over a cloud's network: the order of what its adapters are sold with. */
const INTER_NODE_LATENCY_SECONDS = 20e-6;
/** PCI Express 3.0 x16, per direction: what accelerators of unpublished interconnect share at the least. */
const SLOWEST_LINK_GBPS = 16;
/** Collectives reach about this share of the link's rate. */
const LINK_EFFICIENCY = 0.8;

/** The link between the accelerators of one node; without a published rate the slowest that servers have. */
export function intraNodeLink(accelerator: Accelerator, latencySeconds: number): Link {
  const gigabytesPerSecond = accelerator.interconnectGBps ?? SLOWEST_LINK_GBPS;
  return { latencySeconds, bytesPerSecond: gigabytesPerSecond * 1e9 * LINK_EFFICIENCY };
}

/** A link between nodes of so many bytes per second. */
export function interNodeLink(bytesPerSecond: number): Link {
  return { latencySeconds: INTER_NODE_LATENCY_SECONDS, bytesPerSecond: bytesPerSecond * LINK_EFFICIENCY };
}

/** Ring all-reduce of a buffer that every one of `members` holds: each sends and receives 2(n − 1)/n of it. */
export function allReduceSeconds(link: Link, members: number, bytes: number): number {
  if (members <= 1 || bytes === 0) return 0;
  return link.latencySeconds + ((2 * (members - 1)) / members) * (bytes / link.bytesPerSecond);
}

export function sendSeconds(link: Link, bytes: number): number {
  return link.latencySeconds + bytes / link.bytesPerSecond;
}
