import { InputError } from '../../platform/index.js';
import { expectedCostPolicy } from './expected-cost-policy.js';
import { greedyPolicy } from './greedy-policy.js';
import { onDemandPolicy } from './on-demand-policy.js';
import type { PolicyKind } from './policy.js';
import { shippedPrior } from './shipped-traces.js';
import { uniformProgressPolicy } from './uniform-progress-policy.js';

/** What is used where nothing else is asked for. */
export const DEFAULT_POLICY = 'expected-cost';

/** All policies by name. */
export const POLICY_NAMES = ['on-demand', 'greedy', 'uniform-progress', DEFAULT_POLICY] as const;

/**
 * The policy of a name.
 *
 * @param seesBeforeStart whether it may learn from the part of the trace before the job began
 * @throws InputError where there is none of this name
 */
export function policyNamed(name: string, seesBeforeStart = true): PolicyKind {
  const known = [
    onDemandPolicy,
    greedyPolicy,
    uniformProgressPolicy,
    expectedCostPolicy({ prior: shippedPrior(), seesBeforeStart }),
  ];
  const found = known.find((policy) => policy.name === name);
  if (found !== undefined) return found;
  throw new InputError(`There is no spot policy ${JSON.stringify(name)}. Choose one of: ${POLICY_NAMES.join(', ')}.`);
}
