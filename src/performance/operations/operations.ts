import type { Precision } from '../../catalog/index.js';
import { fastestGrid, secondsAt, type Grid } from './grid.js';
import type { MeasuredExperts, OperationTables } from './operation-tables.js';

/** A layer of routed experts and how it is laid out. */
export type ExpertLayer = Omit<MeasuredExperts, 'seconds'>;

/** How long operations take on one accelerator of a group, in seconds. */
export interface Operations {
  /** A product of a batch of `rows` with a matrix of n columns and k rows. */
  product(rows: number, n: number, k: number): number;
  /** The same with weights in 16 bit, whatever the precision of the others. */
  widerProduct(rows: number, n: number, k: number): number;
  /** One new token of each request looking at its cache. */
  generationAttention(requests: number, heads: number, kvHeads: number, headDim: number, context: number): number;
  /** A prompt looking at itself. */
  promptAttention(heads: number, headDim: number, length: number): number;
  /** A layer's latent attention with its projections. */
  latentGeneration(requests: number, heads: number, context: number): number;
  latentPrompt(heads: number, length: number): number;
  /** A layer of routed experts that so many tokens of the whole group pass through. */
  experts(layer: ExpertLayer, tokens: number): number;
  allReduce(accelerators: number, bytes: number): number;
}

/** Kernels that weights of a precision are multiplied with; the fastest counts, the next where there are none. */
const PRODUCT_FORMATS: Readonly<Record<Precision, readonly (readonly string[])[]>> = {
  fp32: [],
  bf16: [['bfloat16']],
  fp8: [['fp8', 'fp8_block']],
  int8: [['fp8']],
  int4: [['bfloat16']],
  fp4: [['nvfp4'], ['fp8', 'fp8_block']],
};
const EXPERT_FORMATS: Readonly<Record<Precision, readonly (readonly string[])[]>> = {
  fp32: [],
  bf16: [['bfloat16']],
  fp8: [['fp8', 'fp8_block']],
  int8: [['fp8', 'fp8_block']],
  int4: [['int4_wo'], ['w4a16_mxfp4']],
  fp4: [['nvfp4'], ['w4a8_mxfp4_mxfp8', 'w4a16_mxfp4']],
};
const LATENT_FORMATS: Readonly<Record<Precision, readonly (readonly string[])[]>> = {
  fp32: [],
  bf16: [['bfloat16']],
  fp8: [['fp8_block'], ['bfloat16']],
  int8: [['fp8_block'], ['bfloat16']],
  int4: [['bfloat16']],
  fp4: [['nvfp4'], ['fp8_block']],
};
const HEAD_SIZES = [64, 128, 256];
const KV_HEADS = [1, 2, 4, 8];
/** Experts shared by more or fewer accelerators than were measured: time falls a little slower than the work. */
const SPLIT_EXPONENT = 0.7;

/**
 * The measured operations of an accelerator for a model's precisions; null where its kernels were not measured.
 *
 * @param expertPrecision of the routed experts
 */
export function operationsOf(
  tables: OperationTables,
  acceleratorId: string,
  precision: Precision,
  expertPrecision: Precision,
): Operations | null {
  const products = merged(firstOf(tables.products, acceleratorId, PRODUCT_FORMATS[precision]));
  const wider = merged(firstOf(tables.products, acceleratorId, PRODUCT_FORMATS.bf16));
  const allReduce = tables.allReduce.get(acceleratorId);
  if (products.length === 0 || allReduce === undefined) return null;
  const latentGeneration = firstOf(tables.latentGeneration, acceleratorId, LATENT_FORMATS[precision]);
  const latentPrompt = firstOf(tables.latentPrompt, acceleratorId, LATENT_FORMATS[precision]);
  const experts = allOf(tables.experts, acceleratorId, EXPERT_FORMATS[expertPrecision]);
  const generation = (headDim: number, kvHeads: number) =>
    tables.generationAttention.get(`${acceleratorId}|${nearest(HEAD_SIZES, headDim)}|${nearest(KV_HEADS, kvHeads)}`);
  return {
    product: (rows, n, k) => fastest(products, Math.max(1, n), Math.max(1, k), rows),
    widerProduct: (rows, n, k) => fastest(wider, Math.max(1, n), Math.max(1, k), rows),
    generationAttention: (requests, heads, kvHeads, headDim, context) => {
      const grid = generation(headDim, kvHeads);
      const measured = grid === undefined ? Number.NaN : secondsAt(grid, heads, requests, context);
      return (measured * kvHeads) / nearest(KV_HEADS, kvHeads);
    },
    promptAttention: (heads, headDim, length) => {
      const grid = tables.promptAttention.get(`${acceleratorId}|${nearest(HEAD_SIZES, headDim)}`);
      return grid === undefined ? Number.NaN : secondsAt(grid, heads, length);
    },
    latentGeneration: (requests, heads, context) => fastest(latentGeneration, heads, requests, context),
    latentPrompt: (heads, length) => fastest(latentPrompt, heads, length),
    experts: expertSeconds(experts),
    allReduce: (accelerators, bytes) =>
      accelerators <= 1 ? 0 : secondsAt(allReduce, Math.min(8, accelerators), bytes),
  };
}

/** Tables of the first formats that the accelerator has any of. */
function firstOf<Table>(
  tables: ReadonlyMap<string, Table>,
  acceleratorId: string,
  formats: readonly (readonly string[])[],
): readonly Table[] {
  return allOf(tables, acceleratorId, formats)[0] ?? [];
}

function allOf<Table>(
  tables: ReadonlyMap<string, Table>,
  acceleratorId: string,
  formats: readonly (readonly string[])[],
): Table[][] {
  return formats
    .map((alike) =>
      alike.map((format) => tables.get(`${acceleratorId}|${format}`)).filter((table) => table !== undefined),
    )
    .filter((found) => found.length > 0);
}

/** One grid in place of several over the same sizes. */
function merged(grids: readonly Grid[]): readonly Grid[] {
  const one = fastestGrid(grids);
  return one === null ? grids : [one];
}

function fastest(grids: readonly Grid[], first: number, second: number, third?: number): number {
  let seconds = Number.POSITIVE_INFINITY;
  for (const grid of grids) seconds = Math.min(seconds, secondsAt(grid, first, second, third));
  return seconds;
}

function nearest(values: readonly number[], wanted: number): number {
  let best = values[0] ?? 1;
  for (const value of values) {
    if (Math.abs(Math.log(value / wanted)) < Math.abs(Math.log(best / wanted))) best = value;
  }
  return best;
}

interface FoundExperts {
  readonly seconds: Grid;
  /** Work of the asked layer over that of the measured one. */
  readonly scale: number;
}

/** Looks experts up by the measured layer that is most like the asked one, which is searched once per layer. */
function expertSeconds(tables: readonly (readonly (readonly MeasuredExperts[])[])[]): Operations['experts'] {
  const found = new WeakMap<ExpertLayer, readonly FoundExperts[]>();
  return (layer, tokens) => {
    let alike = found.get(layer);
    if (alike === undefined) {
      alike = searchExperts(tables, layer);
      found.set(layer, alike);
    }
    let least = Number.POSITIVE_INFINITY;
    for (const { seconds, scale } of alike) least = Math.min(least, scale * secondsAt(seconds, tokens));
    return least;
  };
}

/** The first formats in which the very layer was measured, else the first in which any was. */
function searchExperts(
  tables: readonly (readonly (readonly MeasuredExperts[])[])[],
  layer: ExpertLayer,
): readonly FoundExperts[] {
  const byFormats = tables.map((alike) => alike.map((table) => mostAlike(table, layer)).filter((of) => of !== null));
  const same = byFormats.find((alike) => alike.some((measured) => shapeDifference(measured, layer) < 1e-6));
  return (same ?? byFormats[0] ?? []).map((measured) => ({
    seconds: measured.seconds,
    scale: scaleOf(measured, layer),
  }));
}

function mostAlike(table: readonly MeasuredExperts[], layer: ExpertLayer): MeasuredExperts | null {
  let best: MeasuredExperts | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const measured of table) {
    const apart = difference(measured, layer);
    if (apart < least) {
      least = apart;
      best = measured;
    }
  }
  return best;
}

/** How unlike two layers are; the model's shapes weigh more than how it is split. */
function difference(one: ExpertLayer, other: ExpertLayer): number {
  const split = Math.abs(Math.log((one.tensor * one.expertParallel) / (other.tensor * other.expertParallel)));
  return 100 * shapeDifference(one, other) + 10 * split + apart(one.expertParallel, other.expertParallel);
}

function shapeDifference(one: ExpertLayer, other: ExpertLayer): number {
  return (
    apart(one.hidden, other.hidden) +
    apart(one.inner, other.inner) +
    apart(one.perToken, other.perToken) +
    apart(one.experts, other.experts)
  );
}

function apart(one: number, other: number): number {
  return Math.abs(Math.log(one / other));
}

/** Work of the asked layer over that of the measured one. */
function scaleOf(measured: ExpertLayer, asked: ExpertLayer): number {
  const split = (measured.tensor * measured.expertParallel) / (asked.tensor * asked.expertParallel);
  const weights = (asked.hidden * asked.inner * asked.experts) / (measured.hidden * measured.inner * measured.experts);
  return split ** SPLIT_EXPONENT * weights;
}
