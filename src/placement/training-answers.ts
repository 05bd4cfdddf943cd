import type { ModelArchitecture, Precision } from '../catalog/index.js';
import type { PerformanceModel, TrainingMethod, TrainingOutcome, TrainingPrediction } from '../performance/index.js';
import { certainEnough } from './certain-enough.js';
import type { NodeShape } from './node-shape.js';

/** What a training run is asked for, wherever it runs. */
export interface TrainingCase {
  readonly model: ModelArchitecture;
  readonly method: TrainingMethod;
  readonly precision: Precision;
  readonly sequenceLength: number;
  readonly globalBatchSequences: number;
  /** Predictions that err by more, in per cent, are not believed. */
  readonly maxErrorPercent: number;
}

type FailedOn = Extract<TrainingOutcome, { ok: false }>['failedOn'];

/** What the performance model says of one training run on any number of any shape; asked once for what is alike. */
export class TrainingAnswers {
  private readonly known = new Map<string, Map<number, number | FailedOn>>();

  private readonly performance: PerformanceModel;

  constructor(
    private readonly question: TrainingCase,
    performance: PerformanceModel,
  ) {
    this.performance = certainEnough(performance, question.maxErrorPercent);
  }

  /** Tokens per second of all nodes together, or on what it failed. */
  tokensPerSecond(shape: NodeShape, nodes: number): number | FailedOn {
    let onShape = this.known.get(shape.key);
    if (onShape === undefined) {
      onShape = new Map();
      this.known.set(shape.key, onShape);
    }
    let answer = onShape.get(nodes);
    if (answer === undefined) {
      const outcome = this.ask(shape, nodes);
      answer = outcome.ok ? outcome.prediction.tokensPerSecond : outcome.failedOn;
      onShape.set(nodes, answer);
    }
    return answer;
  }

  /** The whole answer where it works. */
  prediction(shape: NodeShape, nodes: number): TrainingPrediction {
    const outcome = this.ask(shape, nodes);
    if (!outcome.ok) throw new Error(`A training run that worked does not work any more: ${outcome.reason}`);
    return outcome.prediction;
  }

  /** Why it does not work. */
  reason(shape: NodeShape, nodes: number): string {
    const outcome = this.ask(shape, nodes);
    return outcome.ok ? '' : outcome.reason;
  }

  private ask(shape: NodeShape, nodes: number): TrainingOutcome {
    return this.performance.training({
      ...this.question,
      accelerator: shape.accelerator,
      acceleratorsPerNode: shape.accelerators,
      nodes,
      interNodeGBps: nodes > 1 ? shape.interNodeGBps : null,
    });
  }
}
