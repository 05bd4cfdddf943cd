import type { Operations } from '../operations/operations.js';
import { acceleratorsOf } from './layout.js';
import { generationCost, layModel, outputSeconds, promptCost, type PassCost } from './pass-cost.js';
import { isAcrossNodes, requestsThatFit } from './room.js';
import type { Engine, ServingRun } from './serving-run.js';

/** What engines add to their kernels, fitted on whole serving runs. Times in seconds. */
export interface StepCoefficients {
  /** What the operations of a step that generates take in an engine, over the same alone. */
  readonly generation: PassCost;
  /** The same of a prompt. */
  readonly prompt: PassCost;
  /** Kernels between the measured ones, per layer: launches and waits. */
  readonly perLayer: Readonly<Record<Engine, number>>;
  /** More of it per layer with routed experts, for choosing and sorting. */
  readonly perExpertLayer: Readonly<Record<Engine, number>>;
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
  /** Steps of workers with copies of the attention, which wait for the slowest, over those of others. */
  readonly copied: Readonly<Record<Engine, number>>;
  /** Per layer where a worker reaches over several nodes. */
  readonly perLayerAcross: number;
  /** Requests in flight that have room, over those whose caches in 16 bit fit. */
  readonly room: Readonly<Record<Engine, number>>;
  /** Prompts that disaggregated workers finish, over what they could one after the other. */
  readonly promptRate: number;
  /** Waiting for room or prompts, over what those before take. */
  readonly waited: number;
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
  /** Steps waited where attention is copied: engines collect requests for all copies. */
  readonly stepsCopied: Readonly<Record<Engine, number>>;
}

/** Parts of a run's times that do not depend on what is fitted. */
export interface StepTerms {
  readonly engine: Engine;
  readonly generation: PassCost;
  /** The same with `SPARSE` of the requests; as with all where they do not wait for anything. */
  readonly sparse: PassCost;
  readonly prompt: PassCost;
  readonly layers: number;
  readonly expertLayers: number;
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
  readonly copied: boolean;
  readonly acrossNodes: boolean;
  /** Requests whose caches fit, all workers together. */
  readonly fitting: number;
}

/** Share of the requests in flight at which a step's time is worked out a second time. */
const SPARSE = 1 / 8;
/** Fewer requests than this share of those that fit do not wait for room. */
const ROOMY = 0.1;
/** How sharply requests begin to wait when a limit is reached. */
const SHARPNESS = 6;
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
    expertLayers: model.experts?.layers ?? 0,
    latent: model.attention.some(({ kind }) => kind === 'latent'),
    promptActivations: (pass * inputTokens) / prompting.layout.tensor,
    outputTokens,
    promptLanes: prompts === null ? 1 : prompts.workers * copies,
    stageShare: pipeline.stageShare,
    apart: prompts !== null,
    known: prompts?.known ?? true,
    copied: layout.attentionCopies > 1,
    acrossNodes: isAcrossNodes(run),
    fitting: requestsThatFit(run) * (prompts?.generationWorkers ?? 1),
  };
  const costAt = (here: number): PassCost => {
    const { products, attention, experts, communication } = generationCost(generating, here, context);
    return { products: products + outputSeconds(generating, here), attention, experts, communication };
  };
  const termsAt = (concurrency: number): StepTerms => {
    const requests = concurrency / (prompts?.generationWorkers ?? 1);
    const here = Math.max(1, requests / pipeline.stages) / layout.attentionCopies;
    const generation = costAt(here);
    const waits = (fixed.apart && fixed.known) || concurrency > ROOMY * fixed.fitting;
    // Written out: spreading the fixed part takes longer than all the rest.
    return {
      engine: fixed.engine,
      generation,
      sparse: waits ? costAt(here * SPARSE) : generation,
      prompt: fixed.prompt,
      layers: fixed.layers,
      expertLayers: fixed.expertLayers,
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
      copied: fixed.copied,
      acrossNodes: fixed.acrossNodes,
      fitting: fixed.fitting,
    };
  };
  // Asked for next, as a rule.
  const own = termsAt(run.concurrency);
  const sum = total(own.generation) + total(fixed.prompt);
  if (!Number.isFinite(sum) || !Number.isFinite(pass) || acceleratorsOf(layout) < 1) return null;
  return (concurrency) => (concurrency === run.concurrency ? own : termsAt(concurrency));
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
 * Requests whose caches find no room, or that come faster than others finish their prompts, wait for their first token
 * as long as those before them take.
 */
export function stepTimes(terms: StepTerms, fitted: StepCoefficients): StepTimes {
  const { engine, concurrency, outputTokens } = terms;
  const promptSeconds = weighted(terms.prompt, fitted.prompt) + fitted.activationPasses * terms.promptActivations;
  const apart = terms.apart ? fitted.apart[engine] * (terms.known ? 1 : fitted.apartUnknown) : 1;
  const copied = terms.copied ? fitted.copied[engine] : 1;
  const full = stepSeconds(terms, fitted, 1) * apart * copied;
  const sparse = stepSeconds(terms, fitted, SPARSE) * apart * copied;
  const perShare = Math.max(0, full - sparse) / (1 - SPARSE);
  const empty = full - perShare;
  const limit = fitted.room[engine] * terms.fitting;
  const fits = waitingShare(concurrency / limit);
  const fed =
    terms.apart && terms.known
      ? fedShare(empty, perShare, (fitted.promptRate * terms.promptLanes * outputTokens) / promptSeconds, concurrency)
      : 1;
  const share = Math.min(fits, fed);
  const prompts = terms.apart
    ? 0
    : (copied * fitted.promptShare * share * concurrency * promptSeconds * terms.stageShare) / outputTokens;
  const step = empty + share * perShare;
  const tpotSeconds = step + prompts;
  const others = Math.max(0, (share * concurrency) / terms.promptLanes - 1);
  const steps = fitted.stepsWaited[engine] + (terms.copied ? fitted.stepsCopied[engine] : 0);
  const taken =
    (fitted.perRequest[engine] +
      promptSeconds * (fitted.ownPrompt[engine] + fitted.queued[engine] * others ** fitted.queueExponent) +
      tpotSeconds * steps) *
    (terms.apart ? fitted.apartFirst : 1);
  const waited = fitted.waited * (1 / share - 1) * outputTokens * tpotSeconds;
  return { tpotSeconds, ttftSeconds: taken + waited, promptSeconds, promptShare: prompts / tpotSeconds };
}

/** A step with a share of the requests in flight, `SPARSE` or all. */
function stepSeconds(terms: StepTerms, fitted: StepCoefficients, share: number): number {
  const { engine } = terms;
  const layerSeconds =
    fitted.perLayer[engine] * (terms.latent ? fitted.perLatentLayer : 1) +
    (terms.acrossNodes ? fitted.perLayerAcross : 0);
  return (
    weighted(share === 1 ? terms.generation : terms.sparse, fitted.generation) +
    terms.layers * layerSeconds +
    terms.expertLayers * fitted.perExpertLayer[engine] +
    fitted.perStep[engine] +
    share * (terms.requests * fitted.perRequestInStep + fitted.activationPasses * terms.activations) +
    terms.sendSeconds
  );
}

/** Share of the requests that a limit lets through, for so many times as many as it allows; bends before it is reached. */
function waitingShare(load: number): number {
  return load < ROOMY ? 1 : (1 + load ** SHARPNESS) ** (-1 / SHARPNESS);
}

/**
 * Share of the requests in flight that generate where prompts are the bottleneck: as many as finish their prompt while
 * one of them generates. A step takes `empty`, and `perShare` more with all requests; `rate` requests' tokens arrive a
 * second.
 */
function fedShare(empty: number, perShare: number, rate: number, concurrency: number): number {
  const lasting = concurrency - rate * perShare;
  return lasting <= 0 ? 1 : waitingShare(lasting / (rate * empty));
}
