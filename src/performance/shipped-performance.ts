import { readFileSync } from 'node:fs';
import { shippedFile } from '../platform/index.js';
import { readCoefficients, readEfficiency, readPower, type Coefficients } from './performance-tables.js';
import type { PowerTable } from './power.js';
import type { EfficiencyTable } from './types.js';

const EFFICIENCY_FILE = 'config/performance/efficiency.csv';
const POWER_FILE = 'config/performance/power.csv';
const COEFFICIENTS_FILE = 'config/performance/coefficients.json';

/** What accelerators were measured to reach, as shipped. */
export function shippedEfficiency(): EfficiencyTable {
  return readEfficiency(textOf(EFFICIENCY_FILE), EFFICIENCY_FILE);
}

/** Watts measured under load, as shipped; few accelerators have any. */
export function shippedPower(): PowerTable {
  return readPower(textOf(POWER_FILE), POWER_FILE);
}

/** What all accelerators share, as shipped. */
export function shippedCoefficients(): Coefficients {
  return readCoefficients(textOf(COEFFICIENTS_FILE), COEFFICIENTS_FILE);
}

function textOf(file: string): string {
  return readFileSync(shippedFile(file), 'utf8');
}
