import type { ModelArchitecture, Precision } from '../catalog/index.js';
import { assumptionsOf } from './assumptions.js';
import { batchSizer } from './batch-sizer.js';
import { notPlacedReason, rejectedOffers, runnersUp } from './explanation.js';
import { usdText } from './figures.js';
import { genericSizer } from './generic-sizer.js';
import { hintsFor } from './hints.js';
import { candidateLabel } from './label.js';
import { leversOf } from './levers.js';
import { looserObjectives } from './looser-objectives.js';
import { modelVariantsOf } from './model-variants.js';
import { naiveChoice } from './naive-choice.js';
import { checkPlan } from './plan-check.js';
import type { Predictions } from './predictions.js';
import { describePlan } from './plan.js';
import type { Placement, Plan } from './plan.schema.js';
import type { ResolvedWorkload } from './resolve-workload.js';
import { savingOf } from './saving.js';
import { search, type SearchResult } from './search.js';
import { Sizings } from './sizings.js';
import { servingSizer } from './serving-sizer.js';
import type { Sizer } from './sizing.js';
import { trainingSizer } from './training-sizer.js';
import { withVariants, type Placed } from './variant-placement.js';
import { lossless, variantsOf, type Variants } from './variants.js';
import type { Workload } from './workload.schema.js';
import type { World } from './world.js';

/**
 * The cheapest place for one workload, proven by looking at every offer, with everything that explains it: of the model
 * that it asks for, or of a variant that it accepts.
 *
 * @throws InputError where a variant is named that is not in the catalog
 */
export function placeWorkload(world: World, resolved: ResolvedWorkload): Placement {
  const { workload, model } = resolved;
  if ((workload.kind !== 'serving' && workload.kind !== 'batch_inference') || model === null) {
    return placeModel(world, resolved, null).placement;
  }
  const variants = variantsOf(workload, model, world.quality);
  const asked = { variants, ...placeModel(world, resolved, variants) };
  const models = modelVariantsOf(workload, model, world.variantQuality);
  const others = models.accepted.map((variant) => ({
    variant,
    ...placeModel(world, { ...resolved, model: variant.model }, { accepted: variant.precisions, rejected: [] }),
  }));
  const sizingsOf = (of: ModelArchitecture, precision: Precision) =>
    new Sizings(sizerFor(workload, of, [precision], world.predictions), meanHoursOf(workload));
  return withVariants(world, { ...resolved, model }, asked, others, models.rejected, sizingsOf);
}

function placeModel(world: World, resolved: ResolvedWorkload, variants: Variants | null): Placed {
  const { workload, model } = resolved;
  const accepted: readonly Precision[] = variants?.accepted.map(({ precision }) => precision) ?? [];
  const sizingsOf = (wanted: Workload) =>
    new Sizings(sizerFor(wanted, model, accepted, world.predictions), meanHoursOf(wanted));
  const sizings = sizingsOf(workload);
  const { precisions } = sizings;
  const result = search(world, sizings, { constraints: resolved.constraints, precisions });
  const plan =
    result.best === null
      ? null
      : describePlan(result.best, resolved, variants?.accepted ?? [], world.predictions.version);
  const overBudget = plan === null ? null : budgetReason(plan, workload, result);
  const placed = plan !== null && overBudget === null;
  if (placed) assertHolds(plan, resolved, world);
  const naive = placed ? naiveChoice(world, resolved, sizings, naivePrecisions(precisions, workload, model)) : null;
  const hints = hintsFor(world, resolved, sizings, variants, precisions, placed ? plan.cost.usdPerMonth : null);
  const placement: Placement = {
    name: workload.name,
    kind: workload.kind,
    team: workload.team ?? null,
    costCentre: workload.costCentre ?? null,
    model: model?.name ?? null,
    status: placed ? 'placed' : 'not_placed',
    reason: placed ? null : (overBudget ?? notPlacedReason(result)),
    plan: placed ? plan : null,
    saving:
      placed && naive !== null
        ? savingOf(world, resolved, sizings, naive, precisions, plan, variants?.accepted ?? [])
        : null,
    savingAbsent: placed && naive === null ? 'The naive choice cannot run this workload on the home cloud.' : null,
    runnersUp: runnersUp(result, resolved),
    rejected: rejectedOffers(result),
    rejectedPrecisions: rejectedPrecisions(variants, model),
    variants: [],
    levers: placed && result.best !== null ? leversOf(result.best, resolved, world.predictions) : [],
    hints: result.best === null ? [...hints, ...looserObjectives(world, resolved, sizingsOf)] : hints,
    assumptions: placed ? assumptionsOf(workload, plan) : [],
  };
  return { placement, sizings, usdAboveBudget: placed || plan === null ? null : Number(plan.cost.usdPerMonth) };
}

/** More bits than the published weights have would only cost more: not worth a line. */
function rejectedPrecisions(
  variants: Variants | null,
  model: ModelArchitecture | null,
): Placement['rejectedPrecisions'] {
  return (variants?.rejected ?? [])
    .filter(({ precision }) => model === null || precision === model.nativePrecision || !lossless(model, precision))
    .map(({ precision, why }) => ({ precision, why }));
}

function meanHoursOf(workload: Workload): number | null {
  return 'meanHoursBetweenInterruptions' in workload ? (workload.meanHoursBetweenInterruptions ?? null) : null;
}

function sizerFor(
  workload: Workload,
  model: ModelArchitecture | null,
  precisions: readonly Precision[],
  predictions: Predictions,
): Sizer {
  if (workload.kind === 'generic') return genericSizer(workload);
  if (model === null) throw new Error(`The workload ${workload.name} was resolved without its model.`);
  switch (workload.kind) {
    case 'serving':
      return servingSizer(workload, model, precisions, predictions);
    case 'batch_inference':
      return batchSizer(workload, model, precisions, predictions);
    case 'training':
    case 'fine_tuning':
      return trainingSizer(workload, model, predictions);
  }
}

/** Whoever does not look around takes the weights as they are published. */
function naivePrecisions(
  precisions: readonly (Precision | null)[],
  { kind }: Workload,
  model: ModelArchitecture | null,
): readonly (Precision | null)[] {
  const isInference = kind === 'serving' || kind === 'batch_inference';
  return isInference && model !== null ? [model.nativePrecision] : precisions;
}

function budgetReason({ cost }: Plan, workload: Workload, { best }: SearchResult): string | null {
  const limit =
    'maxUsdPerMonth' in workload ? workload.maxUsdPerMonth : 'maxUsd' in workload ? workload.maxUsd : undefined;
  const usd = workload.kind === 'serving' ? cost.usdPerMonth : (cost.usdPerRun ?? cost.usdPerMonth);
  if (limit === undefined || best === null || Number(usd) <= limit) return null;
  return (
    `The cheapest place that works costs ${usdText(usd)} USD, the budget is ${limit} USD: ${candidateLabel(best)}. ` +
    'Raise the budget, or accept one of the hints.'
  );
}

/** A plan that fails its own check is a fault of ours, and must not be followed. */
function assertHolds(plan: Plan, resolved: ResolvedWorkload, world: World): void {
  const wrong = checkPlan(plan, resolved, world);
  if (wrong.length > 0) {
    throw new Error(`The plan for "${resolved.workload.name}" failed its own check: ${wrong.join(' ')}`);
  }
}
