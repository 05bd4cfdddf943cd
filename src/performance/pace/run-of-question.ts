import { interNodeLink, intraNodeLink, sendSeconds } from '../communication.js';
import { largestStageShare } from '../model-weights.js';
import { runPrecisions } from '../serving/run-precisions.js';
import { NO_PIPELINE, type Engine, type Pipeline, type ServingRun } from '../serving/serving-run.js';
import type { ReplicaHardware, ServingQuestion } from '../types.js';

/** What is taken to serve where nobody says: the most common one. */
const DEFAULT_ENGINE: Engine = 'vllm';
const BYTES_PER_ACTIVATION = 2;

/** The serving run that a question is about, with one request in flight. */
export function runOfQuestion(question: ServingQuestion): ServingRun {
  const { model, hardware, precision, shape } = question;
  const { tensor } = hardware.parallelism;
  return {
    model,
    accelerator: hardware.accelerator,
    engine: question.engine ?? DEFAULT_ENGINE,
    ...runPrecisions(model, precision),
    layout: { tensor, attentionCopies: 1, expertTensor: tensor, expertParallel: 1 },
    pipeline: pipelineOf(model.layers, model.hiddenSize, hardware),
    prompts: null,
    inputTokens: shape.inputTokens,
    outputTokens: shape.outputTokens,
    concurrency: 1,
  };
}

function pipelineOf(layers: number, hiddenSize: number, hardware: ReplicaHardware): Pipeline {
  const { accelerator, parallelism, nodes, interNodeGBps } = hardware;
  const { tensor, pipeline } = parallelism;
  if (pipeline === 1) return NO_PIPELINE;
  const link =
    nodes > 1 && interNodeGBps !== null ? interNodeLink((interNodeGBps * 1e9) / tensor) : intraNodeLink(accelerator, 0);
  const bytesPerToken = hiddenSize * BYTES_PER_ACTIVATION;
  return {
    stages: pipeline,
    stageShare: largestStageShare(layers, pipeline),
    sendSeconds: (tokens) => sendSeconds(link, tokens * bytesPerToken),
  };
}
