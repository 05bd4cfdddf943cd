import type { Operations } from '../operations/operations.js';
import { acceleratorsOf } from './layout.js';
import { generationCost, layModel, outputSeconds, promptCost, type PassCost } from './pass-cost.js';
import type { Engine, ServingRun } from './serving-run.js';

/** What engines add to their kernels, fitted on whole serving runs. Times in seconds. */
export interface StepCoefficients {
  /** What the operations of a step that generates take in an engine, over the same alone. */
  readonly generation: PassCost;
  /** The same of a prompt. */
  readonly prompt: PassCost;
  /** Kernels between the measured ones, per layer: launches and waits. */
  readonly perLayer: Readonly<Record<Engine, number>>;
  /** Share of it that latent attention leaves, whose measurements hold most of them. */
  readonly perLatentLayer: number;
  /** Scheduling and sampling per step. */
  readonly perStep: Readonly<Record<Engine, number>>;
  readonly perRequestInStep: number;
  /** Passes over the activations that the kernels between make, in tens. */
  readonly activationPasses: number;
  /** Part of the prompts' time that delays the tokens of others. */
  readonly promptShare: number;
  /** Steps of workers that only generate, over those of workers that do both, and where their number is not known. */
  readonly apart: Readonly<Record<Engine, number>>;
  readonly apartUnknown: number;
  /** Time to first token: taking a request in. */
  readonly perRequest: Readonly<Record<Engine, number>>;
  /** The prompt itself, in chunks beside other work. */
  readonly ownPrompt: Readonly<Record<Engine, number>>;
  /** Prompts of others waited for: so many times the requests in flight to the power of `queueExponent`. */
  readonly queued: Readonly<Record<Engine, number>>;
  readonly queueExponent: number;
  /** Steps waited for. */
  readonly stepsWaited: Readonly<Record<Engine, number>>;
  readonly apartFirst: number;
}

/** Parts of a run's times that do not depend on what is fitted. */
export interface StepTerms {
  readonly engine: Engine;
  readonly generation: PassCost;
  readonly prompt: PassCost;
  readonly layers: number;
  readonly latent: boolean;
  /** Requests that one worker has in flight. */
  readonly requests: number;
  /** Seconds in which ten passes over the activations of a step, or of a prompt, could be read. */
  readonly activations: number;
  readonly promptActivations: number;
  readonly outputTokens: number;
  readonly concurrency: number;
  /** Prompts worked on at the same time: workers and their copies of the attention; 1 where nothing is disaggregated. */
  readonly promptLanes: number;
  /** Share of the layers on a pipeline's fullest stage, which is busy with a prompt for that long; 1 without one. */
  readonly stageShare: number;
  /** Handing activations from stage to stage. */
  readonly sendSeconds: number;
  readonly apart: boolean;
  readonly known: boolean;
}

const ACTIVATION_PASSES = 10;
const BYTES_PER_ACTIVATION = 2;

/**
 * What a run's times consist of at any number of requests in flight; null where an operation of it was not measured on
 * its accelerator.
 */
export function stepTerms(run: ServingRun, operations: Operations): ((concurrency: number) => StepTerms) | null {
  const { model, layout, prompts, inputTokens, outputTokens, pipeline } = run;
  const generating = layModel(model, layout, operations);
  const prompting = prompts === null ? generating : layModel(model, prompts.layout, operations);
  const context = inputTokens + outputTokens / 2;
  const whole = promptCost(prompting, inputTokens);
  const copies = prompting.layout.attentionCopies;
  const pass = (model.layers * model.hiddenSize * BYTES_PER_ACTIVATION * ACTIVATION_PASSES) / bandwidth(run);
  const fixed = {
    engine: run.engine,
    prompt: {
      products: whole.products / copies,
      attention: whole.attention / copies,
      experts: whole.experts / copies,
      communication: whole.communication / copies,
    },
    layers: model.layers,
    latent: model.attention.some(({ kind }) => kind === 'latent'),
    promptActivations: (pass * inputTokens) / prompting.layout.tensor,
    outputTokens,
    promptLanes: prompts === null ? 1 : prompts.workers * copies,
    stageShare: pipeline.stageShare,
    apart: prompts !== null,
    known: prompts?.known ?? true,
  };
  const termsAt = (concurrency: number): StepTerms => {
    const requests = concurrency / (prompts?.generationWorkers ?? 1);
    const here = Math.max(1, requests / pipeline.stages) / layout.attentionCopies;
    const generation = generationCost(generating, here, context);
    // Written out: spreading the fixed part takes longer than all the rest.
    return {
      engine: fixed.engine,
      generation: {
        products: generation.products + outputSeconds(generating, here),
        attention: generation.attention,
        experts: generation.experts,
        communication: generation.communication,
      },
      prompt: fixed.prompt,
      layers: fixed.layers,
      latent: fixed.latent,
      requests: requests / pipeline.stages,
      activations: pass * here,
      promptActivations: fixed.promptActivations,
      outputTokens,
      concurrency,
      promptLanes: fixed.promptLanes,
      stageShare: fixed.stageShare,
      sendSeconds: pipeline.stages > 1 ? pipeline.stages * pipeline.sendSeconds(here) : 0,
      apart: fixed.apart,
      known: fixed.known,
    };
  };
  const sum = total(termsAt(1).generation) + total(fixed.prompt);
  return Number.isFinite(sum) && Number.isFinite(pass) && acceleratorsOf(layout) >= 1 ? termsAt : null;
}

function bandwidth({ accelerator }: ServingRun): number {
  return (accelerator.memoryBandwidthGBps ?? Number.NaN) * 1e9;
}

function total({ products, attention, experts, communication }: PassCost): number {
  return products + attention + experts + communication;
}

function weighted(cost: PassCost, by: PassCost): number {
  return (
    cost.products * by.products +
    cost.attention * by.attention +
    cost.experts * by.experts +
    cost.communication * by.communication
  );
}

/** Seconds from token to token and to the first one, by operations and what engines add. */
export interface StepTimes {
  readonly tpotSeconds: number;
  readonly ttftSeconds: number;
  /** One prompt alone. */
  readonly promptSeconds: number;
  /** Share of a step that prompts take, 0–1. */
  readonly promptShare: number;
}

/**
 * Continuous batching: while a request generates its O tokens, each of the B in flight brings one prompt, so that a
 * step lasts, on average, its own time and that of B/O prompts. Where others work on the prompts it lasts its own.
 */
export function stepTimes(terms: StepTerms, fitted: StepCoefficients): StepTimes {
  const { engine } = terms;
  const promptSeconds = weighted(terms.prompt, fitted.prompt) + fitted.activationPasses * terms.promptActivations;
  const layerSeconds = fitted.perLayer[engine] * (terms.latent ? fitted.perLatentLayer : 1);
  const step =
    weighted(terms.generation, fitted.generation) +
    terms.layers * layerSeconds +
    fitted.perStep[engine] +
    terms.requests * fitted.perRequestInStep +
    fitted.activationPasses * terms.activations +
    terms.sendSeconds;
  const prompts = terms.apart
    ? 0
    : (fitted.promptShare * terms.concurrency * promptSeconds * terms.stageShare) / terms.outputTokens;
  const apart = terms.apart ? fitted.apart[engine] * (terms.known ? 1 : fitted.apartUnknown) : 1;
  const tpotSeconds = (step + prompts) * apart;
  const others = Math.max(0, terms.concurrency / terms.promptLanes - 1);
  const ttftSeconds =
    (fitted.perRequest[engine] +
      promptSeconds * (fitted.ownPrompt[engine] + fitted.queued[engine] * others ** fitted.queueExponent) +
      tpotSeconds * fitted.stepsWaited[engine]) *
    (terms.apart ? fitted.apartFirst : 1);
  return { tpotSeconds, ttftSeconds, promptSeconds, promptShare: prompts / (step + prompts) };
}
