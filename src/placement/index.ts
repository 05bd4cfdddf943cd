export { PlacementModule } from './placement.module.js';
export { fleetPlanSchema, type FleetPlan, type Placement, type Plan } from './plan.schema.js';
export { readPlacementFile } from './workload-file.js';
export type { Workload } from './workload.schema.js';
export { RANKING_FIGURES, rankingSchema, type Ranking } from './ranking/ranking.schema.js';
export type { ChoiceProblem } from './fleet/choice-problem.js';
export { readChoiceProblem } from './fleet/fleet-file.js';
export { shortages } from './fleet/shortages.js';
export { solveFleet, type FleetSolution } from './fleet/solve-fleet.js';
