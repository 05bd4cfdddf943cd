import type { Accelerator, InstanceType, ModelArchitecture, Precision, Region } from '../catalog/index.js';
import type { PerformanceModel, ServingOutcome, ServingQuestion, TrainingOutcome } from '../performance/index.js';
import type { Offer } from '../prices/index.js';
import { resolveWorkload, type ResolvedWorkload } from './resolve-workload.js';
import { workloadSchema, type WorkloadInput } from './workload.schema.js';
import { createWorld, type World, type WorldFacts } from './world.js';

const GIB = 2 ** 30;

/** A model of round figures: 1 GiB of weights per billion parameters and byte, no cache to speak of. */
export function model(billions: number, more: Partial<ModelArchitecture> = {}): ModelArchitecture {
  return {
    name: `test-${billions}b`,
    modelType: 'test',
    layers: 32,
    hiddenSize: 4096,
    vocabularySize: 32_000,
    maxPositions: null,
    tiedEmbeddings: true,
    attention: [
      {
        kind: 'full',
        layers: 32,
        heads: 32,
        kvHeads: 8,
        headDim: 128,
        valueHeadDim: 128,
        window: null,
        cacheElementsPerToken: 0,
      },
    ],
    experts: null,
    totalParameters: billions * GIB,
    activeParameters: billions * GIB,
    embeddingParameters: 0,
    nativePrecision: 'bf16',
    source: 'made for a test',
    ...more,
  };
}

export function accelerator(id: string, memoryGiB: number, more: Partial<Accelerator> = {}): Accelerator {
  return {
    id,
    vendor: 'Test',
    family: id.toUpperCase(),
    name: `Test ${id.toUpperCase()}`,
    kind: 'gpu',
    memoryGiB,
    memoryBandwidthGBps: 1000,
    peakTflops: { bf16: 100, fp8: 200 },
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

/** An offer on demand on AWS in us-east-1 unless told otherwise; the id follows from its parts. */
export function offer(
  instanceType: string,
  acceleratorId: string,
  count: number,
  usdPerHour: string,
  more: Partial<Offer> = {},
): Offer {
  const { cloud = 'aws', region = 'us-east-1', purchaseOption = 'on_demand' } = more;
  return {
    id: `${cloud}:${region}:${instanceType}:${purchaseOption}`,
    cloud,
    region,
    zone: null,
    instanceType,
    acceleratorId,
    acceleratorName: acceleratorId.toUpperCase(),
    acceleratorCount: count,
    acceleratorMemoryGiB: null,
    purchaseOption,
    termYears: null,
    payment: null,
    offeringClass: null,
    operatingSystem: 'linux',
    usdPerHour,
    upfrontUsd: null,
    recurringUsdPerHour: null,
    currency: 'USD',
    asOf: '2026-07-01',
    source: 'a price list',
    interruptionPerMonth: null,
    available: null,
    ...more,
  };
}

export function region(name: string, more: Partial<Region> = {}): Region {
  return {
    cloud: 'aws',
    name,
    location: null,
    country: null,
    jurisdiction: null,
    pue: null,
    pueSource: null,
    gridGramsCo2ePerKwh: null,
    gridSource: null,
    ...more,
  };
}

export function instanceType(
  name: string,
  acceleratorId: string,
  count: number,
  networkGbps: number | null,
): InstanceType {
  return {
    cloud: 'aws',
    name,
    acceleratorId,
    acceleratorCount: count,
    acceleratorMemoryGiB: null,
    vcpus: null,
    memoryGiB: null,
    localDiskGB: null,
    networkGbps,
    kind: 'instance',
    source: 'made for a test',
  };
}

const BYTES: Readonly<Record<Precision, number>> = { fp32: 4, bf16: 2, fp8: 1, int8: 1, int4: 0.5, fp4: 0.5 };

/** What the fake model reaches on one accelerator. */
export interface FakePace {
  /** Of one accelerator in bf16; fp8 doubles it, tensor parallelism multiplies it. */
  readonly requestsPerSecond?: number;
  readonly trainingTokensPerSecond?: number;
  readonly tpotMs?: number;
  readonly errorPercent?: number;
  /** Ends of the interval of training, as shares of its speed. */
  readonly interval?: readonly [low: number, high: number];
}

/** Throughput in proportion to accelerators and to the inverse of the weights' bytes; nothing is hidden in it. */
export function fakePerformance(paces: Readonly<Record<string, FakePace>>): PerformanceModel {
  return {
    version: 'test',
    bestServing: (question) => fakeServing(question, paces[question.hardware.accelerator.id]),
    training: (question): TrainingOutcome => {
      const pace = paces[question.accelerator.id];
      if (pace?.trainingTokensPerSecond === undefined) return unknown;
      const accelerators = question.acceleratorsPerNode * question.nodes;
      const availableGiB = question.accelerator.memoryGiB ?? 0;
      const heldGiB = (16 * question.model.totalParameters) / GIB / accelerators;
      if (heldGiB > availableGiB)
        return { ok: false, failedOn: 'memory', reason: `${heldGiB} GiB in ${availableGiB} GiB.` };
      return {
        ok: true,
        prediction: {
          tokensPerSecond: pace.trainingTokensPerSecond * accelerators,
          modelFlopUtilization: 0.4,
          parallelism: { data: accelerators, tensor: 1, pipeline: 1 },
          microBatchSequences: 1,
          zeroStage: 3,
          gradientCheckpointing: false,
          memory: {
            weightsGiB: heldGiB,
            gradientsGiB: 0,
            optimizerGiB: 0,
            activationsGiB: 0,
            reserveGiB: 0,
            availableGiB,
          },
          wattsPerAccelerator: 400,
          basis: 'measured',
          errorPercent: pace.errorPercent ?? 0,
          tokensPerSecondLow: pace.interval && pace.trainingTokensPerSecond * accelerators * pace.interval[0],
          tokensPerSecondHigh: pace.interval && pace.trainingTokensPerSecond * accelerators * pace.interval[1],
          source: 'made for a test',
        },
      };
    },
  };
}

const unknown = { ok: false, failedOn: 'unknown_performance', reason: 'Nothing is known.', memory: null } as const;

function fakeServing(question: ServingQuestion, pace: FakePace | undefined): ServingOutcome {
  const { hardware, precision, limits } = question;
  if (pace?.requestsPerSecond === undefined) return unknown;
  if (hardware.accelerator.peakTflops[precision] === undefined) {
    return { ok: false, failedOn: 'precision', reason: `No ${precision}.`, memory: null };
  }
  const { tensor, pipeline } = hardware.parallelism;
  const availableGiB = hardware.accelerator.memoryGiB ?? 0;
  const weightsGiB = (BYTES[precision] * question.model.totalParameters) / GIB / (tensor * pipeline);
  const fits = weightsGiB <= availableGiB;
  const memory = {
    fits,
    weightsGiB,
    kvCacheGiBPerRequest: 0,
    reserveGiB: 0,
    availableGiB,
    largestConcurrency: fits ? 8 : 0,
    reason: fits ? null : `${weightsGiB} GiB in ${availableGiB} GiB.`,
  };
  if (!fits) return { ok: false, failedOn: 'memory', reason: memory.reason ?? '', memory };
  const tpotMs = (pace.tpotMs ?? 20) / tensor;
  if (limits.tpotMs !== null && tpotMs > limits.tpotMs) {
    return { ok: false, failedOn: 'latency', reason: `${tpotMs} ms per token.`, memory };
  }
  // A request through several stages or nodes is not faster than through one.
  const requestsPerSecond = pace.requestsPerSecond * tensor * (2 / BYTES[precision]);
  return {
    ok: true,
    memory,
    prediction: {
      concurrency: 8,
      ttftMs: 100,
      tpotMs,
      requestsPerSecond,
      inputTokensPerSecond: requestsPerSecond * question.shape.inputTokens,
      outputTokensPerSecond: requestsPerSecond * question.shape.outputTokens,
      outputTokensPerSecondPerAccelerator: (requestsPerSecond * question.shape.outputTokens) / (tensor * pipeline),
      wattsPerAccelerator: 400,
      joulesPerOutputToken: null,
      basis: 'measured',
      errorPercent: pace.errorPercent ?? 0,
      source: 'made for a test',
    },
  };
}

export function world(facts: Partial<WorldFacts>): World {
  return createWorld({
    release: 'test',
    offers: [],
    accelerators: [],
    instanceTypes: [],
    regions: [],
    performance: fakePerformance({}),
    quality: () => null,
    ...facts,
  });
}

/** Resolves a workload, but with a made-up model instead of one of the catalog. */
export function resolved(input: WorkloadInput, given: ModelArchitecture | null, where: World): ResolvedWorkload {
  const workload = workloadSchema.parse(input);
  const known = workload.kind === 'generic' ? workload : { ...workload, model: 'llama-3.1-8b' };
  return { ...resolveWorkload(known, where), workload, model: given };
}
