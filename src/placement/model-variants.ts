import type { KnownVariant, QualityFigure, VariantQuality, VariantTechnique } from '../benchmarks/index.js';
import { findModel, modelNamed, prunedToExperts, type ModelArchitecture, type Precision } from '../catalog/index.js';
import { InputError } from '../platform/index.js';
import { belowFloor, leastAlteredFirst, lossless, type Variant } from './variants.js';
import type { BatchWorkload, ServingWorkload } from './workload.schema.js';

/** A pruned model or a student that may be served in place of the model that was asked for. */
export interface ModelVariant {
  readonly model: ModelArchitecture;
  /** Null where it is not known to come from the model: the user says so. */
  readonly technique: VariantTechnique | null;
  /** The least altered first; never empty. */
  readonly precisions: readonly Variant[];
}

export interface RejectedModelVariant {
  readonly name: string;
  /** Null where its shape is not known. */
  readonly model: ModelArchitecture | null;
  readonly technique: VariantTechnique | null;
  readonly precision: Precision | null;
  readonly why: string;
  readonly figure: QualityFigure | null;
}

export interface ModelVariants {
  readonly accepted: readonly ModelVariant[];
  readonly rejected: readonly RejectedModelVariant[];
}

type Wishes = Pick<ServingWorkload | BatchWorkload, 'name' | 'precisions' | 'qualityFloor' | 'variants'>;

/** One that was measured, or that the workload names, or both. */
interface Candidate {
  /** As the measurements call it. */
  readonly name: string;
  readonly model: ModelArchitecture | null;
  readonly technique: VariantTechnique | null;
  readonly named: boolean;
}

/** How measurements call the model with fewer of its experts. */
const WITH_EXPERTS = /^(\d+) experts$/;
const NOT_ASKED = 'it is not among the accepted variants';

/**
 * Which pruned models and students a workload accepts. Quality is never traded below the floor; without a measurement a
 * variant is accepted by name alone, and pruning beyond what was measured not even so.
 *
 * @throws InputError where a name is not in the catalog
 */
export function modelVariantsOf(workload: Wishes, base: ModelArchitecture, quality: VariantQuality): ModelVariants {
  const accepted: ModelVariant[] = [];
  const rejected: RejectedModelVariant[] = [];
  const known = quality.of(base.name);
  for (const candidate of candidates(workload, base, known)) {
    const { name, model, technique } = candidate;
    const refuse = (why: string, precision: Precision | null, figure: QualityFigure | null) =>
      rejected.push({ name: model?.name ?? name, model, technique, precision, why, figure });
    const impossible = whyNot(name, model, base, known);
    if (model === null || impossible !== null) {
      refuse(impossible ?? 'its shape is not known', null, null);
      continue;
    }
    const precisions: Variant[] = [];
    for (const precision of asked(workload, model, (at) => quality.figure(base.name, name, at) !== null)) {
      const measuredAt = lossless(model, precision) ? model.nativePrecision : precision;
      const figure = quality.figure(base.name, name, measuredAt, workload.qualityFloor?.benchmark);
      const verdict = judge(workload, candidate, base, precision, figure);
      if (typeof verdict === 'string') refuse(verdict, precision, figure);
      else precisions.push({ precision, basis: verdict.basis, figure, technique });
    }
    if (precisions.length > 0) accepted.push({ model, technique, precisions });
  }
  return { accepted, rejected };
}

function candidates(
  { name: workload, variants }: Wishes,
  base: ModelArchitecture,
  known: readonly KnownVariant[],
): readonly Candidate[] {
  const names = new Set(Array.isArray(variants) ? variants.map((each) => keyOf(workload, each)) : []);
  const measured = known.map(({ name, technique }) => ({
    name,
    technique,
    model: architectureOf(name, base),
    named: names.has(name),
  }));
  const others = [...names].filter((name) => known.every((variant) => variant.name !== name));
  return [
    ...measured,
    ...others.map((name) => ({
      name,
      technique: WITH_EXPERTS.test(name) ? ('pruning' as const) : null,
      model: architectureOf(name, base),
      named: true,
    })),
  ];
}

/** As the measurements would call it. */
function keyOf(workload: string, variant: string | { readonly experts: number }): string {
  if (typeof variant !== 'string') return `${variant.experts} experts`;
  try {
    return modelNamed(variant).name;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`Workload "${workload}", variants: ${error.message}`, { cause: error });
  }
}

function architectureOf(name: string, base: ModelArchitecture): ModelArchitecture | null {
  const experts = expertsIn(name);
  return experts === null ? findModel(name) : prunedToExperts(base, experts);
}

function expertsIn(name: string): number | null {
  const found = WITH_EXPERTS.exec(name);
  return found === null ? null : Number(found[1]);
}

/** Why a variant cannot be, whatever the workload accepts; null where it can. */
function whyNot(
  name: string,
  model: ModelArchitecture | null,
  base: ModelArchitecture,
  known: readonly KnownVariant[],
): string | null {
  if (model?.name === base.name) return 'it is the model itself';
  const experts = expertsIn(name);
  if (experts === null) return null;
  if (base.experts === null) return `${base.name} has no routed experts to prune`;
  const { count, perToken } = base.experts;
  if (experts >= count) return `${base.name} has ${count} experts: none would be pruned`;
  if (experts < perToken) return `a token goes through ${perToken} experts`;
  const measured = known.flatMap((variant) => expertsIn(variant.name) ?? []);
  const fewest = Math.min(...measured);
  if (measured.length === 0) return `nobody measured what pruning the experts of ${base.name} costs`;
  if (experts >= fewest) return null;
  return `it is pruned beyond what was measured: down to ${fewest} of ${count} experts`;
}

/** Precisions at which a variant is looked at, the least altered first. */
function asked({ precisions }: Wishes, model: ModelArchitecture, measured: (precision: Precision) => boolean) {
  const inOrder = leastAlteredFirst(model.nativePrecision);
  if (Array.isArray(precisions)) return inOrder.filter((precision) => precisions.includes(precision));
  const altered = precisions === 'measured' ? measured : () => false;
  return inOrder.filter((precision) => precision === model.nativePrecision || altered(precision));
}

function judge(
  { variants, precisions, qualityFloor }: Wishes,
  { model, named }: Candidate,
  base: ModelArchitecture,
  precision: Precision,
  figure: QualityFigure | null,
): { readonly basis: 'measured' | 'accepted_by_name' } | string {
  if (!named && variants !== 'measured') return NOT_ASKED;
  if (figure !== null) return belowFloor(figure, qualityFloor) ?? { basis: 'measured' };
  const byName = model !== null && (lossless(model, precision) || Array.isArray(precisions));
  if (named && byName) return { basis: 'accepted_by_name' };
  const on = qualityFloor?.benchmark === undefined ? '' : ` on ${qualityFloor.benchmark}`;
  return `its quality in ${precision} has not been measured${on} against ${base.name}`;
}
