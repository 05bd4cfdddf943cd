import { allReduceSeconds, interNodeLink, sendSeconds, type Link } from '../communication.js';
import { largestStageShare } from '../model-weights.js';
import type { TrainingJob } from './job.js';
import type { TrainingLayout } from './layout.js';
import type { TrainingMachine } from './machine.js';
import { exposedRoutingSeconds } from './routing.js';

/** Attention and feed-forward, forward and backward; forward once more where activations are recomputed. */
const ALL_REDUCES_PER_LAYER = 4;
const ALL_REDUCES_RECOMPUTED = 2;
/** Keys and values forward, again backward, and their gradients. */
const CONTEXT_TRANSFERS_PER_LAYER = 3;
/** Activations forward, their gradients backward. */
const SENDS_PER_CHUNK = 2;
const BYTES_PER_ACTIVATION = 2;

/** What of a layout says how much one micro-batch exchanges. */
type MicroBatch = Pick<TrainingLayout, 'tensor' | 'pipeline' | 'context' | 'microBatchSequences' | 'recomputedShare'>;

/** What the parts of one copy send each other for one micro-batch, as far as it does not hide behind work. */
export function messageSeconds(job: TrainingJob, layout: TrainingLayout, machine: TrainingMachine): number {
  const exchanged = tensorSeconds(job, layout, machine) + contextSeconds(job, layout, machine);
  return (
    machine.coefficients.tensorExchangeExposed * exchanged +
    pipelineSeconds(job, layout, machine) +
    exposedRoutingSeconds(job, layout, machine)
  );
}

/** All-reduces of a tensor-parallel group for one micro-batch. */
export function tensorSeconds(job: TrainingJob, layout: MicroBatch, { intra }: TrainingMachine): number {
  const allReduces = ALL_REDUCES_PER_LAYER + layout.recomputedShare * ALL_REDUCES_RECOMPUTED;
  return allReduces * layersHere(job, layout) * allReduceSeconds(intra, layout.tensor, activationBytes(job, layout));
}

/** Each part of a sequence has to see the keys and values of the others. */
function contextSeconds(job: TrainingJob, layout: TrainingLayout, machine: TrainingMachine): number {
  const { context, tensor, microBatchSequences } = layout;
  if (context === 1) return 0;
  const { acceleratorsPerNode, nodeBytesPerSecond, intra } = machine;
  const within = nodeBytesPerSecond === null || context * tensor <= acceleratorsPerNode;
  const link = within ? intra : interNodeLink(nodeBytesPerSecond / acceleratorsPerNode);
  const cached = job.model.attention.reduce((sum, group) => sum + group.layers * group.cacheElementsPerToken, 0);
  const elements = (microBatchSequences * job.sequenceLength * cached * (context - 1)) / context / tensor;
  const bytes = BYTES_PER_ACTIVATION * elements * largestStageShare(job.model.layers, layout.pipeline);
  return CONTEXT_TRANSFERS_PER_LAYER * sendSeconds(link, bytes);
}

function pipelineSeconds(job: TrainingJob, layout: TrainingLayout, machine: TrainingMachine): number {
  const { pipeline, chunks, tensor } = layout;
  if (pipeline === 1) return 0;
  return SENDS_PER_CHUNK * chunks * sendSeconds(stageLink(layout, machine), activationBytes(job, layout) / tensor);
}

function activationBytes({ model, sequenceLength }: TrainingJob, layout: MicroBatch): number {
  const tokens = (layout.microBatchSequences * sequenceLength) / layout.context;
  return tokens * model.hiddenSize * BYTES_PER_ACTIVATION;
}

function layersHere({ model }: TrainingJob, { pipeline }: MicroBatch): number {
  return model.layers * largestStageShare(model.layers, pipeline);
}

/** Stages lie farthest apart: each accelerator of a node may send to another node at the same time. */
function stageLink(layout: TrainingLayout, { acceleratorsPerNode, nodeBytesPerSecond, intra }: TrainingMachine): Link {
  const acceleratorsOfAll = layout.data * layout.tensor * layout.pipeline * layout.context;
  if (nodeBytesPerSecond === null || acceleratorsOfAll <= acceleratorsPerNode) return intra;
  return interNodeLink(nodeBytesPerSecond / acceleratorsPerNode);
}
