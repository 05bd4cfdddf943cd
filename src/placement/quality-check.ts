import { findModel, type ModelArchitecture } from '../catalog/index.js';
import type { Plan } from './plan.schema.js';
import type { Workload } from './workload.schema.js';

/**
 * What is wrong with the quality of a finished plan, from its own figures: below the floor, not measured and not named, or
 * a variant that the workload does not accept.
 *
 * @param asked the model of the workload
 */
export function qualityFaults(plan: Plan, workload: Workload, asked: ModelArchitecture): string[] {
  if (plan.quality === null || (workload.kind !== 'serving' && workload.kind !== 'batch_inference')) return [];
  const { model, basis, retainedPercent } = plan.quality;
  const { qualityFloor, precisions, variants } = workload;
  const wrong: string[] = [];
  const floor = qualityFloor?.minRetainedPercent ?? 0;
  if (retainedPercent !== null && retainedPercent < floor) {
    wrong.push(`It keeps ${retainedPercent} % of the score, the floor is ${floor} %.`);
  }
  const isVariant = model !== asked.name;
  const named =
    Array.isArray(variants) &&
    variants.some((each) =>
      typeof each === 'string'
        ? findModel(each)?.name === model
        : model === `${asked.name} with ${each.experts} experts`,
    );
  if (isVariant && !named && variants !== 'measured') wrong.push(`${model} is not accepted in place of ${asked.name}.`);
  const precisionNamed = Array.isArray(precisions) && precisions.some((precision) => precision === plan.size.precision);
  if (basis === 'accepted_by_name' && !(isVariant ? named : precisionNamed)) {
    wrong.push(`Nobody measured ${model} in ${plan.size.precision}, and nobody accepts it by name.`);
  }
  return wrong;
}
