import { chunkChoices, expertParallelism, MOST_CHUNKS, type TrainingLayout } from './layout.js';
import type { TrainingQuestion } from '../types.js';

/** The largest first: beyond it a micro-batch fills any accelerator. */
const MICRO_BATCHES: readonly number[] = [16, 8, 4, 2, 1];

/** From here on a sequence may not fit on one accelerator. */
const LONG_SEQUENCE = 32_768;
/** Shorter parts of a sequence do not fill an accelerator. */
const SHORTEST_PART = 1024;

/** What layouts that differ in their micro-batches and chunks have in common. */
export interface Split {
  readonly tensor: number;
  readonly pipeline: number;
  readonly context: number;
  readonly sequencesPerCopy: number;
  /** That a stage's layers may come in. */
  readonly mostChunks: number;
}

/**
 * Visits the layouts of a question without ZeRO and recomputation, those that split less first: what is pinned as it
 * is pinned, and of the rest everything that is worth trying.
 *
 * @param worthwhile whether any layout of a split can be what is looked for
 */
export function visitLayouts(
  question: TrainingQuestion,
  worthwhile: (split: Split) => boolean,
  visit: (layout: TrainingLayout) => void,
): void {
  for (const context of contextChoices(question)) visitContext(question, context, worthwhile, visit);
}

function visitContext(
  question: TrainingQuestion,
  context: number,
  worthwhile: (split: Split) => boolean,
  visit: (layout: TrainingLayout) => void,
): void {
  const { acceleratorsPerNode, nodes, globalBatchSequences, layout: pinned = {} } = question;
  const mostChunks = pinned.chunksPerStage ?? MOST_CHUNKS;
  for (const tensor of tensorChoices(question)) {
    const groups = (acceleratorsPerNode * nodes) / (context * tensor);
    for (const pipeline of pipelineChoices(question, groups)) {
      const data = groups / pipeline;
      if (!Number.isInteger(data) || data > globalBatchSequences || data !== (pinned.data ?? data)) continue;
      const sequencesPerCopy = Math.ceil(globalBatchSequences / data);
      const split = { tensor, pipeline, context, sequencesPerCopy, mostChunks };
      if (worthwhile(split)) visitSplit(question, split, data, visit);
    }
  }
}

function visitSplit(
  { model, acceleratorsPerNode, layout: pinned = {} }: TrainingQuestion,
  split: Split,
  data: number,
  visit: (layout: TrainingLayout) => void,
): void {
  const { tensor, pipeline, context, sequencesPerCopy } = split;
  const perNode = Math.max(1, Math.floor(acceleratorsPerNode / tensor));
  const expert =
    model.experts === null ? 1 : (pinned.expert ?? expertParallelism(model.experts.count, data * context, perNode));
  for (const microBatchSequences of chosen(pinned.microBatchSequences, MICRO_BATCHES)) {
    if (microBatchSequences > sequencesPerCopy) continue;
    const microBatches = Math.ceil(sequencesPerCopy / microBatchSequences);
    for (const chunks of chosen(pinned.chunksPerStage, chunkChoices(model.layers, pipeline, microBatches))) {
      visit({
        data,
        tensor,
        pipeline,
        context,
        expert,
        chunks,
        microBatchSequences,
        microBatches,
        zeroStage: 0,
        recomputedShare: 0,
      });
    }
  }
}

/** One, and powers of two where sequences are long, or fewer than the accelerators. */
function contextChoices(question: TrainingQuestion): readonly number[] {
  const { acceleratorsPerNode, nodes, sequenceLength, globalBatchSequences, layout } = question;
  if (layout?.context !== undefined) return [layout.context];
  const choices = [1];
  if (sequenceLength < LONG_SEQUENCE && globalBatchSequences >= acceleratorsPerNode * nodes) return choices;
  for (let context = 2; context <= acceleratorsPerNode && sequenceLength / context >= SHORTEST_PART; context *= 2) {
    if (acceleratorsPerNode % context === 0) choices.push(context);
  }
  return choices;
}

/** Powers of two that divide a node. */
function tensorChoices({ acceleratorsPerNode, layout }: TrainingQuestion): readonly number[] {
  if (layout?.tensor !== undefined) return [layout.tensor];
  const choices: number[] = [];
  for (let tensor = 1; tensor <= acceleratorsPerNode && acceleratorsPerNode % tensor === 0; tensor *= 2) {
    choices.push(tensor);
  }
  return choices;
}

function pipelineChoices({ model, layout }: TrainingQuestion, groups: number): readonly number[] {
  if (layout?.pipeline !== undefined) return [layout.pipeline];
  const choices: number[] = [];
  for (let pipeline = 1; pipeline <= Math.min(model.layers, groups); pipeline += 1) {
    if (groups % pipeline === 0) choices.push(pipeline);
  }
  return choices;
}

function chosen<Choice>(pinned: Choice | undefined, all: readonly Choice[]): readonly Choice[] {
  return pinned === undefined ? all : [pinned];
}
