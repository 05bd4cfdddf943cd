import type { ModelArchitecture, Precision } from '../../catalog/index.js';
import { modelVariantsOf } from '../model-variants.js';
import type { PlaceableOffer } from '../placeable-offer.js';
import { runsOnAndOn } from '../plan-cost.js';
import type { ResolvedWorkload } from '../resolve-workload.js';
import { monthly } from '../saving.js';
import { everyPlace, type Candidate } from '../search.js';
import { variantsOf } from '../variants.js';
import { sizingsOf } from '../workload-sizings.js';
import type { World } from '../world.js';

/** A place that a workload may take, with the model that would be served there. */
export interface WorkloadPlace {
  readonly candidate: Candidate;
  /** Null where the workload has none. */
  readonly model: string | null;
  readonly usdPerMonth: number;
}

/**
 * Every place that may be a workload's in some choice with others, of its model and of each variant that it accepts, the
 * cheapest first: of offers of one pool between which the limits make no difference only the cheapest.
 */
export function placesOfWorkload(
  world: World,
  resolved: ResolvedWorkload,
  kindOf: (placeable: PlaceableOffer) => string,
): WorkloadPlace[] {
  const places = served(world, resolved).flatMap(({ model, accepted }) => {
    const sizings = sizingsOf(world, resolved.workload, model, accepted);
    const scope = { constraints: resolved.constraints, precisions: sizings.precisions };
    const of = { ...resolved, model };
    return everyPlace(world, sizings, scope, kindOf).flatMap((candidate) => {
      const usd = monthly(candidate, of).toNumber();
      return isWithinOwnBudget(candidate, usd, resolved)
        ? [{ candidate, model: model?.name ?? null, usdPerMonth: usd }]
        : [];
    });
  });
  return places.sort((one, other) => one.usdPerMonth - other.usdPerMonth);
}

interface Served {
  readonly model: ModelArchitecture | null;
  readonly accepted: readonly Precision[];
}

function served(world: World, { workload, model }: ResolvedWorkload): Served[] {
  if ((workload.kind !== 'serving' && workload.kind !== 'batch_inference') || model === null) {
    return [{ model, accepted: [] }];
  }
  const precisionsOf = (variants: readonly { readonly precision: Precision }[]) =>
    variants.map(({ precision }) => precision);
  return [
    { model, accepted: precisionsOf(variantsOf(workload, model, world.quality).accepted) },
    ...modelVariantsOf(workload, model, world.variantQuality).accepted.map((variant) => ({
      model: variant.model,
      accepted: precisionsOf(variant.precisions),
    })),
  ];
}

function isWithinOwnBudget(candidate: Candidate, usdPerMonth: number, { workload }: ResolvedWorkload): boolean {
  if ('maxUsdPerMonth' in workload && workload.maxUsdPerMonth !== undefined) {
    return usdPerMonth <= workload.maxUsdPerMonth;
  }
  if ('maxUsd' in workload && workload.maxUsd !== undefined) {
    return (runsOnAndOn(workload) ? usdPerMonth : candidate.usd) <= workload.maxUsd;
  }
  return true;
}
