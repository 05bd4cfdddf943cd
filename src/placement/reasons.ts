/** Why an offer is not used, in the order in which it is looked at. */
export const REASONS = [
  'component',
  'purchase_option',
  'cloud',
  'region',
  'residency',
  'accelerator',
  'not_offered',
  'unknown_hardware',
  'size',
  'precision',
  'unknown_performance',
  'memory',
  'latency',
  'interruptible',
  'checkpoint',
  'interruption_unknown',
  'too_many',
  'deadline',
  'limit',
  'dearer',
] as const;
export type Reason = (typeof REASONS)[number];

/** What each reason means, after a number of offers. */
export const REASON_TEXT: Readonly<Record<Reason, string>> = {
  component: 'accelerator priced without a machine',
  purchase_option: 'purchase option not accepted',
  cloud: 'cloud not accepted',
  region: 'region not accepted',
  residency: 'outside the jurisdictions, or in a region whose jurisdiction is not known',
  accelerator: 'accelerator not accepted',
  not_offered: 'a price is listed, but the machine is not offered in the region',
  unknown_hardware: 'too little is known of the hardware',
  size: 'does not come in the size that was asked for',
  precision: 'cannot compute in an accepted precision',
  unknown_performance: 'performance not known, or not surely enough',
  memory: 'too little memory',
  latency: 'misses the latency objectives',
  interruptible: 'can be interrupted, and the service asks for replicas that stay',
  checkpoint: 'can be interrupted, and the workload describes no checkpoint',
  interruption_unknown: 'can be interrupted, and nobody says how often',
  too_many: 'would take more instances than a plan may have',
  deadline: 'not done by the deadline, or not surely enough',
  limit: 'would do at a lower cost, but for a quota, a commitment that is used up, or a budget',
  dearer: 'would do, at a higher cost',
};

/** The further down the list, the closer it came. */
export function closer(a: Reason, b: Reason): boolean {
  return REASONS.indexOf(a) > REASONS.indexOf(b);
}
