import type { Accelerator } from '../catalog/index.js';

/** Watts measured on one accelerator, by what it is busy with. */
export interface MeasuredPower {
  readonly acceleratorId: string;
  /** Reading memory faster than it computes: generating tokens. */
  readonly memoryBoundWatts: number;
  /** Large matrix products: prompts and training. */
  readonly computeBoundWatts: number;
  readonly source: string;
}

export type PowerTable = (acceleratorId: string) => MeasuredPower | null;

/** How an accelerator spends its time, each 0–1. */
export interface Load {
  /** Share of the time in large matrix products. */
  readonly computeShare: number;
  /** Achieved over datasheet rate, of memory or of arithmetic, whichever is nearer to its limit. */
  readonly rooflineShare: number;
}

/**
 * Watts of one busy accelerator: as measured, else between idle and the limit by how near it is to its roofline;
 * null where neither is known.
 */
export function watts(accelerator: Accelerator, measured: MeasuredPower | null, load: Load): number | null {
  if (measured !== null) {
    return measured.memoryBoundWatts + (measured.computeBoundWatts - measured.memoryBoundWatts) * load.computeShare;
  }
  const { idleWatts, powerLimitWatts } = accelerator;
  if (idleWatts === null || powerLimitWatts === null) return null;
  return idleWatts + (powerLimitWatts - idleWatts) * load.rooflineShare;
}
