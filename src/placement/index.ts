export { PlanEntity } from './plan.entity.js';
export { PlacementModule } from './placement.module.js';
export { PlacementService } from './placement.service.js';
export { quote } from './place-fleet.js';
export { fleetPlanSchema, type FleetPlan, type Placement, type Plan, type Quote } from './plan.schema.js';
export { planListSchema, type PlanList } from './placement.schema.js';
export { readWorkloadFile } from './workload-file.js';
export { workloadSchema, type Workload } from './workload.schema.js';
export { createWorld, type World, type WorldFacts } from './world.js';
