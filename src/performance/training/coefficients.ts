/**
 * What training shares between all accelerators: how arithmetic, memory traffic, messages and waits add up. Fitted by
 * `scripts/distil/training.mjs` on published runs, shipped in `config/performance/training.json`.
 */
export interface TrainingCoefficients {
  /** Rate of the products with experts over that of those with weights that all tokens meet; they are narrower. */
  readonly expertRate: number;
  /** Rate of attention over that of the large products in 16 bit. */
  readonly attentionRate: number;
  /** Times that each activation goes through the memory in a step, as a multiple of its bytes. */
  readonly trafficPerActivationByte: number;
  /** What casting adds to that where products are multiplied in less than 16 bit. */
  readonly trafficPerCastByte: number;
  /** The same of the copies that are dealt to experts and given back. */
  readonly trafficPerDealtByte: number;
  /** Tokens whose work a micro-batch takes on top of its own: products that are not full, kernels that start and end. */
  readonly rampTokens: number;
  /** What the host needs to launch a layer's kernels, per layer and micro-batch: work and messages hide behind it. */
  readonly launchSecondsPerLayer: number;
  /** The same on top, per layer with experts. */
  readonly launchSecondsPerExpertLayer: number;
  /** Once per step: norms of gradients, the optimizer's launches, the next batch. */
  readonly secondsPerStep: number;
  /** Share of tensor parallelism's exchange that does not hide behind work, 0–1. */
  readonly tensorExchangeExposed: number;
  /** Share of the traffic to experts of the same node and back that does not hide behind work, 0–1. */
  readonly routingWithinNodeExposed: number;
  /** The same of the traffic to experts of other nodes. */
  readonly routingBetweenNodesExposed: number;
  /** Share of the work behind which the exchange of gradients and weights can hide, 0–1. */
  readonly exchangeBehindWork: number;
  /** What a step takes longer each time that the nodes double. */
  readonly waitPerDoubledNodes: number;
}
