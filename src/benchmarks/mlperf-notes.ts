import { isMlperf, type Measurement } from './measurement.js';

const LEGEND =
  'The MLPerf™ name and logo are trademarks of MLCommons Association in the United States and other countries. All ' +
  'rights reserved. Unauthorized use strictly prohibited. See www.mlcommons.org for more information.';
const UNVERIFIED =
  'Result not verified by MLCommons Association. Unverified results have not been through an MLPerf™ review and may use ' +
  'measurement methodologies and/or workload implementations that are inconsistent with the MLPerf™ specification for ' +
  'verified results.';

/** The footnotes that MLCommons asks for beside its results and those of its benchmarks; none where there are none. */
export function mlperfNotes(measurements: readonly Measurement[]): string[] {
  const results = measurements.filter(isMlperf);
  if (results.length === 0) return [];
  const unverified = results.some(({ origin }) => origin === 'imported');
  return unverified ? [UNVERIFIED, LEGEND] : [LEGEND];
}
