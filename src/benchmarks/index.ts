export { type QualityFigure, type QualityTable } from './quality.js';
export { shippedQuality } from './shipped-quality.js';
