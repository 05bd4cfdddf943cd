import type { ModelArchitecture, Precision } from '../catalog/index.js';
import { assumptionsOf } from './assumptions.js';
import { notPlacedReason, rejectedOffers, runnersUp } from './explanation.js';
import { usdText } from './figures.js';
import { hintsFor } from './hints.js';
import { candidateLabel } from './label.js';
import { leversOf } from './levers.js';
import { looserObjectives } from './looser-objectives.js';
import { modelVariantsOf } from './model-variants.js';
import { naiveChoice } from './naive-choice.js';
import { checkPlan } from './plan-check.js';
import { describePlan } from './plan.js';
import type { Placement, Plan } from './plan.schema.js';
import type { ResolvedWorkload } from './resolve-workload.js';
import { savingOf } from './saving.js';
import { search, type Candidate, type SearchResult } from './search.js';
import { withVariants, type Placed } from './variant-placement.js';
import { lossless, variantsOf, type Variants } from './variants.js';
import type { Workload } from './workload.schema.js';
import { sizingsOf } from './workload-sizings.js';
import type { World } from './world.js';

/** Where a workload goes because of what it shares with others. */
export type ChosenPlace =
  | {
      readonly place: Candidate;
      /** That is served there; null where the workload has none. */
      readonly model: string | null;
    }
  | { readonly place: null; readonly model: null; readonly why: string };

/**
 * The cheapest place for one workload, proven by looking at every offer, with everything that explains it: of the model
 * that it asks for, or of a variant that it accepts.
 *
 * @param chosen where it goes because of what it shares with other workloads; null: it is alone
 * @throws InputError where a variant is named that is not in the catalog
 */
export function placeWorkload(world: World, resolved: ResolvedWorkload, chosen: ChosenPlace | null = null): Placement {
  const { workload, model } = resolved;
  if ((workload.kind !== 'serving' && workload.kind !== 'batch_inference') || model === null) {
    return placeModel(world, resolved, null, chosen).placement;
  }
  const variants = variantsOf(workload, model, world.quality);
  const within = (served: ModelArchitecture) =>
    chosen?.model === served.name || chosen?.place === null ? chosen : null;
  const asked = { variants, ...placeModel(world, resolved, variants, within(model)) };
  const models = modelVariantsOf(workload, model, world.variantQuality);
  const others = models.accepted.map((variant) => ({
    variant,
    ...placeModel(
      world,
      { ...resolved, model: variant.model },
      { accepted: variant.precisions, rejected: [] },
      within(variant.model),
    ),
  }));
  const sizings = (of: ModelArchitecture, precision: Precision) => sizingsOf(world, workload, of, [precision]);
  const compared = { asked, others, rejected: models.rejected, sizingsOf: sizings };
  return withVariants(world, { ...resolved, model }, compared, chosen?.model ?? null);
}

function placeModel(
  world: World,
  resolved: ResolvedWorkload,
  variants: Variants | null,
  chosen: ChosenPlace | null,
): Placed {
  const { workload, model } = resolved;
  const accepted: readonly Precision[] = variants?.accepted.map(({ precision }) => precision) ?? [];
  const sizings = sizingsOf(world, workload, model, accepted);
  const { precisions } = sizings;
  const result = search(world, sizings, { constraints: resolved.constraints, precisions }, chosen?.place ?? null);
  const noRoom = result.best !== null && chosen?.place === null ? chosen.why : null;
  const plan =
    result.best === null || noRoom !== null
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
    reason: placed ? null : (overBudget ?? noRoom ?? notPlacedReason(result)),
    plan: placed ? plan : null,
    saving:
      placed && naive !== null
        ? savingOf(world, resolved, sizings, naive, precisions, plan, variants?.accepted ?? [], chosen !== null)
        : null,
    savingAbsent: placed && naive === null ? 'The naive choice cannot run this workload on the home cloud.' : null,
    runnersUp: runnersUp(result, resolved),
    rejected: rejectedOffers(result),
    rejectedPrecisions: rejectedPrecisions(variants, model),
    variants: [],
    levers: placed && result.best !== null ? leversOf(result.best, resolved, world.predictions) : [],
    hints:
      result.best === null
        ? [...hints, ...looserObjectives(world, resolved, (wanted) => sizingsOf(world, wanted, model, accepted))]
        : hints,
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
