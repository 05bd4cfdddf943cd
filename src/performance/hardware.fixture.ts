import type { Accelerator, ModelArchitecture } from '../catalog/index.js';
import type { ServingCoefficients } from './coefficients.js';
import type { TrainingCoefficients } from './training/coefficients.js';
import type { TrainingRate } from './training/rates.js';
import type { Efficiency, Parallelism, ReplicaHardware } from './types.js';

/** Round figures: 1000 GB/s, 100 TFLOP/s in 16 bit, 100 GB/s to its peers of which collectives reach 80. */
export function accelerator(more: Partial<Accelerator> = {}): Accelerator {
  return {
    id: 'test-accelerator',
    vendor: 'Test',
    family: 'Test',
    name: 'Test Accelerator',
    kind: 'gpu',
    memoryGiB: 100,
    memoryBandwidthGBps: 1000,
    peakTflops: { fp32: 10, bf16: 100, fp8: 200, int8: 200 },
    powerLimitWatts: 500,
    idleWatts: 100,
    interconnect: null,
    interconnectGBps: 100,
    releaseYear: 2024,
    source: 'made for a test',
    notes: null,
    ...more,
  };
}

/** Ten layers of 0.8 billion parameters between an embedding and an output layer of one billion each. */
export function denseModel(more: Partial<ModelArchitecture> = {}): ModelArchitecture {
  return {
    name: 'dense',
    modelType: 'test',
    layers: 10,
    hiddenSize: 10_000,
    vocabularySize: 100_000,
    maxPositions: null,
    tiedEmbeddings: false,
    attention: [
      {
        kind: 'full',
        layers: 10,
        heads: 64,
        kvHeads: 8,
        headDim: 125,
        valueHeadDim: 125,
        window: null,
        cacheElementsPerToken: 2000,
      },
    ],
    experts: null,
    totalParameters: 10e9,
    activeParameters: 10e9,
    embeddingParameters: 2e9,
    nativePrecision: 'bf16',
    source: 'made for a test',
    weights: { lookupParameters: 1e9, keptIn16BitParameters: 2e9, nativeBytes: 20e9, visionParameters: 0 },
    ...more,
  };
}

/** The same with six of the eight billion in experts: each layer has 8 of 75 million, of which a token takes 2. */
export function expertModel(more: Partial<ModelArchitecture> = {}): ModelArchitecture {
  return denseModel({
    name: 'experts',
    experts: { count: 8, perToken: 2, shared: 0, layers: 10, parametersPerExpert: 75e6 },
    activeParameters: 5.5e9,
    ...more,
  });
}

/** Nothing costs but memory and arithmetic. */
export const FRICTIONLESS: ServingCoefficients = {
  launchSecondsPerLayer: 0,
  routingSecondsPerLayer: 0,
  secondsPerRequestInStep: 0,
  cacheBandwidthRatio: 1,
  expertBandwidthRatio: 1,
  decodeComputeRatio: 1,
  allReduceLatencySeconds: 0,
  promptSlowdown: 1,
  queuedPrompts: 0,
  queuedSteps: 0,
  secondsPerRequest: 0,
};

/** Nothing costs but arithmetic and messages; half of the work hides exchanges. */
export const FRICTIONLESS_TRAINING: TrainingCoefficients = {
  expertRate: 1,
  attentionRate: 1,
  trafficPerActivationByte: 0,
  trafficPerCastByte: 0,
  trafficPerDealtByte: 0,
  rampTokens: 0,
  launchSecondsPerLayer: 0,
  launchSecondsPerExpertLayer: 0,
  secondsPerStep: 0,
  tensorExchangeExposed: 1,
  routingWithinNodeExposed: 0,
  routingBetweenNodesExposed: 0,
  exchangeBehindWork: 0.5,
  waitPerDoubledNodes: 0,
};

/** Half of the peak. */
export function trainingRate(more: Partial<TrainingRate> = {}): TrainingRate {
  return {
    acceleratorId: 'test-accelerator',
    precision: 'bf16',
    productShare: 0.5,
    basis: 'measured',
    models: [],
    source: 'training runs made for a test',
    ...more,
  };
}

/** Half of every datasheet figure. */
export function efficiency(more: Partial<Efficiency> = {}): Efficiency {
  return {
    acceleratorId: 'test-accelerator',
    precision: 'bf16',
    prefillCompute: 0.5,
    decodeBandwidth: 0.5,
    servingBasis: 'measured',
    rows: 100,
    errorPercent: 20,
    ttftErrorPercent: 60,
    source: 'serving runs made for a test',
    ...more,
  };
}

/** One replica within a node unless told otherwise. */
export function hardware(parallelism: Partial<Parallelism> = {}, more: Partial<ReplicaHardware> = {}): ReplicaHardware {
  return {
    accelerator: accelerator(),
    parallelism: { tensor: 1, pipeline: 1, ...parallelism },
    interNodeGBps: null,
    nodes: 1,
    ...more,
  };
}
