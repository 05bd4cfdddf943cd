import { shippedLearnt, shippedServingModel } from '../serving/shipped-learnt.js';
import { shippedCoefficients, shippedEfficiency } from '../shipped-performance.js';
import { evaluateServing, type FileEvaluation } from './evaluate-serving.js';
import { rooflineFallback } from './roofline-fallback.js';

/** Compares the shipped predictions with a CSV file of measured runs; see `evaluateServing`. */
export function evaluateShippedServing(text: string, file: string): FileEvaluation {
  const fallback = rooflineFallback(shippedEfficiency(), shippedCoefficients().serving);
  return evaluateServing(text, file, shippedServingModel(), shippedLearnt(), fallback);
}
