export { evaluateShippedServing } from './evaluation/evaluate-shipped.js';
export type { FileEvaluation } from './evaluation/evaluate-serving.js';
export type { Scores } from './evaluation/evaluation.js';
export { shippedPerformanceModel } from './performance-model.js';
export { evaluateTraining, type EvaluatedRun, type TrainingEvaluation } from './training/evaluation.js';
export { TRAINING_LEVERS, trainingLevers, type TrainingLever } from './training/levers.js';
export { readPublishedRuns, shippedPublishedRuns } from './training/published.js';
export * from './types.js';
