import { Decimal } from 'decimal.js';
import type { Placement } from '../placement/index.js';
import { columns } from './columns.js';
import { short } from './figure-text.js';

type Variant = Placement['variants'][number];

const HEADING = ['model', 'precision', 'USD a month', 'saves', 'quality', 'source'];
const NUMBERS = new Set([2, 3]);
const HOW: Readonly<Record<NonNullable<Variant['technique']>, string>> = {
  pruning: 'pruned',
  distillation: 'distilled',
  pruning_and_distillation: 'pruned and distilled',
};

/** What each variant would cost and keep; what the plan serves is marked. Nothing where there is no choice to speak of. */
export function variantRows(variants: readonly Variant[]): string[] {
  if (variants.length < 2) return [];
  const rows = variants.map((variant) => [
    `${mark(variant)} ${variant.model}${variant.technique === null ? '' : ` (${HOW[variant.technique]})`}`,
    variant.precision ?? '–',
    variant.usdPerMonth === null ? 'nowhere' : new Decimal(variant.usdPerMonth).toFixed(2),
    variant.savingPercent === null ? '–' : `${short(variant.savingPercent)} %`,
    qualityOf(variant),
    variant.source ?? '',
  ]);
  return [
    '  variants   each in its cheapest place, beside the published weights (* served, − not accepted)',
    ...columns([HEADING, ...rows], NUMBERS).map((line) => `    ${line}`.trimEnd()),
  ];
}

function mark({ chosen, accepted }: Variant): string {
  if (chosen) return '*';
  return accepted ? ' ' : '−';
}

function qualityOf({ basis, reason, retainedPercent, benchmark }: Variant): string {
  if (reason !== null && retainedPercent === null) return reason;
  const kept = keptText(basis, retainedPercent, benchmark);
  // A figure below the floor is in the reason already.
  if (reason === null) return kept;
  return reason.startsWith('it keeps') ? reason : `${kept}; ${reason}`;
}

function keptText(basis: Variant['basis'], retainedPercent: number | null, benchmark: string | null): string {
  if (basis === 'native') return 'as published';
  if (basis === 'wider') return 'wider than published, nothing lost';
  if (retainedPercent === null) return 'not measured, accepted by name';
  return `keeps ${short(retainedPercent)} % on ${benchmark ?? 'a benchmark'}`;
}
