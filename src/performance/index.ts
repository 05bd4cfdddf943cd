export { shippedPerformanceModel } from './performance-model.js';
export * from './types.js';
