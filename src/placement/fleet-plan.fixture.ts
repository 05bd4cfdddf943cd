import { placeFleet } from './place-fleet.js';
import type { FleetPlan } from './plan.schema.js';
import { workloadSchema, type WorkloadInput } from './workload.schema.js';
import type { World } from './world.js';

/** A plan as it is answered after it was kept: with an id, and at a time that does not change. */
export async function fleetPlan(world: World, ...workloads: WorkloadInput[]): Promise<FleetPlan> {
  const plan = await placeFleet(
    () => world,
    workloads.map((workload) => workloadSchema.parse(workload)),
  );
  return { ...plan, id: '53b3a928-19d1-4b00-ad63-65d18a15d3c6', createdAt: '2026-08-10T00:00:00.000Z' };
}
