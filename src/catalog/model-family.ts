import type { ActiveCount } from './model-architecture.js';
import type { AttentionBlock } from './model-attention.js';
import type { ConfigReader } from './model-config-reader.js';
import type { FeedForwardPlan } from './model-feed-forward-readers.js';
import type { PerLayer } from './model-plan.js';

/** What sets one family of decoders apart; everything else is the same for all of them. */
export interface ModelFamily {
  readonly attention: PerLayer<AttentionBlock>;
  readonly feedForward: PerLayer<FeedForwardPlan>;
  /** Norms as wide as the model in each layer (default 2). */
  readonly normsPerLayer?: number;
  /** LayerNorm with a bias beside its scale; else one vector per norm. */
  readonly normBias?: boolean;
  /** One number per token of the vocabulary, added by the output layer. */
  readonly outputBias?: (reader: ConfigReader) => boolean;
  /** How active parameters are counted to agree with the family's model cards; absent: with embeddings. */
  readonly publisherCountsActive?: ActiveCount;
  /** What a config means that does not state `tie_word_embeddings`. */
  readonly tiedByDefault?: boolean;
  /** Values that published configs of the family leave out. */
  readonly defaults?: Readonly<Record<string, number>>;
  readonly note?: string;
}

/** For families whose checkpoints hold such heads. */
export const MTP_NOTE = 'Multi-token-prediction heads are not counted.';
