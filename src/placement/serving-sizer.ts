import type { ModelArchitecture, Precision } from '../catalog/index.js';
import type { PerformanceModel } from '../performance/index.js';
import { bestReplica, type ReplicaQuestion } from './serving-replica.js';
import type { Sized, Sizer, SizingOutcome } from './sizing.js';
import type { ServingWorkload } from './workload.schema.js';

/** Instances for each hour when one replica holds so many requests per second. */
type InstancesFor = (requestsPerSecondPerReplica: number) => number[];

/** A service: enough replicas for the rate and the headroom in every hour, all within the latency objectives. */
export function servingSizer(
  workload: ServingWorkload,
  model: ModelArchitecture,
  precisions: readonly Precision[],
  performance: PerformanceModel,
): Sizer {
  const question: ReplicaQuestion = {
    model,
    request: workload.request,
    limits: { ttftMs: workload.latency?.ttftMs ?? null, tpotMs: workload.latency?.tpotMs ?? null },
    maxConcurrency: workload.maxConcurrencyPerReplica ?? null,
  };
  const wanted = wantedByHour(workload);
  const minReplicas = workload.availability?.minReplicas ?? 1;
  return {
    precisions,
    mindsInterruptions: false,
    refusesInterruptible: null,
    size: (shape, precision, terms) => {
      if (precision === null) throw new Error('A service is sized at a precision.');
      const followsLoad = workload.scaling === 'hourly' && terms.kind !== 'committed';
      return bestReplica(question, shape, precision, performance, (layout, { prediction, memory }): SizingOutcome => {
        const instancesFor: InstancesFor = (rate) =>
          wanted.map((requests) => {
            const replicas = Math.max(minReplicas, ceilOf(requests / rate));
            return layout.nodes > 1 ? replicas * layout.nodes : Math.ceil(replicas / layout.replicasPerInstance);
          });
        const billed = (rate: number) => billedInstances(instancesFor(rate), followsLoad);
        const byHour = instancesFor(prediction.requestsPerSecond);
        const instances = Math.max(...byHour);
        const error = prediction.errorPercent / 100;
        const sized: Sized = {
          precision,
          instances,
          billedInstanceHours: billedInstances(byHour, followsLoad),
          billedInstanceHoursAtMost: error < 1 ? billed(prediction.requestsPerSecond * (1 - error)) : null,
          billedInstanceHoursAtLeast: billed(prediction.requestsPerSecond * (1 + error)),
          capacity: (instances / layout.nodes) * layout.replicasPerInstance * prediction.requestsPerSecond,
          detail: {
            kind: 'serving',
            replicas: Math.max(
              minReplicas,
              ...wanted.map((requests) => ceilOf(requests / prediction.requestsPerSecond)),
            ),
            replicasPerInstance: layout.replicasPerInstance,
            nodesPerReplica: layout.nodes,
            parallelism: layout.parallelism,
            instancesByHour: followsLoad ? byHour : [instances],
            prediction,
            memory,
          },
        };
        return { ok: true, sized };
      });
    },
  };
}

/** Requests per second that capacity must be there for: one figure, or one for each hour of the day. */
function wantedByHour({ requestsPerSecond, headroomPercent }: ServingWorkload): number[] {
  return [requestsPerSecond].flat().map((rate) => rate * (1 + headroomPercent / 100));
}

/** Mean over the day of what is paid for. */
function billedInstances(byHour: readonly number[], followsLoad: boolean): number {
  return followsLoad ? byHour.reduce((sum, count) => sum + count, 0) / byHour.length : Math.max(...byHour);
}

/** Rounds up, but not for the last bit of a division that should have come out even. */
function ceilOf(quotient: number): number {
  const nearest = Math.round(quotient);
  return Math.abs(quotient - nearest) < 1e-9 * Math.max(1, nearest) ? nearest : Math.ceil(quotient);
}
