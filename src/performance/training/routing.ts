import { interNodeLink } from '../communication.js';
import { largestStageShare } from '../model-weights.js';
import type { TrainingJob } from './job.js';
import type { TrainingLayout } from './layout.js';
import type { TrainingMachine } from './machine.js';

/** To the experts and back, forward and backward; once more to and back where activations are recomputed. */
const TRANSFERS_PER_LAYER = 4;
const TRANSFERS_RECOMPUTED = 2;
const BYTES_PER_ACTIVATION = 2;

/**
 * Seconds that the tokens of one micro-batch are under way to their experts and back, as far as no work hides them.
 * Between accelerators of a node a
 * copy goes to each expert; between nodes one to each node that has one of them, which deals it out.
 */
export function exposedRoutingSeconds(job: TrainingJob, layout: TrainingLayout, machine: TrainingMachine): number {
  const { model, sequenceLength } = job;
  const { tensor, pipeline, context, expert, microBatchSequences, recomputedShare } = layout;
  if (model.experts === null || expert === 1) return 0;
  const { perToken } = model.experts;
  const { intra, nodeBytesPerSecond, acceleratorsPerNode, coefficients } = machine;
  const tokens = (microBatchSequences * sequenceLength) / (context * tensor);
  const bytesPerCopy = tokens * model.hiddenSize * BYTES_PER_ACTIVATION;
  const within = (bytesPerCopy * perToken * (expert - 1)) / expert / intra.bytesPerSecond;
  const nodes = Math.ceil((expert * tensor) / acceleratorsPerNode);
  const between =
    nodes === 1 || nodeBytesPerSecond === null
      ? 0
      : (bytesPerCopy * otherNodes(perToken, nodes)) /
        interNodeLink(nodeBytesPerSecond / acceleratorsPerNode).bytesPerSecond;
  const transfers = TRANSFERS_PER_LAYER + recomputedShare * TRANSFERS_RECOMPUTED;
  const layers = model.experts.layers * largestStageShare(model.layers, pipeline);
  return (
    transfers *
    layers *
    (coefficients.routingWithinNodeExposed * within + coefficients.routingBetweenNodesExposed * between)
  );
}

/** Of so many nodes, those besides its own that a token's experts lie on, on average. */
function otherNodes(perToken: number, nodes: number): number {
  return (nodes - 1) * (1 - (1 - 1 / nodes) ** perToken);
}
