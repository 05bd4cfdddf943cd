import type { Place } from './place.js';

/** How much two runs of the same kind, but of different models and so on, tell of each other, 0–1. */
const ALIKE = { model: 0.2, generation: 0.85, accelerator: 0.2, engine: 0.05, precision: 0.4, mode: 0.2 } as const;

/** Standard deviations, in logarithms, of what operations leave unexplained: what a model, a kind shares. */
const SPREAD = { model: 0.1, kind: 0.2 } as const;

/** And of what one run shares with those next to it only. */
export const RUN_SPREAD = 0.15;

/** Kinds fade over twice the reach that single runs have. */
export const KIND_FADE = 1 / 8;
export const RUN_FADE = 1 / 2;

/** What two places share, whatever their sizes, and what fades as sizes differ. */
export interface Kinship {
  readonly fixed: number;
  readonly fading: number;
}

export function kinship(one: Place, other: Place): Kinship {
  const shared = (one.engine === other.engine ? 1 : ALIKE.engine) * (one.mode === other.mode ? 1 : ALIKE.mode);
  const sameModel = one.architecture === other.architecture;
  const sameAccelerator = one.acceleratorId === other.acceleratorId;
  const hardware = sameAccelerator ? 1 : one.generation === other.generation ? ALIKE.generation : ALIKE.accelerator;
  const precision = one.precision === other.precision ? 1 : ALIKE.precision;
  return {
    fixed: sameModel ? shared * SPREAD.model ** 2 * hardware : 0,
    fading: SPREAD.kind ** 2 * shared * hardware * (sameModel ? 1 : ALIKE.model) * precision,
  };
}

/** Squared distance of two places' sizes, in reaches. */
export function distance(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < one.length; index += 1) {
    const apart = (one[index] ?? 0) - (other[index] ?? 0);
    sum += apart * apart;
  }
  return sum;
}

/** Covariance of what kinds share at two places. */
export function kindCovariance(one: Place, other: Place): number {
  const { fixed, fading } = kinship(one, other);
  return fixed + fading * kindCorrelation(distance(one.sizes, other.sizes));
}

/** How what fades does so with the squared distance. */
export function kindCorrelation(squared: number): number {
  return Math.exp(-squared * KIND_FADE);
}

/** Correlation of two runs of the same kind, beyond what their kind shares. */
export function runCorrelation(squared: number): number {
  return Math.exp(-squared * RUN_FADE);
}

/** Runs of one kind differ in sizes only. */
export function kindKey({ architecture, acceleratorId, engine, precision, mode }: Place): string {
  return `${architecture}|${acceleratorId}|${engine}|${precision}|${mode}`;
}

/** Entries by the kind that their place is of. */
export function byKind<Entry extends { readonly place: Place }>(entries: readonly Entry[]): Map<string, Entry[]> {
  const kinds = new Map<string, Entry[]>();
  for (const entry of entries) {
    const key = kindKey(entry.place);
    const known = kinds.get(key);
    if (known === undefined) kinds.set(key, [entry]);
    else known.push(entry);
  }
  return kinds;
}
