import { z } from 'zod';
import { PRECISIONS } from '../../catalog/index.js';
import { InputError } from '../../platform/index.js';
import { cells, parsedJson, readRows } from '../table-rows.js';
import type { TrainingCoefficients } from './coefficients.js';
import type { TrainingBands, TrainingRate, TrainingRateTable } from './rates.js';

const rateRow = z.strictObject({
  accelerator_id: cells.text,
  precision: z.enum(PRECISIONS),
  product_share: cells.number.pipe(z.number().positive().max(1)),
  basis: z.enum(['measured', 'extrapolated']),
  runs: cells.number.pipe(z.number().int().nonnegative()),
  models: z.string(),
  source: cells.text,
});

const shareOfOne = z.number().positive().max(1);
const seconds = z.number().nonnegative();
const band = z.strictObject({ low: shareOfOne, high: z.number().min(1) });
const sharedFile = z.strictObject({
  source: z.string().min(1),
  coefficients: z.strictObject({
    expertRate: shareOfOne,
    attentionRate: shareOfOne,
    trafficPerActivationByte: z.number().nonnegative(),
    trafficPerCastByte: z.number().nonnegative(),
    trafficPerDealtByte: z.number().nonnegative(),
    rampTokens: z.number().nonnegative(),
    launchSecondsPerLayer: seconds,
    launchSecondsPerExpertLayer: seconds,
    secondsPerStep: seconds,
    tensorExchangeExposed: shareOfOne,
    routingWithinNodeExposed: shareOfOne,
    routingBetweenNodesExposed: shareOfOne,
    exchangeBehindWork: z.number().nonnegative().max(1),
    waitPerDoubledNodes: z.number().nonnegative(),
  }),
  bands: z.strictObject({ measured: band, interpolated: band, extrapolated: band }),
});

/** What all accelerators share in training, and how far predictions are off. */
export interface SharedTraining {
  readonly coefficients: TrainingCoefficients;
  readonly bands: TrainingBands;
}

/**
 * What accelerators reach in training, from CSV with the columns of the shipped table.
 *
 * @param file named in errors
 * @throws InputError naming file, line and column of what cannot be used
 */
export function readTrainingRates(text: string, file: string): TrainingRateTable {
  const keyOf = (acceleratorId: string, precision: string) => `${acceleratorId} ${precision}`;
  const rows = readRows(text, file, rateRow, (row) => keyOf(row.accelerator_id, row.precision));
  const table = new Map(rows.map((row) => [keyOf(row.accelerator_id, row.precision), rateOf(row)]));
  return (acceleratorId, precision) => table.get(keyOf(acceleratorId, precision)) ?? null;
}

function rateOf(row: z.infer<typeof rateRow>): TrainingRate {
  return {
    acceleratorId: row.accelerator_id,
    precision: row.precision,
    productShare: row.product_share,
    basis: row.basis,
    models: row.models === '' ? [] : row.models.split('; '),
    source: row.source,
  };
}

/** What all accelerators share, from JSON; the rest as `readTrainingRates`. */
export function readSharedTraining(text: string, file: string): SharedTraining {
  const read = sharedFile.safeParse(parsedJson(text, file));
  if (read.success) return { coefficients: read.data.coefficients, bands: read.data.bands };
  throw new InputError(`${file} cannot be used: ${z.prettifyError(read.error)} Restore the file as it was shipped.`);
}
