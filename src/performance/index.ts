export { evaluateShippedServing } from './evaluation/evaluate-shipped.js';
export type { FileEvaluation } from './evaluation/evaluate-serving.js';
export type { Scores } from './evaluation/evaluation.js';
export { shippedPerformanceModel } from './performance-model.js';
export * from './types.js';
