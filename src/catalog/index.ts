export * from './accelerator.js';
export * from './cloud.js';
export * from './instance-type.js';
export * from './model-architecture.js';
export * from './precision.js';
export * from './region.js';
