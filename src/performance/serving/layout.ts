/** How one copy of a model lies over accelerators while prompts or new tokens are worked on. */
export interface Layout {
  /** Accelerators that share each attention head group and dense matrix. */
  readonly tensor: number;
  /** Copies of the attention, each with its share of the requests (data-parallel attention). */
  readonly attentionCopies: number;
  /** Accelerators that share each routed expert. */
  readonly expertTensor: number;
  /** Groups that the routed experts are dealt out to. */
  readonly expertParallel: number;
}

export function acceleratorsOf({ tensor, attentionCopies }: Layout): number {
  return tensor * attentionCopies;
}

/** So many accelerators with so many copies of the attention, the experts dealt out to at most all of them. */
export function layoutOf(attentionCopies: number, accelerators: number, expertParallel: number): Layout {
  const dealt = Math.max(1, Math.min(expertParallel, accelerators));
  return {
    tensor: Math.max(1, accelerators / attentionCopies),
    attentionCopies,
    expertTensor: Math.max(1, Math.floor(accelerators / dealt)),
    expertParallel: dealt,
  };
}
