/**
 * What the serving model shares between all accelerators: how kernels, launches and queues add up. Fitted by
 * `scripts/distil/efficiency.mjs` over the measured runs, shipped in `config/performance/coefficients.json`.
 */
export interface ServingCoefficients {
  /** Kernel launches and other work of an engine that no larger batch multiplies, per layer and step. */
  readonly launchSecondsPerLayer: number;
  /** Routing, dispatch and combination of a layer's experts, per layer with experts and step. */
  readonly routingSecondsPerLayer: number;
  /** Scheduling and sampling, per step and request in it. */
  readonly secondsPerRequestInStep: number;
  /** Rate at which the cache is read over the rate at which weights are. */
  readonly cacheBandwidthRatio: number;
  /** Rate at which scattered experts are read over the rate at which other weights are. */
  readonly expertBandwidthRatio: number;
  /** Matrix rate with the few tokens of a decode step over that with the many of a prompt. */
  readonly decodeComputeRatio: number;
  /** Before an all-reduce between accelerators of one node starts to move data. */
  readonly allReduceLatencySeconds: number;
  /** Time to first token: a prompt in chunks beside other work, over the same prompt alone and at once; 1 to 4. */
  readonly promptSlowdown: number;
  /** Time to first token: share of the other requests' prompts that a request waits for, on average. */
  readonly queuedPrompts: number;
  /** Time to first token: decode steps waited for before the prompt's first chunk runs. */
  readonly queuedSteps: number;
  /** Time to first token: taking the request in, tokenizing, answering. */
  readonly secondsPerRequest: number;
}
