import { bestServing, type ServingKnowledge } from './best-serving.js';
import { shippedCoefficients, shippedEfficiency, shippedPower } from './shipped-performance.js';
import { shippedSharedTraining, shippedTrainingRates } from './training/shipped.js';
import { train, type TrainingKnowledge } from './training/train.js';
import { MODEL_VERSION, type EfficiencyTable, type PerformanceModel } from './types.js';

/** What the model stands on besides the efficiency of accelerators in serving; the shipped figures unless given. */
export interface PerformanceFacts {
  readonly coefficients?: ServingKnowledge['coefficients'];
  readonly training?: Omit<TrainingKnowledge, 'power'>;
  readonly power?: ServingKnowledge['power'];
}

/** The performance model over a table of efficiencies. */
export function createPerformanceModel(efficiency: EfficiencyTable, facts: PerformanceFacts = {}): PerformanceModel {
  const shipped = shippedCoefficients();
  const power = facts.power ?? shippedPower();
  const serving = { efficiency, power, coefficients: facts.coefficients ?? shipped.serving };
  const training = { ...(facts.training ?? shippedTraining()), power };
  return {
    version: MODEL_VERSION,
    bestServing: (question) => bestServing(question, serving),
    training: (question) => train(question, training),
  };
}

function shippedTraining(): Omit<TrainingKnowledge, 'power'> {
  return { rates: shippedTrainingRates(), ...shippedSharedTraining() };
}

/** The performance model over everything that ships with the product. */
export function shippedPerformanceModel(): PerformanceModel {
  return createPerformanceModel(shippedEfficiency());
}
