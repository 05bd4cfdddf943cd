import { PRECISIONS, type Accelerator, type ModelArchitecture } from '../catalog/index.js';
import type {
  LatencyLimits,
  PerformanceModel,
  ServingOutcome,
  ServingQuestion,
  TrainingOutcome,
  TrainingQuestion,
} from '../performance/index.js';

/** Different questions that are remembered; each has some hundred answers, a few hundred bytes each. */
const MOST_QUESTIONS = 64;
/** More than any layout has, so that the parts of a key never run into each other. */
const MOST_PIPELINE = 1024;
const MOST_NODES = 8192;

/** Answers by accelerator, network and layout. */
type Answers<Outcome> = Map<string, Map<number, Outcome>>;

/**
 * Remembers answers. A quote asks the same of many instances with the same accelerators, and schedulers ask for the
 * same workloads again and again; the model is pure, so an answer never grows old. A quote looks some thousand answers
 * up, so a look-up makes no text: what stays the same over a quote is told apart by its object.
 */
export class PerformanceMemo implements PerformanceModel {
  private readonly serving = new RecentlyUsed<Answers<ServingOutcome>>();
  private readonly trainings = new RecentlyUsed<Answers<TrainingOutcome>>();
  /** Models and accelerators of the catalog are the same object each time; others are told apart by their content. */
  private readonly ids = new ContentIds();
  /** One sizing asks with the same limits each time. */
  private readonly askedWith = new WeakMap<LatencyLimits, Asked>();

  constructor(private readonly model: PerformanceModel) {}

  get version(): string {
    return this.model.version;
  }

  bestServing(question: ServingQuestion): ServingOutcome {
    const { accelerator, parallelism, nodes, interNodeGBps } = question.hardware;
    const network = nodes > 1 ? interNodeGBps : null;
    const on = answersOn(this.servingAnswers(question), this.ids.of(accelerator), network);
    const precision = PRECISIONS.indexOf(question.precision);
    const layout = (parallelism.tensor * MOST_PIPELINE + parallelism.pipeline) * MOST_NODES + nodes;
    const key = layout * PRECISIONS.length + precision;
    return answer(on, key, () => this.model.bestServing(question));
  }

  training(question: TrainingQuestion): TrainingOutcome {
    const { accelerator, acceleratorsPerNode, nodes, interNodeGBps, method, precision } = question;
    const { sequenceLength, globalBatchSequences } = question;
    const asked = `${this.ids.of(question.model)} ${sequenceLength} ${globalBatchSequences} ${method} ${precision}`;
    const answers = this.trainings.get(asked, newMap);
    const on = answersOn(answers, this.ids.of(accelerator), nodes > 1 ? interNodeGBps : null);
    return answer(on, acceleratorsPerNode * MOST_NODES + nodes, () => this.model.training(question));
  }

  private servingAnswers({ model, shape, limits, maxConcurrency }: ServingQuestion): Answers<ServingOutcome> {
    const known = this.askedWith.get(limits);
    if (known?.model === model && known.shape === shape && known.maxConcurrency === maxConcurrency)
      return known.answers;
    const { inputTokens, outputTokens } = shape;
    const asked = `${this.ids.of(model)} ${inputTokens} ${outputTokens} ${limits.ttftMs} ${limits.tpotMs} ${maxConcurrency ?? ''}`;
    const answers = this.serving.get(asked, newMap);
    this.askedWith.set(limits, { model, shape, maxConcurrency, answers });
    return answers;
  }
}

interface Asked extends Pick<ServingQuestion, 'model' | 'shape'> {
  readonly maxConcurrency: number | undefined;
  readonly answers: Answers<ServingOutcome>;
}

function newMap<Key, Value>(): Map<Key, Value> {
  return new Map<Key, Value>();
}

function answersOn<Outcome>(
  answers: Answers<Outcome>,
  accelerator: number,
  network: number | null,
): Map<number, Outcome> {
  return answer(
    answers,
    network === null ? NAMES.of(accelerator) : `${accelerator} ${network}`,
    newMap<number, Outcome>,
  );
}

/** The texts of small numbers, made once. */
const NAMES = {
  made: new Map<number, string>(),
  of(value: number): string {
    return answer(this.made, value, () => String(value));
  },
};

function answer<Key, Value>(known: Map<Key, Value>, key: Key, ask: () => Value): Value {
  let value = known.get(key);
  if (value === undefined) {
    value = ask();
    known.set(key, value);
  }
  return value;
}

/** Numbers objects by what is in them, and reads each object once. */
class ContentIds {
  private readonly byObject = new WeakMap<object, number>();
  private readonly byContent = new Map<string, number>();
  private next = 0;

  of(object: ModelArchitecture | Accelerator): number {
    const known = this.byObject.get(object);
    if (known !== undefined) return known;
    const content = JSON.stringify(object);
    // Forgetting costs a prediction made twice, never a wrong one: numbers are not used again.
    if (this.byContent.size >= MOST_CONTENTS) this.byContent.clear();
    const id = answer(this.byContent, content, () => this.next++);
    this.byObject.set(object, id);
    return id;
  }
}

const MOST_CONTENTS = 1024;

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
