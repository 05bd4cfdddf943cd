import type { Layout } from './layouts.js';
import type { ServingWorkload } from './workload.schema.js';

/** How many instances a service needs as its load changes over the day. */
export class ServingLoad {
  /** Requests per second, headroom included: one figure, or one for each hour of the day. */
  private readonly wanted: readonly number[];
  /** The same, alike hours together. */
  private readonly levels: readonly { readonly requestsPerSecond: number; readonly hours: number }[];
  private readonly peak: number;
  private readonly minReplicas: number;

  constructor({ requestsPerSecond, headroomPercent, availability }: ServingWorkload) {
    this.wanted = [requestsPerSecond].flat().map((rate) => rate * (1 + headroomPercent / 100));
    this.peak = Math.max(...this.wanted);
    const hours = new Map<number, number>();
    for (const rate of this.wanted) hours.set(rate, (hours.get(rate) ?? 0) + 1);
    this.levels = [...hours].map(([rate, count]) => ({ requestsPerSecond: rate, hours: count }));
    this.minReplicas = Math.max(availability?.minReplicas ?? 1, availability?.minNonInterruptibleReplicas ?? 0);
  }

  /** At the peak. */
  replicas(perReplica: number): number {
    return this.replicasFor(this.peak, perReplica);
  }

  /** At the peak. */
  instances(layout: Layout, perReplica: number): number {
    return this.instancesFor(this.peak, layout, perReplica);
  }

  instancesByHour(layout: Layout, perReplica: number): number[] {
    return this.wanted.map((rate) => this.instancesFor(rate, layout, perReplica));
  }

  /** Mean over the day of what is paid for. */
  billedInstances(layout: Layout, perReplica: number, followsLoad: boolean): number {
    if (!followsLoad) return this.instances(layout, perReplica);
    let sum = 0;
    for (const { requestsPerSecond, hours } of this.levels) {
      sum += hours * this.instancesFor(requestsPerSecond, layout, perReplica);
    }
    return sum / this.wanted.length;
  }

  private instancesFor(rate: number, { nodes, replicasPerInstance }: Layout, perReplica: number): number {
    const replicas = this.replicasFor(rate, perReplica);
    return nodes > 1 ? replicas * nodes : Math.ceil(replicas / replicasPerInstance);
  }

  private replicasFor(rate: number, perReplica: number): number {
    return Math.max(this.minReplicas, ceilOf(rate / perReplica));
  }
}

/** Rounds up, but not for the last bit of a division that should have come out even. */
function ceilOf(quotient: number): number {
  const nearest = Math.round(quotient);
  return Math.abs(quotient - nearest) < 1e-9 * Math.max(1, nearest) ? nearest : Math.ceil(quotient);
}
