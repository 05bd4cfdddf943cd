import type { ModelArchitecture } from '../catalog/index.js';
import {
  trainingLevers,
  type PerformanceModel,
  type TrainingLever,
  type TrainingQuestion,
} from '../performance/index.js';
import { ReplicaAnswers, type ReplicaQuestion } from './replica-answers.js';
import { TrainingAnswers, type TrainingCase } from './training-answers.js';

/** Different questions whose answers are kept; each takes some hundred kilobytes. */
const MOST_QUESTIONS = 64;

/**
 * Remembers what the performance model said. The precisions and limits of one quote ask the same of many instances with
 * the same accelerators, and schedulers ask about the same model and requests again and again; the model is pure, so an
 * answer stays right as long as the facts of the world that holds it.
 */
export class Predictions {
  private readonly serving: RecentlyUsed<ReplicaAnswers>;
  private readonly training: RecentlyUsed<TrainingAnswers>;
  /** Models of the catalog are the same object each time; those given with a request are told apart by their content. */
  private readonly modelIds = new WeakMap<ModelArchitecture, number>();
  private readonly idsByContent = new Map<string, number>();
  private nextId = 0;

  /** @param mostQuestions 0: nothing is kept beyond the quote that asked */
  constructor(
    private readonly performance: PerformanceModel,
    private readonly mostQuestions = MOST_QUESTIONS,
  ) {
    this.serving = new RecentlyUsed(mostQuestions);
    this.training = new RecentlyUsed(mostQuestions);
  }

  /** Of the performance model. */
  get version(): string {
    return this.performance.version;
  }

  ofReplicas(question: ReplicaQuestion): ReplicaAnswers {
    const { model, request, limits, engine, maxConcurrency, maxErrorPercent } = question;
    const key = `${this.modelId(model)} ${request.inputTokens} ${request.outputTokens} ${limits.ttftMs} ${limits.tpotMs} ${engine} ${maxConcurrency} ${maxErrorPercent}`;
    return this.serving.get(key, () => new ReplicaAnswers(question, this.performance));
  }

  ofTraining(question: TrainingCase): TrainingAnswers {
    const { model, method, precision, sequenceLength, globalBatchSequences, maxErrorPercent } = question;
    const key = `${this.modelId(model)} ${method} ${precision} ${sequenceLength} ${globalBatchSequences} ${maxErrorPercent}`;
    return this.training.get(key, () => new TrainingAnswers(question, this.performance));
  }

  /** What each switch of a training run does; asked for a chosen plan only, and not kept. */
  leversOf(question: TrainingQuestion): readonly TrainingLever[] {
    return trainingLevers(question, this.performance);
  }

  private modelId(model: ModelArchitecture): number {
    if (this.mostQuestions === 0) return 0;
    let id = this.modelIds.get(model);
    if (id === undefined) {
      const content = JSON.stringify(model);
      id = this.idsByContent.get(content) ?? this.nextId++;
      // Forgetting costs a prediction made twice, never a wrong one: ids are not used again.
      if (this.idsByContent.size >= this.mostQuestions) this.idsByContent.clear();
      this.idsByContent.set(content, id);
      this.modelIds.set(model, id);
    }
    return id;
  }
}

/** A map that forgets what was not asked for the longest time. */
class RecentlyUsed<Value> {
  private readonly values = new Map<string, Value>();

  constructor(private readonly most: number) {}

  get(key: string, make: () => Value): Value {
    const value = this.values.get(key) ?? make();
    this.values.delete(key);
    this.values.set(key, value);
    if (this.values.size > this.most) {
      const [oldest] = this.values.keys();
      if (oldest !== undefined) this.values.delete(oldest);
    }
    return value;
  }
}
