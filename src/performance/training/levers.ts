import type { Precision } from '../../catalog/index.js';
import type {
  PerformanceModel,
  PinnedLayout,
  TrainingMethod,
  TrainingOutcome,
  TrainingPrediction,
  TrainingQuestion,
} from '../types.js';

export const TRAINING_LEVERS = [
  'gradient_checkpointing',
  'mixed_precision',
  'zero',
  'data_sharding',
  'elastic_scaling',
  'adapters',
] as const;
export type TrainingLeverName = (typeof TRAINING_LEVERS)[number];

/** One switch of a training run in one position, everything else as it was chosen. */
export interface TrainingLever {
  readonly lever: TrainingLeverName;
  readonly setting: string;
  /** Whether the run that was asked about has it in this position. */
  readonly chosen: boolean;
  readonly accelerators: number;
  /** Needed on the fullest accelerator, reserve included; null where no layout exists at all. */
  readonly memoryGiB: number | null;
  /** Null where it does not fit, or cannot run. */
  readonly tokensPerSecond: number | null;
  /** Why not. */
  readonly reason: string | null;
}

/** As good as no limit, to see what a layout that does not fit would need. */
const MORE_MEMORY = 1000;
const PRECISION_NAMES: readonly (readonly [Precision, string])[] = [
  ['bf16', '16 bit (bf16, fp16)'],
  ['fp8', '8 bit (fp8)'],
  ['fp4', '4 bit (fp4)'],
];
const METHOD_NAMES: readonly (readonly [TrainingMethod, string])[] = [
  ['full_fine_tuning', 'all weights trained'],
  ['lora', 'LoRA: adapters beside 16-bit weights'],
  ['qlora', 'QLoRA: adapters beside 4-bit weights'],
];

/**
 * What each switch of a training run does to memory and speed, one by one: the run as it was predicted, and the same
 * with a single switch in each of its other positions. Empty where the run itself cannot be predicted.
 */
export function trainingLevers(
  question: TrainingQuestion,
  performance: Pick<PerformanceModel, 'training'>,
): readonly TrainingLever[] {
  const outcome = performance.training(question);
  if (!outcome.ok) return [];
  const chosen = outcome.prediction;
  const fixed = layoutOf(chosen);
  const ask = (lever: TrainingLeverName, setting: string, isChosen: boolean, changed: Partial<TrainingQuestion>) =>
    position({ lever, setting, chosen: isChosen }, { ...question, ...changed }, isChosen ? outcome : null, performance);
  const withLayout = (more: PinnedLayout) => ({ layout: { ...fixed, ...more } });
  const share = recomputedShare(chosen);
  const partly = share > 0 && share < 1;
  const copies = chosen.parallelism.data * (chosen.parallelism.context ?? 1);
  return [
    ask('gradient_checkpointing', 'off', share === 0, withLayout({ gradientCheckpointing: false })),
    ...(partly ? [ask('gradient_checkpointing', `${percent(share)} of the layers`, true, {})] : []),
    ask('gradient_checkpointing', 'all layers', share === 1, withLayout({ gradientCheckpointing: true })),
    ...PRECISION_NAMES.map(([precision, name]) =>
      ask('mixed_precision', name, precision === question.precision, { precision, ...withLayout({}) }),
    ),
    ...(copies === 1 ? [] : ZERO_STAGES).map((zeroStage) =>
      ask('zero', `ZeRO ${zeroStage}`, zeroStage === chosen.zeroStage, withLayout({ zeroStage })),
    ),
    ...dataSharding(chosen, question).map(([name, isChosen, changed]) => ask('data_sharding', name, isChosen, changed)),
    ...elasticity(question).map((nodes) =>
      ask('elastic_scaling', nodesText(nodes), nodes === question.nodes, { nodes }),
    ),
    ...(question.method === 'pretraining' ? [] : METHOD_NAMES).map(([method, name]) =>
      ask('adapters', name, method === question.method, { method, ...withLayout({}) }),
    ),
  ];
}

const ZERO_STAGES = [0, 1, 2, 3] as const;

/** The whole data through one copy of the model that takes all accelerators, or a shard of it through each of many. */
function dataSharding(
  { parallelism }: TrainingPrediction,
  question: TrainingQuestion,
): readonly (readonly [string, boolean, Partial<TrainingQuestion>])[] {
  if (question.acceleratorsPerNode * question.nodes === 1) return [];
  const sharded = parallelism.data > 1;
  const off = ['off: one copy of the model', !sharded, { layout: { data: 1 } }] as const;
  return sharded ? [off, [`on: ${parallelism.data} copies`, true, {}]] : [off];
}

/** Half the nodes, the nodes, twice the nodes. */
function elasticity({ nodes }: TrainingQuestion): readonly number[] {
  const half = Math.floor(nodes / 2);
  return half === 0 ? [nodes, 2 * nodes] : [half, nodes, 2 * nodes];
}

function position(
  named: Pick<TrainingLever, 'lever' | 'setting' | 'chosen'>,
  question: TrainingQuestion,
  known: TrainingOutcome | null,
  performance: Pick<PerformanceModel, 'training'>,
): TrainingLever {
  const accelerators = question.acceleratorsPerNode * question.nodes;
  const outcome = known ?? performance.training(question);
  if (outcome.ok) {
    const { prediction } = outcome;
    const { memory, tokensPerSecond } = prediction;
    return { ...named, accelerators, memoryGiB: neededGiB(memory), tokensPerSecond, reason: null };
  }
  const memoryGiB = outcome.failedOn === 'memory' ? withoutLimit(question, performance) : null;
  return { ...named, accelerators, memoryGiB, tokensPerSecond: null, reason: outcome.reason };
}

/** What it would need if it fitted; everything is recomputed then, unless it was asked for without. */
function withoutLimit(question: TrainingQuestion, performance: Pick<PerformanceModel, 'training'>): number | null {
  const { accelerator, layout } = question;
  const { memoryGiB } = accelerator;
  if (memoryGiB === null) return null;
  const roomy = { ...accelerator, memoryGiB: memoryGiB * MORE_MEMORY };
  const pinned = { ...layout, gradientCheckpointing: layout?.gradientCheckpointing ?? true };
  const outcome = performance.training({ ...question, accelerator: roomy, layout: pinned });
  if (!outcome.ok) return null;
  const { memory } = outcome.prediction;
  return neededGiB({ ...memory, reserveGiB: memory.reserveGiB / MORE_MEMORY });
}

function neededGiB(memory: TrainingPrediction['memory']): number {
  const { weightsGiB, gradientsGiB, optimizerGiB, activationsGiB, reserveGiB } = memory;
  return weightsGiB + gradientsGiB + optimizerGiB + activationsGiB + reserveGiB;
}

/** The chosen layout as what is decided; how much is recomputed stays open where it is a part. */
function layoutOf(chosen: TrainingPrediction): PinnedLayout {
  const { tensor, pipeline, context, expert, chunksPerStage } = chosen.parallelism;
  const share = recomputedShare(chosen);
  return {
    tensor,
    pipeline,
    context,
    expert,
    chunksPerStage,
    microBatchSequences: chosen.microBatchSequences,
    zeroStage: chosen.zeroStage,
    gradientCheckpointing: share === 0 ? false : share === 1 ? true : undefined,
  };
}

function recomputedShare({ recomputedShare: share, gradientCheckpointing }: TrainingPrediction): number {
  return share ?? (gradientCheckpointing ? 1 : 0);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}

function nodesText(nodes: number): string {
  return nodes === 1 ? '1 node' : `${nodes} nodes`;
}
