import { kvCacheBytesPerRequest, weightBytes, type ModelArchitecture } from '../../catalog/index.js';
import { weightBytesByPart } from '../model-weights.js';
import { BYTES_PER_GIB } from '../units.js';
import { acceleratorsOf } from './layout.js';
import type { ServingRun } from './serving-run.js';

/** Engines claim nine tenths of the memory unless told otherwise. */
const CLAIMED_SHARE = 0.9;
/** Never less than this share of what is claimed: who runs a model has found room for its cache. */
const LEAST_SHARE = 0.02;
/** Accelerators joined by the fast network: a rack of Grace Blackwell, eight of all others. */
const RACK = 72;
const NODE = 8;

/** Requests at full length whose caches in 16 bit fit beside the weights of one worker. */
export function requestsThatFit(run: ServingRun): number {
  const { model, accelerator, layout, inputTokens, outputTokens } = run;
  const claimed = (accelerator.memoryGiB ?? Number.POSITIVE_INFINITY) * BYTES_PER_GIB * CLAIMED_SHARE;
  const experts = weightBytesByPart(model, run.expertPrecision).experts;
  const beside = model.experts === null ? weightBytes(model, run.precision) : besideExperts(run);
  const here = experts / acceleratorsOf(layout) + beside / layout.tensor;
  const free = Math.max(LEAST_SHARE * claimed, claimed - here);
  const each = kvCacheBytesPerRequest(model, inputTokens + outputTokens) / cacheShares(model, layout.tensor);
  return (layout.attentionCopies * free) / Math.max(1, each);
}

function besideExperts({ model, precision }: ServingRun): number {
  const { layers, input, output } = weightBytesByPart(model, precision);
  return layers + input + output;
}

/** Key-value heads are dealt out, as far as there are several; latent caches are kept by every accelerator. */
function cacheShares({ attention }: ModelArchitecture, tensor: number): number {
  const heads = Math.max(1, ...attention.map(({ kind, kvHeads }) => (kind === 'latent' ? 1 : kvHeads)));
  return Math.min(tensor, heads);
}

/** Whether a worker reaches over the slow network. */
export function isAcrossNodes({ accelerator, layout }: ServingRun): boolean {
  return acceleratorsOf(layout) > (/-gb\d/.test(accelerator.id) ? RACK : NODE);
}
