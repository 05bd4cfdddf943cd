import { Decimal } from 'decimal.js';
import type { TrainingLever } from '../performance/index.js';
import { rounded } from './figures.js';
import { plain } from './plan-cost.js';
import type { Lever } from './plan.schema.js';
import type { Predictions } from './predictions.js';
import type { ResolvedWorkload } from './resolve-workload.js';
import type { Candidate } from './search.js';

const SECONDS_PER_HOUR = 3600;

/** What each switch of a training run does to memory, time and cost on the hardware of a plan; empty for all else. */
export function leversOf(
  { placeable, sized }: Candidate,
  { workload, model }: ResolvedWorkload,
  predictions: Predictions,
): Lever[] {
  const { shape, offer } = placeable;
  const isTraining = workload.kind === 'training' || workload.kind === 'fine_tuning';
  if (!isTraining || model === null || shape === null) return [];
  const { method, precision, sequenceLength, globalBatchSequences, tokens } = workload;
  const levers = predictions.leversOf({
    model,
    method,
    precision,
    sequenceLength,
    globalBatchSequences,
    accelerator: shape.accelerator,
    acceleratorsPerNode: shape.accelerators,
    nodes: sized.instances,
    interNodeGBps: shape.interNodeGBps,
  });
  const price = new Decimal(offer.usdPerHour);
  return levers.map((lever) => priced(lever, tokens, shape.accelerators, price));
}

function priced(lever: TrainingLever, tokens: number, acceleratorsPerNode: number, price: Decimal): Lever {
  const { memoryGiB, tokensPerSecond, accelerators } = lever;
  const hours = tokensPerSecond === null ? null : tokens / tokensPerSecond / SECONDS_PER_HOUR;
  const nodes = accelerators / acceleratorsPerNode;
  return {
    lever: lever.lever,
    setting: lever.setting,
    chosen: lever.chosen,
    accelerators,
    memoryGiBPerAccelerator: memoryGiB === null ? null : rounded(memoryGiB),
    tokensPerSecond: tokensPerSecond === null ? null : rounded(tokensPerSecond),
    hours: hours === null ? null : rounded(hours),
    usdPerRun: hours === null ? null : plain(price.times(nodes).times(hours)),
    reason: lever.reason,
  };
}
