import type { Correction } from '../serving/correction.js';
import { nearnessClass, widthsOf, type NearnessClass, type WidthTable } from '../serving/intervals.js';
import type { Basis } from '../types.js';
import type { Stated } from './pace.js';

const BASIS: Readonly<Record<NearnessClass, Basis>> = {
  measured: 'measured',
  interpolated: 'interpolated',
  model_measured: 'extrapolated',
  model_not_measured: 'extrapolated',
};

/** What is stated of a prediction by how near the nearest measured run is: nine in ten lay within these bands. */
export function statedByNearness(widths: WidthTable, correction: Correction, source: string): Stated {
  const { ttft, tpot, request } = widthsOf(widths, correction, false);
  return {
    basis: BASIS[nearnessClass(correction)],
    errorPercent: percent(Math.max(tpot, request)),
    ttftErrorPercent: percent(ttft),
    slowest: Math.exp(-request),
    fastest: Math.exp(request),
    source,
  };
}

/** The wider side of a band that is even in logarithms. */
function percent(width: number): number {
  return 100 * Math.expm1(width);
}
