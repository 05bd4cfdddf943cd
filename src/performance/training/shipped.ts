import { readFileSync } from 'node:fs';
import { shippedFile } from '../../platform/index.js';
import { readSharedTraining, readTrainingRates, type SharedTraining } from './tables.js';
import type { TrainingRateTable } from './rates.js';

const RATES_FILE = 'config/performance/training-rates.csv';
const SHARED_FILE = 'config/performance/training.json';

/** What accelerators reach in training, as shipped. */
export function shippedTrainingRates(): TrainingRateTable {
  return readTrainingRates(textOf(RATES_FILE), RATES_FILE);
}

/** What all accelerators share in training, as shipped. */
export function shippedSharedTraining(): SharedTraining {
  return readSharedTraining(textOf(SHARED_FILE), SHARED_FILE);
}

function textOf(file: string): string {
  return readFileSync(shippedFile(file), 'utf8');
}
