import type { Accelerator } from '../catalog/index.js';

/** Watts measured on one accelerator, by what it is busy with. */
export interface MeasuredPower {
  readonly acceleratorId: string;
  /** Its limit while it was measured: an accelerator with another one, or a slice of it, draws in proportion. */
  readonly powerLimitWatts: number;
  /** Reading memory faster than it computes: generating tokens. */
  readonly memoryBoundWatts: number;
  /** Large matrix products: prompts and training. Null: not measured, and the limit counts. */
  readonly computeBoundWatts: number | null;
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
  const { idleWatts, powerLimitWatts } = accelerator;
  if (powerLimitWatts === null) return null;
  if (measured !== null) {
    const { memoryBoundWatts, computeBoundWatts } = measured;
    const computing = computeBoundWatts ?? measured.powerLimitWatts;
    const drawn = memoryBoundWatts + (computing - memoryBoundWatts) * load.computeShare;
    return (drawn * powerLimitWatts) / measured.powerLimitWatts;
  }
  return idleWatts === null ? null : idleWatts + (powerLimitWatts - idleWatts) * load.rooflineShare;
}
