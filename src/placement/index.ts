export { PlacementModule } from './placement.module.js';
export { fleetPlanSchema, type FleetPlan, type Placement, type Plan } from './plan.schema.js';
export { readWorkloadFile } from './workload-file.js';
export type { Workload } from './workload.schema.js';
export { RANKING_FIGURES, rankingSchema, type Ranking } from './ranking/ranking.schema.js';
