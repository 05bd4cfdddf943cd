import { Injectable } from '@nestjs/common';
import { CatalogService } from '../catalog/index.js';
import { OfferCatalog } from '../prices/index.js';
import { fleetExample, shippedExamples, type Example } from './examples.js';
import { PlacementKnowledge } from './placement-knowledge.js';
import { placeFleet, quote } from './place-fleet.js';
import type { PlanList, PlanListQuery } from './placement.schema.js';
import type { FleetPlan, Quote } from './plan.schema.js';
import { PlanStore } from './plan-store.js';
import type { Workload } from './workload.schema.js';
import { createWorld, type World } from './world.js';

/** Where workloads should run, from the prices in force. */
@Injectable()
export class PlacementService {
  private world: World | null = null;

  constructor(
    private readonly offers: OfferCatalog,
    private readonly catalog: CatalogService,
    private readonly knowledge: PlacementKnowledge,
    private readonly store: PlanStore,
  ) {}

  /** One workload, from memory; nothing is kept. */
  quote(workload: Workload): Quote {
    return quote(this.currentWorld(), workload);
  }

  /** Places the workloads and keeps the plan. */
  place(workloads: readonly Workload[], idempotencyKey: string | null): Promise<FleetPlan> {
    return this.store.keep(workloads, idempotencyKey, () => placeFleet(this.currentWorld(), workloads));
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
  exampleFleetPlan(): FleetPlan {
    return placeFleet(this.currentWorld(), fleetExample());
  }

  /** Prepared once per state of the prices. */
  private currentWorld(): World {
    const { release, offers } = this.offers.current();
    if (this.world?.release !== release) {
      this.world = createWorld({
        release,
        offers,
        accelerators: this.catalog.accelerators(),
        instanceTypes: this.catalog.instanceTypes(),
        regions: this.catalog.regions(),
        performance: this.knowledge.performance,
        quality: this.knowledge.quality,
      });
    }
    return this.world;
  }
}
