import { Decimal } from 'decimal.js';
import type { QualityFigure } from '../benchmarks/index.js';
import type { ModelArchitecture, Precision } from '../catalog/index.js';
import { rounded } from './figures.js';
import type { ModelVariant, RejectedModelVariant } from './model-variants.js';
import { plain } from './plan-cost.js';
import type { Placement, Plan } from './plan.schema.js';
import { qualityFaults } from './quality-check.js';
import type { ResolvedWorkload } from './resolve-workload.js';
import { monthly } from './saving.js';
import { cheapest } from './search.js';
import type { Sizings } from './sizings.js';
import type { Variants } from './variants.js';
import type { World } from './world.js';

type Row = Placement['variants'][number];

export interface Placed {
  readonly placement: Placement;
  readonly sizings: Sizings;
  /** USD a month of the cheapest place, where it works but for the budget. */
  readonly usdAboveBudget: number | null;
}
interface PlacedModel extends Placed {
  readonly variants: Variants;
}
interface PlacedVariant extends Placed {
  readonly variant: ModelVariant;
}
type Resolved = ResolvedWorkload & { readonly model: ModelArchitecture };

/** A model and what may be served in its place. */
interface Compared {
  readonly asked: PlacedModel;
  readonly others: readonly PlacedVariant[];
  readonly rejected: readonly RejectedModelVariant[];
  readonly sizingsOf: (model: ModelArchitecture, precision: Precision) => Sizings;
}

/**
 * The cheapest of the model that was asked for and the variants of it that are accepted, with what each would cost.
 *
 * @param chosenModel what is served in any case, because of what the workload shares with others; null: the cheapest
 */
export function withVariants(
  world: World,
  resolved: Resolved,
  compared: Compared,
  chosenModel: string | null,
): Placement {
  const { asked, others } = compared;
  const best =
    chosenModel === null
      ? bestOf([asked, ...others])
      : (others.find(({ variant }) => variant.model.name === chosenModel) ?? asked);
  const { placement } = best;
  const served = placement.plan?.quality ?? null;
  if (placement.plan !== null) assertKeepsQuality(placement.plan, resolved);
  const rows = rowsOf(world, resolved, compared).map((row) => ({
    ...row,
    chosen: served?.model === row.model && placement.plan?.size.precision === row.precision,
  }));
  if (best === asked) return { ...placement, variants: rows };
  return {
    ...placement,
    model: resolved.model.name,
    reason: placement.reason === null ? null : `In place of ${resolved.model.name}: ${placement.reason}`,
    ...(placement.plan === null ? {} : savingAgainst(asked.placement, placement.plan, placement.saving)),
    rejectedPrecisions: asked.placement.rejectedPrecisions,
    variants: rows,
  };
}

/** The cheapest that is placed; where none is, the one that is above the budget by least, else the first. */
function bestOf(all: readonly [Placed, ...Placed[]]): Placed {
  const cheapestBy = (usd: (placed: Placed) => number) =>
    all.reduce((cheaper, other) => (usd(other) < usd(cheaper) ? other : cheaper));
  const placed = cheapestBy(({ placement: { plan } }) => Number(plan?.cost.usdPerMonth ?? Number.POSITIVE_INFINITY));
  if (placed.placement.plan !== null) return placed;
  return cheapestBy(({ usdAboveBudget }) => usdAboveBudget ?? Number.POSITIVE_INFINITY);
}

/** A plan that trades more quality than it may is a fault of ours, and must not be followed. */
function assertKeepsQuality(plan: Plan, { workload, model }: Resolved): void {
  const wrong = qualityFaults(plan, workload, model);
  if (wrong.length > 0) throw new Error(`The plan for "${workload.name}" failed its own check: ${wrong.join(' ')}`);
}

/** The naive choice is that of the model that was asked for: serving another is the first step away from it. */
function savingAgainst(
  { saving: naive }: Placement,
  plan: Plan,
  saving: Placement['saving'],
): Pick<Placement, 'saving' | 'savingAbsent'> {
  if (naive === null) {
    return {
      saving: null,
      savingAbsent: 'The model that was asked for is not placed, so that there is nothing to compare with.',
    };
  }
  const before = new Decimal(naive.naive.cost.usdPerMonth);
  const after = new Decimal(saving?.naive.cost.usdPerMonth ?? plan.cost.usdPerMonth);
  const saved = before.minus(plan.cost.usdPerMonth);
  const step = { lever: 'model variant', usdPerMonth: plain(before.minus(after)), afterUsdPerMonth: plain(after) };
  return {
    saving: {
      definition: naive.definition,
      naive: naive.naive,
      usdPerMonth: plain(saved),
      percent: before.isZero() ? 0 : rounded(saved.div(before).times(100).toNumber(), 4),
      waterfall: [...(after.equals(before) ? [] : [step]), ...(saving?.waterfall ?? [])],
    },
    savingAbsent: null,
  };
}

type Unpriced = Omit<Row, 'chosen' | 'usdPerMonth' | 'savingPercent'>;

function rowsOf(
  world: World,
  resolved: Resolved,
  { asked, others, rejected, sizingsOf }: Compared,
): Omit<Row, 'chosen'>[] {
  const { model, constraints } = resolved;
  const usdOf = (sizings: Sizings, precision: Precision): Decimal | null => {
    const found = cheapest(world, sizings, { constraints, precisions: [precision] });
    return found === null ? null : monthly(found, resolved);
  };
  const published = usdOf(asked.sizings, model.nativePrecision);
  const priced = (row: Unpriced, usd: Decimal | null) => ({
    ...row,
    usdPerMonth: usd === null ? null : plain(usd),
    savingPercent:
      usd === null || published === null || published.isZero()
        ? null
        : rounded(published.minus(usd).div(published).times(100).toNumber(), 4),
  });
  const ofModel = { model: model.name, technique: null };
  return [
    ...asked.variants.accepted.map(({ precision, basis, figure }) =>
      priced({ ...ofModel, precision, ...acceptedAs(basis), ...keeps(figure, basis) }, usdOf(asked.sizings, precision)),
    ),
    ...asked.variants.rejected
      .filter(({ figure }) => figure !== null)
      .map(({ precision, why, figure }) =>
        priced({ ...ofModel, precision, ...refused(why, figure), ...keeps(figure) }, usdOf(asked.sizings, precision)),
      ),
    ...others.flatMap(({ variant, sizings }) =>
      variant.precisions.map(({ precision, basis, figure }) =>
        priced(
          {
            ...{ model: variant.model.name, technique: variant.technique, precision },
            ...acceptedAs(basis),
            ...keeps(figure),
          },
          usdOf(sizings, precision),
        ),
      ),
    ),
    ...rejected.map(({ name, technique, precision, why, figure, model: pruned }) =>
      priced(
        { model: name, technique, precision, ...refused(why, figure), ...keeps(figure) },
        pruned === null || precision === null ? null : usdOf(sizingsOf(pruned, precision), precision),
      ),
    ),
  ];
}

function acceptedAs(basis: NonNullable<Row['basis']>): Pick<Unpriced, 'accepted' | 'reason' | 'basis'> {
  return { accepted: true, reason: null, basis };
}

function refused(reason: string, figure: QualityFigure | null): Pick<Unpriced, 'accepted' | 'reason' | 'basis'> {
  return { accepted: false, reason, basis: figure === null ? null : 'measured' };
}

/** Published weights keep all of their score, and so do wider formats of them. */
function keeps(
  figure: QualityFigure | null,
  basis: Row['basis'] = null,
): Pick<Unpriced, 'retainedPercent' | 'benchmark' | 'method' | 'source'> {
  return {
    retainedPercent: basis === 'native' || basis === 'wider' ? 100 : (figure?.retainedPercent ?? null),
    benchmark: figure?.benchmark ?? null,
    method: figure?.method ?? null,
    source: figure?.source ?? null,
  };
}
