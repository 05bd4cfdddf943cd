import { fallback } from './fallback.js';
import type { PolicyKind } from './policy.js';

/** On demand from the first tick to the last: what spot is measured against. */
export const onDemandPolicy: PolicyKind = {
  name: 'on-demand',
  summary: 'on demand from start to end',
  prepare: (market, job) => () => (situation) => fallback(market, job, situation),
};
