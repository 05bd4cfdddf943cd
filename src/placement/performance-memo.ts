import type { ModelArchitecture } from '../catalog/index.js';
import type {
  PerformanceModel,
  ServingOutcome,
  ServingQuestion,
  TrainingOutcome,
  TrainingQuestion,
} from '../performance/index.js';

/** Different questions that are remembered; each has some hundred answers, a few hundred bytes each. */
const MOST_QUESTIONS = 64;

/**
 * Remembers answers. A quote asks the same of many instances with the same accelerators, and schedulers ask for the
 * same workloads again and again; the model is pure, so an answer never grows old.
 */
export class PerformanceMemo implements PerformanceModel {
  private readonly serving = new RecentlyUsed<Map<string, ServingOutcome>>();
  private readonly trainings = new RecentlyUsed<Map<string, TrainingOutcome>>();
  /** Models of the catalog are the same object each time; those given with a request are told apart by their content. */
  private readonly modelIds = new WeakMap<ModelArchitecture, number>();
  private readonly idsByContent = new Map<string, number>();

  private nextId = 0;

  constructor(private readonly model: PerformanceModel) {}

  get version(): string {
    return this.model.version;
  }

  bestServing(question: ServingQuestion): ServingOutcome {
    const { shape, limits, maxConcurrency, hardware, precision } = question;
    const asked = `${this.modelId(question.model)} ${shape.inputTokens} ${shape.outputTokens} ${limits.ttftMs} ${limits.tpotMs} ${maxConcurrency ?? ''}`;
    const { accelerator, parallelism, nodes, interNodeGBps } = hardware;
    const on = `${accelerator.id} ${accelerator.memoryGiB} ${accelerator.memoryBandwidthGBps} ${parallelism.tensor} ${parallelism.pipeline} ${nodes} ${nodes > 1 ? interNodeGBps : ''} ${precision}`;
    return answer(this.serving.get(asked, newMap), on, () => this.model.bestServing(question));
  }

  training(question: TrainingQuestion): TrainingOutcome {
    const { accelerator, acceleratorsPerNode, nodes, interNodeGBps, method, precision } = question;
    const asked = `${this.modelId(question.model)} ${question.sequenceLength} ${question.globalBatchSequences} ${method} ${precision}`;
    const on = `${accelerator.id} ${accelerator.memoryGiB} ${accelerator.memoryBandwidthGBps} ${acceleratorsPerNode} ${nodes} ${nodes > 1 ? interNodeGBps : ''}`;
    return answer(this.trainings.get(asked, newMap), on, () => this.model.training(question));
  }

  private modelId(model: ModelArchitecture): number {
    let id = this.modelIds.get(model);
    if (id === undefined) {
      const content = JSON.stringify(model);
      id = this.idsByContent.get(content) ?? this.nextId++;
      // Forgetting costs a prediction made twice, never a wrong one: ids are not used again.
      if (this.idsByContent.size >= MOST_QUESTIONS) this.idsByContent.clear();
      this.idsByContent.set(content, id);
      this.modelIds.set(model, id);
    }
    return id;
  }
}

function newMap<Value>(): Map<string, Value> {
  return new Map<string, Value>();
}

function answer<Value>(known: Map<string, Value>, key: string, ask: () => Value): Value {
  let value = known.get(key);
  if (value === undefined) {
    value = ask();
    known.set(key, value);
  }
  return value;
}

/** A map that forgets what was not asked for the longest time. */
class RecentlyUsed<Value> {
  private readonly values = new Map<string, Value>();

  get(key: string, make: () => Value): Value {
    const value = this.values.get(key) ?? make();
    this.values.delete(key);
    this.values.set(key, value);
    if (this.values.size > MOST_QUESTIONS) {
      const [oldest] = this.values.keys();
      if (oldest !== undefined) this.values.delete(oldest);
    }
    return value;
  }
}
