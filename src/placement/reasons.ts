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
  'memory',
  'latency',
  'unknown_performance',
  'checkpoint',
  'interruption_unknown',
  'deadline',
  'dearer',
] as const;
export type Reason = (typeof REASONS)[number];

/** What each reason means, as a sentence part after a number of offers. */
export const REASON_TEXT: Readonly<Record<Reason, string>> = {
  component: 'are accelerators priced without a machine',
  purchase_option: 'are of a purchase option that is not accepted',
  cloud: 'are on a cloud that is not accepted',
  region: 'are in a region that is not accepted',
  residency: 'are outside the jurisdictions, or in a region whose jurisdiction is not known',
  accelerator: 'have an accelerator that is not accepted',
  not_offered: 'are listed with a price, but the machine is not offered in the region',
  unknown_hardware: 'have hardware of which too little is known',
  size: 'do not come in the size that was asked for',
  precision: 'cannot compute in an accepted precision',
  memory: 'have too little memory',
  latency: 'miss the latency objectives',
  unknown_performance: 'have an accelerator whose performance is not known',
  checkpoint: 'can be interrupted, and the workload describes no checkpoint',
  interruption_unknown: 'can be interrupted, and nobody says how often',
  deadline: 'do not finish by the deadline, or not surely enough',
  dearer: 'would do, at a higher cost',
};

/** The further down the list, the closer it came. */
export function closer(a: Reason, b: Reason): boolean {
  return REASONS.indexOf(a) > REASONS.indexOf(b);
}
