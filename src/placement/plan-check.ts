import { Decimal } from 'decimal.js';
import { kvCacheBytesPerRequest, weightBytes, type ModelArchitecture } from '../catalog/index.js';
import { HOURS_PER_MONTH } from './plan-cost.js';
import type { Plan } from './plan.schema.js';
import type { ResolvedWorkload } from './resolve-workload.js';
import type { TrainingWorkload, Workload } from './workload.schema.js';
import type { PlaceableOffer } from './placeable-offer.js';
import type { World } from './world.js';

const BYTES_PER_GIB = 2 ** 30;
const SECONDS_PER_HOUR = 3600;
/** Predictions are shown with six significant digits. */
const ROUNDING = 1e-5;

/**
 * Checks a finished plan against the workload and the facts, from its own figures and by other arithmetic than the
 * search: that the offer is in force and admitted, that what it costs is its price times its size, that the model can
 * lie in its memory at all, and that rate, latency, deadline and budget hold. Everything that is wrong, as sentences.
 */
export function checkPlan(plan: Plan, resolved: ResolvedWorkload, world: World): string[] {
  const placeable = world.byId.get(plan.offer.offerId);
  if (placeable === undefined) return [`The offer ${plan.offer.offerId} is not in force.`];
  return [
    ...checkOffer(plan, resolved, placeable),
    ...checkCost(plan, resolved.workload),
    ...checkMemory(plan, resolved, placeable),
    ...checkPace(plan, resolved.workload),
  ];
}

function checkOffer(
  plan: Plan,
  { workload, constraints }: ResolvedWorkload,
  { offer, owned, region }: PlaceableOffer,
): string[] {
  const { clouds, regions, jurisdictions, acceleratorIds, purchaseOptions } = constraints;
  const wrong: string[] = [];
  const hold = (holds: boolean, what: string) => {
    if (!holds) wrong.push(`${offer.id}: ${what}.`);
  };
  hold(new Decimal(plan.offer.usdPerInstanceHour).equals(offer.usdPerHour), 'the price is not that of the offer');
  hold(
    new Decimal(plan.offer.negotiated?.listUsdPerHour ?? offer.usdPerHour).gte(offer.usdPerHour),
    'the negotiated price is above the list price',
  );
  hold(offer.available !== false, 'the machine is not offered in the region');
  hold(owned !== null || purchaseOptions.has(offer.purchaseOption), 'the purchase option is not accepted');
  hold(clouds === null || clouds.has(offer.cloud), 'the cloud is not accepted');
  hold(regions === null || regions.has(offer.region), 'the region is not accepted');
  hold(acceleratorIds === null || acceleratorIds.has(offer.acceleratorId), 'the accelerator is not accepted');
  hold(
    jurisdictions === null || jurisdictions.has(region?.jurisdiction ?? ''),
    'the region is outside the jurisdictions',
  );
  hold(Number.isInteger(plan.size.instances) && plan.size.instances > 0, 'the number of instances is no whole number');
  const wanted = workload.kind === 'generic' ? workload.acceleratorCount : 0;
  hold(
    plan.size.instances * offer.acceleratorCount >= wanted * (1 - ROUNDING),
    'there are fewer accelerators than were asked for',
  );
  return wrong;
}

function checkCost({ offer, cost, size, schedule }: Plan, workload: Workload): string[] {
  const price = new Decimal(offer.usdPerInstanceHour);
  const byHour = size.instancesByHour ?? [size.instances];
  const hourly = price.times(byHour.reduce((sum, count) => sum + count, 0)).div(byHour.length);
  const wrong: string[] = [];
  const expect = (name: string, stated: string, computed: Decimal) => {
    const near = computed.minus(stated).abs().lte(computed.abs().times(ROUNDING).plus(1e-6));
    if (!near) wrong.push(`${name} is ${stated}, by the offer's price it would be ${computed.toFixed()}.`);
  };
  if (schedule === null) {
    expect('usdPerHour', cost.usdPerHour, hourly);
    expect('usdPerMonth', cost.usdPerMonth, hourly.times(HOURS_PER_MONTH));
  } else if (cost.usdPerRun !== null) {
    const run = price.times(size.instances).times(schedule.hours);
    expect('usdPerRun', cost.usdPerRun, run);
    expect('usdPerMonth', cost.usdPerMonth, run.times('runsPerMonth' in workload ? workload.runsPerMonth : 1));
  }
  return wrong;
}

/** A lower bound of what has to be held; the search counts more (copies, activations, buffers). */
function checkMemory(plan: Plan, { workload, model }: ResolvedWorkload, { offer, shape }: PlaceableOffer): string[] {
  const perAcceleratorGiB = shape?.accelerator.memoryGiB ?? 0;
  const { size, prediction } = plan;
  if (workload.kind === 'generic' || model === null || size.precision === null || prediction === null) return [];
  const isTraining = workload.kind === 'training' || workload.kind === 'fine_tuning';
  const accelerators = isTraining
    ? size.instances * (shape?.accelerators ?? 0)
    : (size.parallelism?.tensor ?? 0) * (size.parallelism?.pipeline ?? 0);
  const needed = isTraining
    ? trainingBytes(workload, model)
    : weightBytes(model, size.precision) +
      (prediction.concurrencyPerReplica ?? 0) *
        kvCacheBytesPerRequest(model, workload.request.inputTokens + workload.request.outputTokens);
  const available = accelerators * perAcceleratorGiB * BYTES_PER_GIB;
  if (needed <= available * (1 + ROUNDING)) return [];
  const gib = (bytes: number) => (bytes / BYTES_PER_GIB).toFixed(1);
  return [`${offer.id}: ${gib(needed)} GiB have to lie in ${gib(available)} GiB of accelerator memory.`];
}

/** Adam in mixed precision keeps 16 bytes a parameter; adapters leave the weights as they are. */
function trainingBytes({ method }: TrainingWorkload, model: ModelArchitecture): number {
  switch (method) {
    case 'pretraining':
    case 'full_fine_tuning':
      return 16 * model.totalParameters;
    case 'lora':
      return 2 * model.totalParameters;
    case 'qlora':
      return model.totalParameters / 2;
  }
}

function checkPace({ size, prediction, schedule, cost }: Plan, workload: Workload): string[] {
  const wrong: string[] = [];
  const atMost = (what: string, stated: number | null | undefined, limit: number | null | undefined) => {
    if (stated != null && limit != null && stated > limit * (1 + ROUNDING))
      wrong.push(`${what} ${stated} is above ${limit}.`);
  };
  const perReplica = prediction?.requestsPerSecondPerReplica ?? null;
  if (workload.kind === 'serving' && perReplica !== null) {
    atMost('Time to first token in ms', prediction?.ttftMs, workload.latency?.ttftMs);
    atMost('Time per token in ms', prediction?.tpotMs, workload.latency?.tpotMs);
    const rates = [workload.requestsPerSecond].flat();
    rates.forEach((rate, hour) => {
      const instances = size.instancesByHour?.[hour] ?? size.instances;
      const replicas = (instances / (size.nodesPerReplica ?? 1)) * (size.replicasPerInstance ?? 0);
      atMost('Number of replicas asked for', workload.availability?.minReplicas, replicas);
      atMost('Requests per second', rate * (1 + workload.headroomPercent / 100), replicas * perReplica);
    });
  }
  if (workload.kind === 'batch_inference' && perReplica !== null) {
    const seconds = workload.requests / (perReplica * (size.replicas ?? 0));
    atMost('Hours of work', seconds / SECONDS_PER_HOUR, schedule?.hours);
  }
  if (workload.kind === 'training' || workload.kind === 'fine_tuning') {
    const hours = workload.tokens / (prediction?.tokensPerSecond ?? 0) / SECONDS_PER_HOUR;
    atMost('Hours of work', hours, schedule?.hours);
  }
  if ('deadlineHours' in workload) {
    atMost('Hours', schedule?.hours, workload.deadlineHours);
    atMost('Probability to miss the deadline', schedule?.deadlineMissProbability, workload.maxDeadlineMissProbability);
  }
  if ('maxUsdPerMonth' in workload) atMost('USD per month', Number(cost.usdPerMonth), workload.maxUsdPerMonth);
  if ('maxUsd' in workload) atMost('USD', Number(cost.usdPerRun ?? cost.usdPerMonth), workload.maxUsd);
  return wrong;
}
