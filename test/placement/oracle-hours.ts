import type { ModelArchitecture, Precision } from '../../src/catalog/index.js';
import type { PerformanceModel, ServingPrediction } from '../../src/performance/index.js';
import { checkpointIntervalHours, expectedRunHours } from '../../src/placement/checkpoint-interval.js';
import { deadlineMissProbability } from '../../src/placement/deadline-risk.js';
import type { Workload } from '../../src/placement/workload.schema.js';
import type { Offer } from '../../src/prices/index.js';
import type { Hardware } from './oracle-hardware.js';

type Of<Kind extends Workload['kind']> = Extract<Workload, { kind: Kind }>;

/** A layout of one replica that works. */
interface Laid {
  readonly nodes: number;
  readonly replicasPerInstance: number;
  readonly prediction: ServingPrediction;
}

/** Mean hours between interruptions, or that there are none. */
export type Mean = number | 'never';

const STAGES = [1, 2, 3, 4, 6, 8, 12, 16];
const NODES = [2, 3, 4, 6, 8, 12, 16];
/** Units of a batch job that are tried; the jobs drawn here need no more. */
const MOST_UNITS = 150;

function everyLayout(
  workload: Of<'serving'> | Of<'batch_inference'>,
  model: ModelArchitecture,
  { accelerator, accelerators, interNodeGBps, share }: Hardware,
  precision: Precision,
  performance: PerformanceModel,
): Laid[] {
  const latency = workload.kind === 'serving' ? workload.latency : undefined;
  const most = workload.kind === 'serving' ? workload.maxConcurrencyPerReplica : undefined;
  let fitsInOne = false;
  const ask = (tensor: number, pipeline: number, nodes: number, replicasPerInstance: number): Laid[] => {
    const outcome = performance.bestServing({
      model,
      precision,
      hardware: { accelerator, parallelism: { tensor, pipeline }, nodes, interNodeGBps, share },
      engine: workload.engine,
      shape: workload.request,
      limits: { ttftMs: latency?.ttftMs ?? null, tpotMs: latency?.tpotMs ?? null },
      maxConcurrency: most,
    });
    if (outcome.ok || outcome.failedOn === 'latency') fitsInOne = true;
    if (!outcome.ok || outcome.prediction.errorPercent > workload.maxPredictionErrorPercent) return [];
    return [{ nodes, replicasPerInstance, prediction: outcome.prediction }];
  };
  const tensors = [1, 2, 4, 8, 16].filter(
    (tensor) => tensor <= accelerators && model.attention.every(({ heads }) => Number.isInteger(heads / tensor)),
  );
  const within = tensors.flatMap((tensor) =>
    STAGES.filter((pipeline) => tensor * pipeline <= accelerators && pipeline <= model.layers).flatMap((pipeline) =>
      ask(tensor, pipeline, 1, Math.floor(Math.floor(accelerators / tensor) / pipeline)),
    ),
  );
  if (fitsInOne) return within;
  return tensors.flatMap((tensor) =>
    NODES.map((nodes) => ({ nodes, pipeline: nodes * Math.floor(accelerators / tensor) }))
      .filter(({ pipeline }) => pipeline <= model.layers)
      .flatMap(({ nodes, pipeline }) => ask(tensor, pipeline, nodes, 1)),
  );
}

/** Mean instances over the day. */
export function servingHours(
  workload: Of<'serving'>,
  model: ModelArchitecture,
  hardware: Hardware,
  precision: Precision,
  performance: PerformanceModel,
  committed: boolean,
): number[] {
  const rates = [workload.requestsPerSecond].flat().map((rate) => rate * (1 + workload.headroomPercent / 100));
  const { minReplicas = 1, minNonInterruptibleReplicas = 0 } = workload.availability ?? {};
  return everyLayout(workload, model, hardware, precision, performance).map(
    ({ nodes, replicasPerInstance, prediction }) => {
      const byHour = rates.map((rate) => {
        const needed = rate / prediction.requestsPerSecond;
        const replicas = Math.max(minReplicas, minNonInterruptibleReplicas, Math.ceil(needed - 1e-9 * needed));
        return Math.ceil(replicas / replicasPerInstance) * nodes;
      });
      const mean = byHour.reduce((sum, count) => sum + count, 0) / byHour.length;
      return workload.scaling === 'peak' || committed ? Math.max(...byHour) : mean;
    },
  );
}

/** Instance hours of a run. */
export function batchHours(
  workload: Of<'batch_inference'>,
  model: ModelArchitecture,
  hardware: Hardware,
  precision: Precision,
  performance: PerformanceModel,
  mean: Mean,
): number[] {
  const { deadlineHours, maxDeadlineMissProbability, requests, request } = workload;
  const startHours = workload.restartMinutes / 60;
  return everyLayout(workload, model, hardware, precision, performance).flatMap(
    ({ nodes, replicasPerInstance, prediction }) => {
      const { requestsPerSecond, ttftMs, tpotMs } = prediction;
      const work = requests / (requestsPerSecond * replicasPerInstance) / 3600;
      const oneRequest = (ttftMs + tpotMs * (request.outputTokens - 1)) / 3_600_000;
      const expected =
        mean === 'never'
          ? work
          : expectedRunHours(
              { workHours: work, checkpointHours: 0, restartHours: startHours, meanHoursBetween: mean / nodes },
              Math.min(oneRequest, work),
            );
      for (let units = 1; units <= MOST_UNITS; units += 1) {
        if (startHours + expected / units > deadlineHours * (1 + 1e-9)) continue;
        if (startHours >= deadlineHours) continue;
        const missed =
          mean === 'never'
            ? 0
            : deadlineMissProbability({
                busyHours: units * startHours + work,
                slackHours: units * (deadlineHours - startHours) - work,
                interruptionsPerHour: nodes / mean,
                lostHoursAtMost: oneRequest,
                restartHours: startHours,
              });
        if (missed <= maxDeadlineMissProbability) return [nodes * (units * startHours + expected)];
      }
      return [];
    },
  );
}

/**
 * Instance hours of a run, for every number of nodes that is tried.
 *
 * @param share accelerators of an instance, a fraction where it has a slice of one
 */
export function trainingHours(
  workload: Of<'training' | 'fine_tuning'>,
  model: ModelArchitecture,
  { accelerator, accelerators, interNodeGBps }: Hardware,
  share: number,
  performance: PerformanceModel,
  mean: Mean,
): number[] {
  const { minAccelerators, maxAccelerators } = workload.elasticity ?? { minAccelerators: 1, maxAccelerators: 1024 };
  const bounds = [Math.ceil(minAccelerators / share), Math.floor(maxAccelerators / share)];
  const powers = Array.from({ length: 13 }, (_, exponent) => 2 ** exponent);
  const counts = [...bounds, ...powers].filter(
    (nodes) =>
      nodes * share >= minAccelerators && nodes * share <= maxAccelerators && nodes >= 1 && (share >= 1 || nodes === 1),
  );
  return counts.flatMap((nodes) => {
    const outcome = performance.training({
      model,
      accelerator,
      acceleratorsPerNode: accelerators,
      nodes,
      interNodeGBps,
      method: workload.method,
      precision: workload.precision,
      sequenceLength: workload.sequenceLength,
      globalBatchSequences: workload.globalBatchSequences,
    });
    if (!outcome.ok || outcome.prediction.errorPercent > workload.maxPredictionErrorPercent) return [];
    const work = workload.tokens / outcome.prediction.tokensPerSecond / 3600;
    const hours = runHours(workload, work, nodes, mean);
    return hours === null ? [] : [nodes * hours];
  });
}

/** Start and work, or null where the deadline is missed or not sure enough. */
function runHours(workload: Of<'training' | 'fine_tuning'>, work: number, nodes: number, mean: Mean): number | null {
  const { deadlineHours, maxDeadlineMissProbability, checkpoint } = workload;
  const restartHours = (checkpoint?.restartMinutes ?? 0) / 60;
  if (mean === 'never') return restartHours + work <= deadlineHours ? restartHours + work : null;
  const writing = (checkpoint?.writeMinutes ?? 0) / 60;
  const run = { workHours: work, checkpointHours: writing, restartHours, meanHoursBetween: mean / nodes };
  const interval = Math.min(work, checkpointIntervalHours(run));
  const expected = expectedRunHours(run, interval);
  const busyHours = restartHours + work * (1 + writing / interval);
  const missed = deadlineMissProbability({
    busyHours,
    slackHours: deadlineHours - busyHours,
    interruptionsPerHour: nodes / mean,
    lostHoursAtMost: interval + writing,
    restartHours,
  });
  const holds = restartHours + expected <= deadlineHours && missed <= maxDeadlineMissProbability;
  return holds ? restartHours + expected : null;
}

/** Instances, times hours where they have an end. */
export function genericHours(
  { acceleratorCount, hours, minMemoryGBPerAccelerator, minAcceleratorsPerInstance }: Of<'generic'>,
  offer: Offer,
  { accelerator }: Hardware,
): number[] {
  if (offer.acceleratorCount < (minAcceleratorsPerInstance ?? Math.min(1, acceleratorCount))) return [];
  if ((accelerator.memoryGiB ?? 0) < (minMemoryGBPerAccelerator ?? 0)) return [];
  let instances = 1;
  while (instances * offer.acceleratorCount < acceleratorCount) instances += 1;
  return [instances * (hours ?? 1)];
}
