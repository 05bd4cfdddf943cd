import type { Correction } from './correction.js';

/** How a predicted run stands to the measured ones, from nearest to farthest. */
export const NEARNESS_CLASSES = ['measured', 'interpolated', 'model_measured', 'model_not_measured'] as const;
export type NearnessClass = (typeof NEARNESS_CLASSES)[number];

/** As good as the very run. */
const SAME_RUN = 0.98;
/** Between runs of its kind; below, its kind was measured too far away to tell. */
const BETWEEN = 0.1;

export function nearnessClass({ nearest, modelMeasured }: Correction): NearnessClass {
  if (nearest >= SAME_RUN) return 'measured';
  if (nearest >= BETWEEN) return 'interpolated';
  return modelMeasured ? 'model_measured' : 'model_not_measured';
}

/** Half-widths, in natural logarithms, of the bands that held nine in ten runs when these were predicted unseen. */
export interface Widths {
  readonly ttft: number;
  readonly tpot: number;
  /** Of the time a whole request takes, and with it of throughput. */
  readonly request: number;
}

/** By class, for accelerators that do all the work and for those that share it with others. */
export type WidthTable = Readonly<Record<'together' | 'apart', Readonly<Record<NearnessClass, Widths>>>>;

export function widthsOf(table: WidthTable, correction: Correction, apart: boolean): Widths {
  return table[apart ? 'apart' : 'together'][nearnessClass(correction)];
}
