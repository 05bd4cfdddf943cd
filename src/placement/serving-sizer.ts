import { weightBytes, type ModelArchitecture, type Precision } from '../catalog/index.js';
import type { NodeShape } from './node-shape.js';
import type { Predictions } from './predictions.js';
import type { ReplicaAnswers, ReplicaChoice } from './replica-answers.js';
import { ServingLoad } from './serving-load.js';
import { failing, sizedAs, type ServingSize, type Sizer, type SizingOutcome } from './sizing.js';
import { servingSpeeds } from './speeds.js';
import type { ServingWorkload } from './workload.schema.js';

const BYTES_PER_GIB = 2 ** 30;

/** A service: enough replicas for the rate and the headroom in every hour, all within the latency objectives. */
export function servingSizer(
  workload: ServingWorkload,
  model: ModelArchitecture,
  precisions: readonly Precision[],
  predictions: Predictions,
): Sizer {
  const answers = predictions.ofReplicas({
    model,
    request: workload.request,
    limits: { ttftMs: workload.latency?.ttftMs ?? null, tpotMs: workload.latency?.tpotMs ?? null },
    engine: workload.engine,
    maxConcurrency: workload.maxConcurrencyPerReplica ?? null,
    maxErrorPercent: workload.maxPredictionErrorPercent,
  });
  const load = new ServingLoad(workload);
  const staying = workload.availability?.minNonInterruptibleReplicas ?? 0;
  return {
    precisions,
    mindsInterruptions: staying > 0,
    refusesInterruptible:
      staying > 0 ? failing('interruptible', () => `of ${staying} replicas at least it is asked that they stay`) : null,
    leastBilledInstanceHours: (shape, precision) => fewestInstances(model, shape, precision),
    size: (shape, precision, terms): SizingOutcome => {
      if (precision === null) throw new Error('A service is sized at a precision.');
      const found = answers.on(shape, precision);
      if (!found.ok) return found;
      const followsLoad = workload.scaling === 'hourly' && terms.kind !== 'committed';
      return smallest(answers, load, shape, precision, found.choices, followsLoad);
    },
  };
}

/** One, or as many as the weights alone fill. */
function fewestInstances(model: ModelArchitecture, shape: NodeShape, precision: Precision | null): number {
  const { accelerator, accelerators } = shape;
  if (precision === null || accelerator.memoryGiB === null) return 1;
  return Math.max(1, weightBytes(model, precision) / (accelerator.memoryGiB * BYTES_PER_GIB * accelerators));
}

function smallest(
  answers: ReplicaAnswers,
  load: ServingLoad,
  shape: NodeShape,
  precision: Precision,
  choices: readonly ReplicaChoice[],
  followsLoad: boolean,
): SizingOutcome {
  let best: ReplicaChoice | null = null;
  let billed = Number.POSITIVE_INFINITY;
  let capacity = 0;
  for (const choice of choices) {
    const bill = load.billedInstances(choice.layout, choice.requestsPerSecond, followsLoad);
    if (bill > billed) continue;
    const able = capacityOf(choice, load.instances(choice.layout, choice.requestsPerSecond));
    if (best !== null && bill === billed && able <= capacity) continue;
    best = choice;
    billed = bill;
    capacity = able;
  }
  if (best === null) throw new Error('A size is chosen among one layout at least.');
  const chosen = best;
  const size = {
    precision,
    instances: load.instances(chosen.layout, chosen.requestsPerSecond),
    billedInstanceHours: billed,
    capacity,
  };
  return sizedAs(size, () => describe(answers, load, shape, precision, chosen, followsLoad));
}

function capacityOf({ layout, requestsPerSecond }: ReplicaChoice, instances: number): number {
  return (instances / layout.nodes) * layout.replicasPerInstance * requestsPerSecond;
}

function describe(
  answers: ReplicaAnswers,
  load: ServingLoad,
  shape: NodeShape,
  precision: Precision,
  { layout, requestsPerSecond }: ReplicaChoice,
  followsLoad: boolean,
) {
  const { prediction, memory } = answers.prediction(shape, precision, layout);
  const { slowest, fastest } = servingSpeeds(prediction);
  const billedAt = (speed: number) => load.billedInstances(layout, requestsPerSecond * speed, followsLoad);
  const detail: ServingSize = {
    kind: 'serving',
    replicas: load.replicas(requestsPerSecond),
    replicasPerInstance: layout.replicasPerInstance,
    nodesPerReplica: layout.nodes,
    parallelism: layout.parallelism,
    instancesByHour: followsLoad
      ? load.instancesByHour(layout, requestsPerSecond)
      : [load.instances(layout, requestsPerSecond)],
    prediction,
    memory,
  };
  return {
    billedInstanceHoursAtMost: slowest > 0 ? billedAt(slowest) : null,
    billedInstanceHoursAtLeast: billedAt(fastest),
    detail,
  };
}
