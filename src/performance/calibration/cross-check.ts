import type { OperationTables } from '../operations/operation-tables.js';
import {
  nearnessClass,
  NEARNESS_CLASSES,
  type NearnessClass,
  type Widths,
  type WidthTable,
} from '../serving/intervals.js';
import { servingModel, type PredictedTimes } from '../serving/serving-model.js';
import { learnFromRuns, type MeasuredRun } from './learn.js';

/** A run and what was predicted of it by what all the other folds taught; null where nothing could be. */
export interface CrossChecked<Run extends MeasuredRun> {
  readonly measured: Run;
  readonly predicted: PredictedTimes | null;
}

const FOLDS = 5;
/** Share of runs that a stated interval is to hold. */
const HELD = 0.9;
/** Fewer runs than this say nothing of one in ten. */
const FEWEST = 30;

/**
 * Predicts every run from those of other groups only: groups, not rows, are dealt out to five folds, the largest first
 * to the fold that has the fewest rows.
 */
export function crossCheckGroups<Run extends MeasuredRun>(
  runs: readonly Run[],
  groupOf: (run: Run) => string,
  tables: OperationTables,
): CrossChecked<Run>[] {
  const sizes = new Map<string, number>();
  for (const run of runs) sizes.set(groupOf(run), (sizes.get(groupOf(run)) ?? 0) + 1);
  const groups = [...sizes].sort(([one, many], [other, more]) => more - many || (one < other ? -1 : 1));
  const loads = Array.from({ length: FOLDS }, () => 0);
  const folds = new Map<string, number>();
  for (const [group, size] of groups) {
    const fold = loads.indexOf(Math.min(...loads));
    folds.set(group, fold);
    loads[fold] = (loads[fold] ?? 0) + size;
  }
  return crossCheck(runs, (run) => folds.get(groupOf(run)) ?? 0, tables);
}

/** The same with every fifth row left out in turn, whatever its group: how well rows between measured ones come out. */
export function crossCheckRows<Run extends MeasuredRun>(
  runs: readonly Run[],
  tables: OperationTables,
): CrossChecked<Run>[] {
  // Rows stand next to their like: a step that shares no factor with five spreads these over the folds.
  return crossCheck(runs, (_, index) => (index * 7 + Math.floor(index / FOLDS)) % FOLDS, tables);
}

function crossCheck<Run extends MeasuredRun>(
  runs: readonly Run[],
  foldOf: (run: Run, index: number) => number,
  tables: OperationTables,
): CrossChecked<Run>[] {
  const folds = runs.map(foldOf);
  return Array.from({ length: FOLDS }, (_, fold) => fold).flatMap((fold) => {
    const model = servingModel(
      tables,
      learnFromRuns(
        runs.filter((_, index) => folds[index] !== fold),
        tables,
      ),
    );
    return runs
      .filter((_, index) => folds[index] === fold)
      .map((measured) => ({ measured, predicted: model(measured.run)?.(measured.run.concurrency) ?? null }));
  });
}

/** Widths that hold nine in ten of the checked runs, class by class. */
export function widthsFrom(checked: readonly CrossChecked<MeasuredRun>[]): WidthTable {
  const ofMode = (apart: boolean) => {
    const errors = new Map<NearnessClass, Widths[]>(NEARNESS_CLASSES.map((name) => [name, []]));
    for (const { measured, predicted } of checked) {
      if (predicted === null || (measured.run.prompts !== null) !== apart) continue;
      const outputs = Math.max(0, measured.run.outputTokens - 1);
      const request = (times: { ttftSeconds: number; tpotSeconds: number }) =>
        times.ttftSeconds + outputs * times.tpotSeconds;
      errors.get(nearnessClass(predicted.correction))?.push({
        ttft: Math.abs(Math.log(predicted.ttftSeconds / measured.ttftSeconds)),
        tpot: Math.abs(Math.log(predicted.tpotSeconds / measured.tpotSeconds)),
        request: Math.abs(Math.log(request(predicted) / request(measured))),
      });
    }
    return widening(errors);
  };
  return { together: ofMode(false), apart: ofMode(true) };
}

/**
 * Runs left out are seldom next to their very like, so that what was measured is held to the width of what lies between
 * measurements. A class with too few runs has the width of the next nearer one.
 */
function widening(errors: ReadonlyMap<NearnessClass, readonly Widths[]>): Record<NearnessClass, Widths> {
  const of = (name: NearnessClass) => errors.get(name) ?? [];
  const near = widthsHolding([...of('measured'), ...of('interpolated')]);
  const known = of('model_measured').length < FEWEST ? near : widthsHolding(of('model_measured'));
  const unknown = of('model_not_measured').length < FEWEST ? known : widthsHolding(of('model_not_measured'));
  return { measured: near, interpolated: near, model_measured: known, model_not_measured: unknown };
}

function widthsHolding(errors: readonly Widths[]): Widths {
  const width = (part: keyof Widths) => quantile(errors.map((error) => error[part]));
  return { ttft: width('ttft'), tpot: width('tpot'), request: width('request') };
}

function quantile(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.ceil(HELD * sorted.length) - 1)] ?? 0;
}
