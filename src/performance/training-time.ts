import { allReduceSeconds, interNodeLink, sendSeconds, type Link } from './communication.js';
import { largestStageShare } from './model-weights.js';
import { exchangeSeconds } from './training-exchange.js';
import { exposedRoutingSeconds } from './training-routing.js';
import type { TrainingJob } from './training-job.js';
import type { TrainingLayout } from './training-layout.js';
import { secondsPerToken, type TokenSeconds } from './training-pace.js';
import type { TrainingMachine } from './training-machine.js';
import { updateSeconds } from './training-update.js';

/** Attention and feed-forward, forward and backward; forward once more where activations are recomputed. */
const ALL_REDUCES_PER_LAYER = 4;
const ALL_REDUCES_RECOMPUTED = 2;
/** Activations forward, their gradients backward. */
const SENDS_PER_CHUNK = 2;
const BYTES_PER_ACTIVATION = 2;

/**
 * Seconds of one optimizer step: the work of the fullest stage's micro-batches, the pipeline's bubble, what tensor and
 * expert parallelism exchange on the way, the part of the gradients' exchange that cannot hide behind work, the update
 * of the weights, and the wait of many nodes for the slowest. The bubble is the time of p − 1 micro-batches, shorter by
 * the number of chunks that a stage's layers come in.
 */
export function stepSeconds(job: TrainingJob, layout: TrainingLayout, machine: TrainingMachine): number {
  return stepSecondsAtPace(job, layout, machine, secondsPerToken(job, machine));
}

/** The same where the seconds of a token are known already: they are the same for every layout. */
export function stepSecondsAtPace(
  job: TrainingJob,
  layout: TrainingLayout,
  machine: TrainingMachine,
  pace: TokenSeconds,
): number {
  const { pipeline, chunks, microBatches } = layout;
  const work = workSeconds(job, layout, machine, pace);
  const done = Math.max(work + messageSeconds(job, layout, machine), launchSeconds(job, layout, machine));
  const busy = (microBatches + (pipeline - 1) / chunks) * done;
  const hidden = machine.coefficients.exchangeBehindWork * microBatches * work;
  const exposed = Math.max(0, exchangeSeconds(job, layout, machine) - hidden);
  const once = updateSeconds(job, layout, machine) + machine.coefficients.secondsPerStep;
  return (busy + exposed + once) * waitForSlowest(layout, machine);
}

/** Arithmetic and memory traffic of one micro-batch on the fullest stage. */
function workSeconds(job: TrainingJob, layout: TrainingLayout, machine: TrainingMachine, pace: TokenSeconds): number {
  const { tensor, pipeline, context, microBatchSequences, recomputedShare } = layout;
  const tokens = (microBatchSequences * job.sequenceLength) / context + machine.coefficients.rampTokens;
  const perToken = pace.step + recomputedShare * pace.recomputation;
  return (tokens * perToken * largestStageShare(job.model.layers, pipeline)) / tensor;
}

/** What the host needs to launch the kernels of a micro-batch: it can be no faster, however short they are. */
function launchSeconds({ model }: TrainingJob, layout: TrainingLayout, { coefficients }: TrainingMachine): number {
  const { launchSecondsPerLayer, launchSecondsPerExpertLayer } = coefficients;
  const launches = launchSecondsPerLayer * model.layers + launchSecondsPerExpertLayer * (model.experts?.layers ?? 0);
  return launches * largestStageShare(model.layers, layout.pipeline);
}

/** What the parts of one copy send each other for one micro-batch. */
function messageSeconds(job: TrainingJob, layout: TrainingLayout, machine: TrainingMachine): number {
  const { model, sequenceLength } = job;
  const { tensor, pipeline, context, chunks, microBatchSequences, recomputedShare } = layout;
  const stageShare = largestStageShare(model.layers, pipeline);
  const tokens = (microBatchSequences * sequenceLength) / context;
  const activationBytes = tokens * model.hiddenSize * BYTES_PER_ACTIVATION;
  const allReduces = ALL_REDUCES_PER_LAYER + recomputedShare * ALL_REDUCES_RECOMPUTED;
  const reduced = allReduces * model.layers * stageShare * allReduceSeconds(machine.intra, tensor, activationBytes);
  const sent =
    pipeline === 1 ? 0 : SENDS_PER_CHUNK * chunks * sendSeconds(stageLink(layout, machine), activationBytes / tensor);
  return machine.coefficients.tensorExchangeExposed * reduced + sent + exposedRoutingSeconds(job, layout, machine);
}

/** The more nodes have to be done, the later the last of them is. */
function waitForSlowest(layout: TrainingLayout, { acceleratorsPerNode, coefficients }: TrainingMachine): number {
  const { data, tensor, pipeline, context } = layout;
  const nodes = (data * tensor * pipeline * context) / acceleratorsPerNode;
  return 1 + coefficients.waitPerDoubledNodes * Math.log2(Math.max(1, nodes));
}

/** Stages lie farthest apart: each accelerator of a node may send to another node at the same time. */
function stageLink(layout: TrainingLayout, { acceleratorsPerNode, nodeBytesPerSecond, intra }: TrainingMachine): Link {
  const acceleratorsOfAll = layout.data * layout.tensor * layout.pipeline * layout.context;
  if (nodeBytesPerSecond === null || acceleratorsOfAll <= acceleratorsPerNode) return intra;
  return interNodeLink(nodeBytesPerSecond / acceleratorsPerNode);
}
