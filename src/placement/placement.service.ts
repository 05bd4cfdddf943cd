import { Injectable } from '@nestjs/common';
import { CatalogService } from '../catalog/index.js';
import { AccountPrices } from '../prices/index.js';
import { fleetExample, shippedExamples, type Example } from './examples.js';
import type { Limits } from './limits/limits.schema.js';
import { PlacementKnowledge } from './placement-knowledge.js';
import { placeFleet, quote } from './place-fleet.js';
import type { PlanList, PlanListQuery } from './placement.schema.js';
import type { FleetPlan, Quote } from './plan.schema.js';
import { PlanStore } from './plan-store.js';
import type { Workload } from './workload.schema.js';
import { createWorld, type World } from './world.js';

/** Of so many sets of discounts at once: each has every offer of its own. */
const MOST_WORLDS = 4;

/** Where workloads should run, from the prices in force. */
@Injectable()
export class PlacementService {
  /** By state of the prices and of what predicts, those asked for last at the end. */
  private readonly worlds = new Map<string, World>();

  constructor(
    private readonly prices: AccountPrices,
    private readonly catalog: CatalogService,
    private readonly knowledge: PlacementKnowledge,
    private readonly store: PlanStore,
  ) {}

  /** One workload, from memory; nothing is kept. */
  quote(workload: Workload): Quote {
    return quote(this.worldOf(workload), workload);
  }

  /** Places the workloads and keeps the plan. */
  place(workloads: readonly Workload[], limits: Limits, idempotencyKey: string | null): Promise<FleetPlan> {
    return this.store.keep({ workloads, ...limits }, idempotencyKey, () =>
      placeFleet((workload) => this.worldOf(workload), workloads, limits),
    );
  }

  plan(id: string): Promise<FleetPlan> {
    return this.store.byId(id);
  }

  async plans({ limit, offset }: PlanListQuery): Promise<PlanList> {
    const { total, plans } = await this.store.list(limit, offset);
    return {
      total,
      offset,
      limit,
      plans: plans.map(({ id, createdAt, status, totals, placements }) => ({
        id,
        createdAt,
        status,
        totals,
        workloads: placements.map(({ name }) => name),
      })),
    };
  }

  examples(): Example[] {
    return shippedExamples();
  }

  /** The example fleet at today's prices; not kept. */
  exampleFleetPlan(): Promise<FleetPlan> {
    return placeFleet((workload) => this.worldOf(workload), fleetExample());
  }

  /** At the prices that the workload's accounts pay; prepared once per state of those. */
  private worldOf({ accounts }: Workload): World {
    const { release, offers } = this.prices.of(accounts ?? []);
    const key = `${release} ${this.knowledge.state}`;
    const known = this.worlds.get(key);
    const world =
      known ??
      createWorld({
        release,
        offers,
        accelerators: this.catalog.accelerators(),
        instanceTypes: this.catalog.instanceTypes(),
        regions: this.catalog.regions(),
        performance: this.knowledge.performance,
        quality: this.knowledge.quality,
        variantQuality: this.knowledge.variantQuality,
      });
    this.worlds.delete(key);
    this.worlds.set(key, world);
    const [oldest] = this.worlds.keys();
    if (this.worlds.size > MOST_WORLDS && oldest !== undefined) this.worlds.delete(oldest);
    return world;
  }
}
