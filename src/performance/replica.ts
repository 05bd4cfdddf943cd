import type { ModelArchitecture, Precision } from '../catalog/index.js';
import { attentionCost, type AttentionCost } from './attention-cost.js';
import type { ServingCoefficients } from './coefficients.js';
import { interNodeLink, intraNodeLink, type Link } from './communication.js';
import { peakFlopsPerSecond } from './compute-precision.js';
import { largestStageShare, multipliedParameters, weightBytesByPart } from './model-weights.js';
import type { Efficiency, ReplicaHardware } from './types.js';

/** A model laid over accelerators, with all that a step's time depends on worked out once. */
export interface Replica {
  readonly coefficients: ServingCoefficients;
  readonly tensor: number;
  readonly pipeline: number;
  readonly layers: number;
  /** Share of the layers on the pipeline's fullest stage, for which the others wait; 1 without a pipeline. */
  readonly stageShare: number;
  readonly attention: AttentionCost;
  /** Bytes per accelerator of a tensor-parallel group, all layers together, that a step reads whatever its batch. */
  readonly everyStepBytes: number;
  /** And those of which it reads what its batch chooses. */
  readonly routedExpertBytes: number;
  readonly expertLayers: number;
  /** log(1 − k/E) of the routed experts; 0 for dense models. */
  readonly logUntouched: number;
  /** FLOPs of one token per accelerator of a tensor-parallel group, without attention, all layers together. */
  readonly flopsPerToken: number;
  /** As achieved, not as on the datasheet. */
  readonly bytesPerSecond: number;
  readonly prefillFlopsPerSecond: number;
  readonly decodeFlopsPerSecond: number;
  readonly activationBytesPerToken: number;
  readonly tensorLink: Link;
  readonly pipelineLink: Link;
}

const BYTES_PER_ACTIVATION = 2;

/** Works a replica out; null when the datasheet lacks the matrix rate or the bandwidth. */
export function layReplica(
  model: ModelArchitecture,
  hardware: ReplicaHardware,
  precision: Precision,
  efficiency: Efficiency,
  coefficients: ServingCoefficients,
): Replica | null {
  const { accelerator, parallelism } = hardware;
  const peak = peakFlopsPerSecond(accelerator, precision);
  if (peak === null || accelerator.memoryBandwidthGBps === null) return null;
  const { tensor, pipeline } = parallelism;
  const weights = weightBytesByPart(model, precision);
  const intra = intraNodeLink(accelerator, coefficients.allReduceLatencySeconds);
  const between =
    hardware.nodes > 1 && hardware.interNodeGBps !== null
      ? interNodeLink((hardware.interNodeGBps * 1e9) / tensor)
      : intra;
  const prefillFlopsPerSecond = peak * efficiency.prefillCompute;
  return {
    coefficients,
    tensor,
    pipeline,
    layers: model.layers,
    stageShare: largestStageShare(model.layers, pipeline),
    attention: attentionCost(model, tensor),
    everyStepBytes: (weights.layers + weights.output) / tensor,
    routedExpertBytes: weights.experts / tensor,
    expertLayers: model.experts?.layers ?? 0,
    logUntouched: model.experts === null ? 0 : Math.log1p(-model.experts.perToken / model.experts.count),
    flopsPerToken: (2 * multipliedParameters(model)) / tensor,
    bytesPerSecond: accelerator.memoryBandwidthGBps * 1e9 * efficiency.decodeBandwidth,
    prefillFlopsPerSecond,
    decodeFlopsPerSecond: prefillFlopsPerSecond * coefficients.decodeComputeRatio,
    activationBytesPerToken: model.hiddenSize * BYTES_PER_ACTIVATION,
    tensorLink: intra,
    pipelineLink: between,
  };
}
