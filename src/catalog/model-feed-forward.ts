/** Matrices and small parameters (biases) of one feed-forward block or expert. */
export interface FeedForward {
  readonly matrixParameters: number;
  readonly smallParameters: number;
}

/** The routed experts of one layer. */
export interface ExpertBlock {
  readonly count: number;
  readonly perToken: number;
  readonly expert: FeedForward;
  /** Shared experts together; they see every token. */
  readonly sharedCount: number;
  readonly shared: FeedForward;
  /** Router weights with their biases, and the gate of the shared expert where there is one. */
  readonly routerParameters: number;
}

const NOTHING: FeedForward = { matrixParameters: 0, smallParameters: 0 };

/** Gate, up and down projection (SwiGLU, GeGLU). */
export function gatedFeedForward(hiddenSize: number, width: number, bias = false): FeedForward {
  return { matrixParameters: 3 * hiddenSize * width, smallParameters: bias ? 2 * width + hiddenSize : 0 };
}

/** Up and down projection. */
export function plainFeedForward(hiddenSize: number, width: number, bias: boolean): FeedForward {
  return { matrixParameters: 2 * hiddenSize * width, smallParameters: bias ? width + hiddenSize : 0 };
}

export interface ExpertsDescription {
  readonly hiddenSize: number;
  readonly count: number;
  readonly perToken: number;
  readonly width: number;
  readonly bias?: boolean;
  readonly sharedCount?: number;
  /** Width of all shared experts together. */
  readonly sharedWidth?: number;
  readonly sharedGate?: boolean;
  /** One number per expert added to the router's scores. */
  readonly routerBias?: boolean;
}

export function expertBlock(e: ExpertsDescription): ExpertBlock {
  const sharedWidth = e.sharedWidth ?? 0;
  return {
    count: e.count,
    perToken: e.perToken,
    expert: gatedFeedForward(e.hiddenSize, e.width, e.bias),
    sharedCount: sharedWidth > 0 ? (e.sharedCount ?? 1) : 0,
    shared: sharedWidth > 0 ? gatedFeedForward(e.hiddenSize, sharedWidth) : NOTHING,
    routerParameters: e.hiddenSize * e.count + (e.routerBias ? e.count : 0) + (e.sharedGate ? e.hiddenSize : 0),
  };
}
