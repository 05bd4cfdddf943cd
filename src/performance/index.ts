export { createPerformanceModel, shippedPerformanceModel } from './performance-model.js';
export { shippedEfficiency } from './shipped-performance.js';
export * from './types.js';
