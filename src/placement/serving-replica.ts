import type { ModelArchitecture, Precision } from '../catalog/index.js';
import type { LatencyLimits, PerformanceModel, RequestShape, ServingOutcome } from '../performance/index.js';
import { pipelineLayouts, tensorLayouts, type Layout } from './layouts.js';
import type { NodeShape } from './node-shape.js';
import type { SizingOutcome } from './sizing.js';
import { betterOutcome } from './sizing.js';

/** Layouts beyond the first pipeline that fits; wider ones hold more requests, but soon only more accelerators. */
const WIDER_PIPELINES = 1;

/** What every replica of a service or a batch job is asked for. */
export interface ReplicaQuestion {
  readonly model: ModelArchitecture;
  readonly request: RequestShape;
  readonly limits: LatencyLimits;
  readonly maxConcurrency: number | null;
}

type Feasible = Extract<ServingOutcome, { ok: true }>;

/**
 * Tries every layout of a shape and keeps the one whose size is best. Pipelines are tried only where no tensor-parallel
 * group of a node holds the model: they cost latency and gain nothing otherwise.
 */
export function bestReplica(
  question: ReplicaQuestion,
  shape: NodeShape,
  precision: Precision,
  performance: PerformanceModel,
  sizeOf: (layout: Layout, outcome: Feasible) => SizingOutcome,
): SizingOutcome {
  let best: SizingOutcome | null = null;
  let held = false;
  const attempt = (layout: Layout): boolean => {
    const outcome = ask(question, shape, precision, performance, layout);
    if (!outcome.ok) {
      best = betterOutcome(best, { ok: false, reason: outcome.failedOn, why: outcome.reason });
      return outcome.failedOn !== 'memory';
    }
    best = betterOutcome(best, sizeOf(layout, outcome));
    return true;
  };
  for (const layout of tensorLayouts(shape, question.model)) held = attempt(layout) || held;
  if (!held) {
    let further = WIDER_PIPELINES;
    for (const layout of pipelineLayouts(shape, question.model)) {
      if (attempt(layout)) further -= 1;
      if (further < 0) break;
    }
  }
  return best ?? { ok: false, reason: 'size', why: 'the heads of the model cannot be spread over its accelerators' };
}

function ask(
  { model, request, limits, maxConcurrency }: ReplicaQuestion,
  shape: NodeShape,
  precision: Precision,
  performance: PerformanceModel,
  { parallelism, nodes }: Layout,
): ServingOutcome {
  return performance.bestServing({
    model,
    hardware: {
      accelerator: shape.accelerator,
      parallelism,
      nodes,
      interNodeGBps: nodes > 1 ? shape.interNodeGBps : null,
    },
    precision,
    shape: request,
    limits,
    ...(maxConcurrency === null ? {} : { maxConcurrency }),
  });
}
