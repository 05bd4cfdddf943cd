import { widthsOf, type WidthTable } from '../serving/intervals.js';
import type { PredictedTimes } from '../serving/serving-model.js';
import { score, type Pair, type Score } from './score.js';

/** What was measured of a run and what was predicted, in seconds. */
export interface EvaluatedRun {
  readonly labels: {
    readonly model: string;
    readonly accelerator: string;
    readonly engine: string;
    readonly precision: string;
  };
  readonly outputTokens: number;
  readonly measured: { readonly ttftSeconds: number; readonly tpotSeconds: number };
  readonly predicted: PredictedRun;
}

export interface PredictedRun {
  readonly ttftSeconds: number;
  readonly tpotSeconds: number;
  /** Factor by which the interval reaches up and down from each time, and from that of a whole request. */
  readonly ttftFactor: number;
  readonly tpotFactor: number;
  readonly requestFactor: number;
}

/** Times with the intervals that they are stated with. */
export function withIntervals(
  { ttftSeconds, tpotSeconds, correction }: PredictedTimes,
  table: WidthTable,
  apart: boolean,
): PredictedRun {
  const { ttft, tpot, request } = widthsOf(table, correction, apart);
  return {
    ttftSeconds,
    tpotSeconds,
    ttftFactor: Math.exp(ttft),
    tpotFactor: Math.exp(tpot),
    requestFactor: Math.exp(request),
  };
}

/** The three figures of one group of runs. */
export interface Scores {
  readonly ttft: Score;
  readonly tpot: Score;
  /** Output tokens per second and accelerator. */
  readonly throughput: Score;
}

export interface Evaluation {
  /** Rows of the file, and those of them that could be predicted. */
  readonly rows: number;
  readonly predicted: number;
  readonly overall: Scores;
  readonly byModel: Readonly<Record<string, Scores>>;
  readonly byAccelerator: Readonly<Record<string, Scores>>;
  readonly byEngine: Readonly<Record<string, Scores>>;
  readonly byPrecision: Readonly<Record<string, Scores>>;
}

/**
 * @param runs that were predicted
 * @param rows of the file, predicted or not
 */
export function evaluation(runs: readonly EvaluatedRun[], rows: number): Evaluation {
  const by = (label: keyof EvaluatedRun['labels']) => {
    const groups = new Map<string, EvaluatedRun[]>();
    for (const run of runs) groups.set(run.labels[label], [...(groups.get(run.labels[label]) ?? []), run]);
    return Object.fromEntries(
      [...groups].sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, of]) => [name, scores(of)]),
    );
  };
  return {
    rows,
    predicted: runs.length,
    overall: scores(runs),
    byModel: by('model'),
    byAccelerator: by('accelerator'),
    byEngine: by('engine'),
    byPrecision: by('precision'),
  };
}

export function scores(runs: readonly EvaluatedRun[]): Scores {
  const pairs = (of: (run: EvaluatedRun, predicted: PredictedRun) => Pair) => runs.map((run) => of(run, run.predicted));
  return {
    ttft: score(pairs(({ measured }, to) => within(to.ttftSeconds, measured.ttftSeconds, to.ttftFactor))),
    tpot: score(pairs(({ measured }, to) => within(to.tpotSeconds, measured.tpotSeconds, to.tpotFactor))),
    throughput: score(
      pairs((run, to) => {
        // Requests in flight and accelerators are the same in both, and cancel out.
        return within(1 / requestSeconds(to, run), 1 / requestSeconds(run.measured, run), to.requestFactor);
      }),
    ),
  };
}

/** From a request's arrival to its last token. */
function requestSeconds(
  { ttftSeconds, tpotSeconds }: { readonly ttftSeconds: number; readonly tpotSeconds: number },
  { outputTokens }: { readonly outputTokens: number },
): number {
  return ttftSeconds + Math.max(0, outputTokens - 1) * tpotSeconds;
}

function within(predicted: number, measured: number, factor: number): Pair {
  return { predicted, measured, low: predicted / factor, high: predicted * factor };
}
