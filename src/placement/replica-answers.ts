import { weightBytes, type ModelArchitecture, type Precision } from '../catalog/index.js';
import type { Engine, LatencyLimits, PerformanceModel, RequestShape, ServingOutcome } from '../performance/index.js';
import { certainEnough } from './certain-enough.js';
import { layoutsAcross, layoutsWithin, type Layout } from './layouts.js';
import type { NodeShape } from './node-shape.js';
import { closerFailure, failing, type Failure } from './sizing.js';

/** What every replica of a service or a batch job is asked for. */
export interface ReplicaQuestion {
  readonly model: ModelArchitecture;
  readonly request: RequestShape;
  readonly limits: LatencyLimits;
  readonly engine: Engine;
  readonly maxConcurrency: number | null;
  /** Predictions that err by more, in per cent, are not believed. */
  readonly maxErrorPercent: number;
}

/** A layout that works, and how fast it is. */
export interface ReplicaChoice {
  readonly layout: Layout;
  /** Of one replica. */
  readonly requestsPerSecond: number;
  /** From a request's arrival to its last token. */
  readonly requestHours: number;
}

/** The layouts of a shape that work, none of them worse than another in everything; or why none does. */
export type ReplicaChoices = { readonly ok: true; readonly choices: readonly ReplicaChoice[] } | Failure;

/** What is kept of an answer: a thousand whole predictions for each question would fill the memory. */
type Answer =
  | { readonly ok: true; readonly rate: number; readonly hours: number }
  | { readonly ok: false; readonly failedOn: FailedOn };
type FailedOn = Extract<ServingOutcome, { ok: false }>['failedOn'];
type Feasible = Extract<ServingOutcome, { ok: true }>;

const MS_PER_HOUR = 3_600_000;
const BYTES_PER_GIB = 2 ** 30;
/** More than any degree of parallelism. */
const RADIX = 4096;

/** What the performance model says of one question on any shape; asked once for what is alike. */
export class ReplicaAnswers {
  private readonly choices = new Map<string, Map<Precision, ReplicaChoices>>();
  /** Within a node an answer depends on the accelerator alone, not on how many of them the instance has. */
  private readonly withinNode = new Map<string, Map<Precision, Map<number, Answer>>>();
  private readonly layouts = new Map<number, readonly Layout[]>();

  private readonly performance: PerformanceModel;

  constructor(
    private readonly question: ReplicaQuestion,
    performance: PerformanceModel,
  ) {
    this.performance = certainEnough(performance, question.maxErrorPercent);
  }

  /**
   * Every layout within an instance is tried; those over several instances only where no layout within one has room for
   * the model, since a replica that needs several machines stands when one of them does.
   */
  on(shape: NodeShape, precision: Precision): ReplicaChoices {
    const known = inner(this.choices, shape.key);
    let found = known.get(precision);
    if (found === undefined) {
      found = this.choose(shape, precision);
      known.set(precision, found);
    }
    return found;
  }

  /** The whole answer for a layout that works. */
  prediction(shape: NodeShape, precision: Precision, layout: Layout): Feasible {
    const outcome = this.ask(shape, precision, layout);
    if (!outcome.ok) throw new Error(`A layout that worked does not work any more: ${outcome.reason}`);
    return outcome;
  }

  private choose(shape: NodeShape, precision: Precision): ReplicaChoices {
    const known = inner(inner(this.withinNode, shape.acceleratorKey), precision);
    const within = this.tryAll(this.within(shape.accelerators), shape, precision, known);
    if (within.ok || within.reason !== 'memory') return within;
    const across = this.tryAll(layoutsAcross(shape, this.question.model), shape, precision, new Map());
    return across.ok ? across : closerFailure(within, across);
  }

  /** @param known answers that need not be asked for again; more are added */
  private tryAll(
    layouts: readonly Layout[],
    shape: NodeShape,
    precision: Precision,
    known: Map<number, Answer>,
  ): ReplicaChoices {
    const found: ReplicaChoice[] = [];
    const roomFor = this.partsNeeded(shape, precision);
    let closest: Failure = NO_LAYOUT;
    for (const layout of layouts) {
      const { tensor, pipeline } = layout.parallelism;
      const key = (layout.nodes * RADIX + tensor) * RADIX + pipeline;
      let answer = known.get(key);
      if (answer === undefined) {
        // The first is asked in any case: what fails on the accelerator itself must not pass for a lack of memory.
        const hopeless = layout !== layouts[0] && tensor * pipeline < roomFor;
        answer = hopeless ? NO_ROOM : this.short(this.ask(shape, precision, layout));
        known.set(key, answer);
      }
      if (answer.ok) {
        addUnlessWorse(found, { layout, requestsPerSecond: answer.rate, requestHours: answer.hours });
        continue;
      }
      const { failedOn } = answer;
      const failure = failing(failedOn, () => this.reason(shape, precision, layout));
      // Neither depends on the layout.
      if (failedOn === 'precision' || failedOn === 'unknown_performance') return failure;
      closest = closerFailure(closest, failure);
    }
    return found.length > 0 ? { ok: true, choices: found } : closest;
  }

  /** With fewer accelerators the weights alone do not fit. */
  private partsNeeded({ accelerator: { memoryGiB } }: NodeShape, precision: Precision): number {
    if (memoryGiB === null) return 0;
    return weightBytes(this.question.model, precision) / (memoryGiB * BYTES_PER_GIB);
  }

  private within(accelerators: number): readonly Layout[] {
    let layouts = this.layouts.get(accelerators);
    if (layouts === undefined) {
      layouts = layoutsWithin(accelerators, this.question.model);
      this.layouts.set(accelerators, layouts);
    }
    return layouts;
  }

  private short(outcome: ServingOutcome): Answer {
    if (!outcome.ok) return { ok: false, failedOn: outcome.failedOn };
    const { requestsPerSecond, ttftMs, tpotMs } = outcome.prediction;
    const further = this.question.request.outputTokens - 1;
    return { ok: true, rate: requestsPerSecond, hours: (ttftMs + further * tpotMs) / MS_PER_HOUR };
  }

  private reason(shape: NodeShape, precision: Precision, layout: Layout): string {
    const outcome = this.ask(shape, precision, layout);
    return outcome.ok ? '' : outcome.reason;
  }

  private ask(shape: NodeShape, precision: Precision, { parallelism, nodes }: Layout): ServingOutcome {
    const { model, request, limits, engine, maxConcurrency } = this.question;
    return this.performance.bestServing({
      model,
      hardware: {
        accelerator: shape.accelerator,
        parallelism,
        nodes,
        interNodeGBps: nodes > 1 ? shape.interNodeGBps : null,
        share: Math.min(1, shape.acceleratorCount),
      },
      precision,
      engine,
      shape: request,
      limits,
      ...(maxConcurrency === null ? {} : { maxConcurrency }),
    });
  }
}

const NO_ROOM: Answer = { ok: false, failedOn: 'memory' };
const NO_LAYOUT = failing('size', () => 'the heads of the model cannot be spread over its accelerators');

/** Keeps a choice unless another is at least as good in everything that a size can depend on; drops what it beats. */
function addUnlessWorse(choices: ReplicaChoice[], next: ReplicaChoice): void {
  for (const held of choices) if (isNoWorse(held, next)) return;
  let kept = 0;
  for (const held of choices) if (!isNoWorse(next, held)) choices[kept++] = held;
  choices.length = kept;
  choices.push(next);
}

function isNoWorse(a: ReplicaChoice, b: ReplicaChoice): boolean {
  return (
    a.requestsPerSecond >= b.requestsPerSecond &&
    a.layout.replicasPerInstance >= b.layout.replicasPerInstance &&
    a.layout.nodes <= b.layout.nodes &&
    a.requestHours <= b.requestHours
  );
}

function inner<Key, InnerKey, Value>(maps: Map<Key, Map<InnerKey, Value>>, key: Key): Map<InnerKey, Value> {
  let map = maps.get(key);
  if (map === undefined) {
    map = new Map();
    maps.set(key, map);
  }
  return map;
}
