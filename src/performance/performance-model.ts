import { bestServing, type ServingKnowledge } from './best-serving.js';
import type { KernelKnowledge } from './pace/kernel-pace.js';
import { ownKnowledge, type OwnServingRow } from './pace/own-runs.js';
import { shippedLearnt, shippedServingModel } from './serving/shipped-learnt.js';
import { shippedCoefficients, shippedEfficiency, shippedPower } from './shipped-performance.js';
import { shippedSharedTraining, shippedTrainingRates } from './training/shipped.js';
import { train, type TrainingKnowledge } from './training/train.js';
import { MODEL_VERSION, type EfficiencyTable, type PerformanceModel } from './types.js';

/** What the model stands on besides the efficiency of accelerators in serving; the shipped figures unless given. */
export interface PerformanceFacts {
  readonly coefficients?: ServingKnowledge['coefficients'];
  /** Null: none. */
  readonly kernels?: KernelKnowledge | null;
  /** Serving runs that users measured; none unless given. */
  readonly ownRuns?: readonly OwnServingRow[];
  readonly training?: Omit<TrainingKnowledge, 'power'>;
  readonly power?: ServingKnowledge['power'];
}

/** The performance model over a table of efficiencies. */
export function createPerformanceModel(efficiency: EfficiencyTable, facts: PerformanceFacts = {}): PerformanceModel {
  const power = facts.power ?? shippedPower();
  const coefficients = facts.coefficients ?? shippedCoefficients().serving;
  const kernels = facts.kernels === undefined ? shippedKernels() : facts.kernels;
  const own = ownKnowledge(facts.ownRuns ?? [], { efficiency, coefficients, kernels });
  const serving = { efficiency, power, coefficients, kernels, own };
  const training = { ...(facts.training ?? shippedTraining()), power };
  return {
    version: MODEL_VERSION,
    bestServing: (question) => bestServing(question, serving),
    training: (question) => train(question, training),
  };
}

/** Read when first asked: the tables take longer to read than all others together. */
export function shippedKernels(): KernelKnowledge {
  return {
    model: (run) => shippedServingModel()(run),
    get widths() {
      return shippedLearnt().widths;
    },
    get source() {
      return `kernels and ${shippedLearnt().runs.length} serving runs measured by ai-dynamo/aiconfigurator (Apache-2.0)`;
    },
  };
}

function shippedTraining(): Omit<TrainingKnowledge, 'power'> {
  return { rates: shippedTrainingRates(), ...shippedSharedTraining() };
}

/** The performance model over everything that ships with the product, corrected by the users' own serving runs. */
export function shippedPerformanceModel(ownRuns: readonly OwnServingRow[] = []): PerformanceModel {
  return createPerformanceModel(shippedEfficiency(), { ownRuns });
}
