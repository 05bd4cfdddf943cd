/**
 * Which accelerators serve a mix of request sizes at the least cost: the formulation of Mélange (Griggs et al., 2024,
 * arXiv 2404.14527), except that the requests of a size may be split over several types in any shares. Only the numbers of
 * instances are whole.
 */
export interface MixProblem {
  readonly types: readonly MixType[];
  /** Instances of each type that the requests of each bucket keep busy: `loads[bucket][type]`; `Infinity` where it cannot. */
  readonly loads: readonly (readonly number[])[];
}

export interface MixType {
  readonly name: string;
  /** Of an instance that is not owned, in whatever money and time the answer shall be in. */
  readonly cost: number;
  /** Instances that are there and cost nothing more. */
  readonly owned: number;
  /** Most instances, owned ones included; `Infinity` where there is no limit. */
  readonly most: number;
}
