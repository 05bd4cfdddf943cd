import type { ModelArchitecture, Precision } from '../catalog/index.js';
import { batchSizer } from './batch-sizer.js';
import { genericSizer } from './generic-sizer.js';
import type { Predictions } from './predictions.js';
import { servingSizer } from './serving-sizer.js';
import type { Sizer } from './sizing.js';
import { Sizings } from './sizings.js';
import { trainingSizer } from './training-sizer.js';
import type { Workload } from './workload.schema.js';
import type { World } from './world.js';

/** Sizes of a workload with a model in the precisions that are accepted of it; of none where it has no model. */
export function sizingsOf(
  world: World,
  workload: Workload,
  model: ModelArchitecture | null,
  precisions: readonly Precision[],
): Sizings {
  const meanHours =
    'meanHoursBetweenInterruptions' in workload ? (workload.meanHoursBetweenInterruptions ?? null) : null;
  return new Sizings(sizerFor(workload, model, precisions, world.predictions), meanHours);
}

function sizerFor(
  workload: Workload,
  model: ModelArchitecture | null,
  precisions: readonly Precision[],
  predictions: Predictions,
): Sizer {
  if (workload.kind === 'generic') return genericSizer(workload);
  if (model === null) throw new Error(`The workload ${workload.name} was resolved without its model.`);
  switch (workload.kind) {
    case 'serving':
      return servingSizer(workload, model, precisions, predictions);
    case 'batch_inference':
      return batchSizer(workload, model, precisions, predictions);
    case 'training':
    case 'fine_tuning':
      return trainingSizer(workload, model, predictions);
  }
}
