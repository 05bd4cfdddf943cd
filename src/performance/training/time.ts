import { largestStageShare } from '../model-weights.js';
import { exchangeSeconds } from './exchange.js';
import type { TrainingJob } from './job.js';
import type { Split } from './choices.js';
import type { TrainingLayout } from './layout.js';
import type { TrainingMachine } from './machine.js';
import { messageSeconds, tensorSeconds } from './messages.js';
import { secondsPerToken, type TokenSeconds } from './pace.js';
import { updateSeconds } from './update.js';

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
  const launches = launchSeconds(job, layout, machine);
  const done = Math.max(work + messageSeconds(job, layout, machine), launches);
  const busy = (microBatches + (pipeline - 1) / chunks) * done;
  const hidden = machine.coefficients.exchangeBehindWork * microBatches * Math.max(work, launches);
  const exposed = Math.max(0, exchangeSeconds(job, layout, machine) - hidden);
  const once = updateSeconds(job, layout, machine) + machine.coefficients.secondsPerStep;
  return (busy + exposed + once) * waitForSlowest(layout, machine);
}

/**
 * What a step takes at least however its sequences come in micro-batches and its layers in chunks: the fullest stage's
 * work with the shortest bubble, and tensor parallelism's exchange.
 */
export function leastStepSeconds(
  job: TrainingJob,
  { tensor, pipeline, context, sequencesPerCopy, mostChunks }: Split,
  machine: TrainingMachine,
  pace: TokenSeconds,
): number {
  const layout = { tensor, pipeline, context, microBatchSequences: sequencesPerCopy, recomputedShare: 0 };
  const tokens = (sequencesPerCopy * job.sequenceLength) / context;
  const work = (tokens * pace.step * largestStageShare(job.model.layers, pipeline)) / tensor;
  const bubble = (pipeline - 1) / (mostChunks * sequencesPerCopy);
  const exchanged = machine.coefficients.tensorExchangeExposed * tensorSeconds(job, layout, machine);
  return work * (1 + bubble) + exchanged + machine.coefficients.secondsPerStep;
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

/** The more nodes have to be done, the later the last of them is. */
function waitForSlowest(layout: TrainingLayout, { acceleratorsPerNode, coefficients }: TrainingMachine): number {
  const { data, tensor, pipeline, context } = layout;
  const nodes = (data * tensor * pipeline * context) / acceleratorsPerNode;
  return 1 + coefficients.waitPerDoubledNodes * Math.log2(Math.max(1, nodes));
}
