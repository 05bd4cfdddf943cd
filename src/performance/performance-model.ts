import { bestServing, type ServingKnowledge } from './best-serving.js';
import { shippedCoefficients, shippedEfficiency, shippedPower } from './shipped-performance.js';
import { train, type TrainingKnowledge } from './training.js';
import { MODEL_VERSION, type EfficiencyTable, type PerformanceModel } from './types.js';

/** What the model stands on besides the efficiency of accelerators; the shipped figures unless given. */
export interface PerformanceFacts {
  readonly coefficients?: ServingKnowledge['coefficients'];
  readonly training?: TrainingKnowledge['coefficients'];
  readonly power?: ServingKnowledge['power'];
}

/** The performance model over a table of efficiencies. */
export function createPerformanceModel(efficiency: EfficiencyTable, facts: PerformanceFacts = {}): PerformanceModel {
  const shipped = shippedCoefficients();
  const power = facts.power ?? shippedPower();
  const serving = { efficiency, power, coefficients: facts.coefficients ?? shipped.serving };
  const training = { efficiency, power, coefficients: facts.training ?? shipped.training };
  return {
    version: MODEL_VERSION,
    bestServing: (question) => bestServing(question, serving),
    training: (question) => train(question, training),
  };
}

/** The performance model over everything that ships with the product. */
export function shippedPerformanceModel(): PerformanceModel {
  return createPerformanceModel(shippedEfficiency());
}
