import { Decimal } from 'decimal.js';
import { planCost } from './plan-cost.js';
import { planEnergy } from './plan-energy.js';
import { rounded } from './figures.js';
import type { Plan } from './plan.schema.js';
import type { ResolvedWorkload } from './resolve-workload.js';
import type { Candidate } from './search.js';
import type { BatchSize, ServingSize, Sized, TrainingSize } from './sizing.js';
import type { Variant } from './variants.js';

const MINUTES_PER_HOUR = 60;

type Prediction = NonNullable<Plan['prediction']>;

/** Puts a candidate into the words of the answer. */
export function describePlan(
  candidate: Candidate,
  resolved: ResolvedWorkload,
  variants: readonly Variant[],
  modelVersion: string,
): Plan {
  const { sized, placeable } = candidate;
  const cost = planCost(candidate, resolved.workload);
  return {
    offer: chosenOffer(candidate),
    size: {
      instances: sized.instances,
      accelerators: new Decimal(sized.instances).times(placeable.offer.acceleratorCount).toNumber(),
      ...layoutOf(sized),
      precision: sized.precision,
    },
    cost,
    prediction: predictionOf(sized, modelVersion),
    schedule: scheduleOf(sized, resolved),
    quality: qualityOf(sized, variants, resolved.model?.name ?? ''),
    energy: planEnergy(candidate, resolved.workload),
  };
}

function chosenOffer({ placeable: { offer, region } }: Candidate): Plan['offer'] {
  return {
    offerId: offer.id,
    cloud: offer.cloud,
    region: offer.region,
    zone: offer.zone,
    location: region?.location ?? null,
    jurisdiction: region?.jurisdiction ?? null,
    instanceType: offer.instanceType,
    acceleratorId: offer.acceleratorId,
    acceleratorName: offer.acceleratorName,
    acceleratorsPerInstance: offer.acceleratorCount,
    purchaseOption: offer.purchaseOption,
    termYears: offer.termYears,
    payment: offer.payment,
    usdPerInstanceHour: offer.usdPerHour,
    ...(offer.negotiated && { negotiated: offer.negotiated }),
    ...(offer.converted && { converted: offer.converted }),
    priceAsOf: offer.asOf,
    priceSource: offer.source,
  };
}

type LayoutFields = 'replicas' | 'replicasPerInstance' | 'nodesPerReplica' | 'instancesByHour' | 'parallelism';

function layoutOf({ detail }: Sized): Pick<Plan['size'], LayoutFields> {
  switch (detail.kind) {
    case 'serving':
    case 'batch':
      return {
        replicas: detail.replicas,
        replicasPerInstance: detail.replicasPerInstance,
        nodesPerReplica: detail.nodesPerReplica,
        instancesByHour:
          detail.kind === 'serving' && detail.instancesByHour.length > 1 ? [...detail.instancesByHour] : null,
        parallelism: { ...detail.parallelism, data: null },
      };
    case 'training':
      return { ...NO_LAYOUT, parallelism: { ...detail.prediction.parallelism } };
    case 'generic':
      return NO_LAYOUT;
  }
}

const NO_LAYOUT = {
  replicas: null,
  replicasPerInstance: null,
  nodesPerReplica: null,
  instancesByHour: null,
  parallelism: null,
};

function predictionOf({ detail }: Sized, modelVersion: string): Prediction | null {
  switch (detail.kind) {
    case 'serving':
    case 'batch':
      return servingPrediction(detail, modelVersion);
    case 'training':
      return trainingPrediction(detail, modelVersion);
    case 'generic':
      return null;
  }
}

function servingPrediction(detail: ServingSize | BatchSize, modelVersion: string): Prediction {
  const { prediction, memory, replicas } = detail;
  return {
    modelVersion,
    basis: prediction.basis,
    errorPercent: rounded(prediction.errorPercent),
    ttftErrorPercent: prediction.ttftErrorPercent == null ? null : rounded(prediction.ttftErrorPercent),
    source: prediction.source,
    ttftMs: rounded(prediction.ttftMs),
    tpotMs: rounded(prediction.tpotMs),
    concurrencyPerReplica: prediction.concurrency,
    requestsPerSecondPerReplica: rounded(prediction.requestsPerSecond),
    requestsPerSecond: rounded(prediction.requestsPerSecond * replicas),
    tokensPerSecond: null,
    tokensPerSecondLow: null,
    tokensPerSecondHigh: null,
    modelFlopUtilization: null,
    memoryGiBPerAccelerator: {
      weights: rounded(memory.weightsGiB),
      cache: rounded(memory.kvCacheGiBPerRequest * prediction.concurrency),
      gradients: null,
      optimizer: null,
      activations: null,
      reserve: rounded(memory.reserveGiB),
      available: rounded(memory.availableGiB),
    },
  };
}

function trainingPrediction({ prediction }: TrainingSize, modelVersion: string): Prediction {
  const { memory } = prediction;
  return {
    modelVersion,
    basis: prediction.basis,
    errorPercent: rounded(prediction.errorPercent),
    ttftErrorPercent: null,
    source: prediction.source,
    ttftMs: null,
    tpotMs: null,
    concurrencyPerReplica: null,
    requestsPerSecondPerReplica: null,
    requestsPerSecond: null,
    tokensPerSecond: rounded(prediction.tokensPerSecond),
    tokensPerSecondLow: prediction.tokensPerSecondLow === undefined ? null : rounded(prediction.tokensPerSecondLow),
    tokensPerSecondHigh: prediction.tokensPerSecondHigh === undefined ? null : rounded(prediction.tokensPerSecondHigh),
    modelFlopUtilization: rounded(prediction.modelFlopUtilization),
    memoryGiBPerAccelerator: {
      weights: rounded(memory.weightsGiB),
      cache: null,
      gradients: rounded(memory.gradientsGiB),
      optimizer: rounded(memory.optimizerGiB),
      activations: rounded(memory.activationsGiB),
      reserve: rounded(memory.reserveGiB),
      available: rounded(memory.availableGiB),
    },
  };
}

function scheduleOf(
  { detail, instances, billedInstanceHoursAtMost }: Sized,
  { workload }: ResolvedWorkload,
): Plan['schedule'] {
  if (detail.kind === 'serving' || (detail.kind === 'generic' && detail.hours === null)) return null;
  const interruption = detail.kind === 'generic' ? null : detail.interruption;
  const interval = interruption?.checkpointIntervalHours ?? null;
  return {
    hours: rounded(detail.hours ?? 0),
    hoursAtMost: billedInstanceHoursAtMost === null ? null : rounded(billedInstanceHoursAtMost / instances),
    deadlineHours: 'deadlineHours' in workload ? workload.deadlineHours : null,
    deadlineMissProbability: interruption === null ? null : rounded(interruption.deadlineMissProbability),
    expectedInterruptions: interruption === null ? null : rounded(interruption.expectedInterruptions),
    meanHoursBetweenInterruptions: interruption === null ? null : rounded(interruption.meanHoursBetweenPerInstance),
    checkpointIntervalMinutes: interval === null ? null : rounded(interval * MINUTES_PER_HOUR),
    interruptionOverheadPercent: interruption === null ? null : rounded(interruption.overheadPercent),
  };
}

function qualityOf({ precision }: Sized, variants: readonly Variant[], model: string): Plan['quality'] {
  const variant = variants.find((accepted) => accepted.precision === precision);
  if (variant === undefined) return null;
  const { basis, figure } = variant;
  return {
    model,
    technique: variant.technique ?? null,
    basis,
    retainedPercent: basis === 'native' || basis === 'wider' ? 100 : (figure?.retainedPercent ?? null),
    benchmark: figure?.benchmark ?? null,
    source: figure?.source ?? null,
  };
}
