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
