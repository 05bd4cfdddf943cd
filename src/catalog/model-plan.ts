import type { AttentionBlock } from './model-attention.js';
import type { ConfigReader } from './model-config-reader.js';
import type { ExpertBlock, FeedForward } from './model-feed-forward.js';

/** One decoder layer, ready to be counted. */
export interface LayerPlan {
  readonly attention: AttentionBlock;
  /** The dense block, or null where the layer has routed experts. */
  readonly dense: FeedForward | null;
  readonly experts: ExpertBlock | null;
  readonly normParameters: number;
}

/** A whole language model, layer by layer. */
export interface ModelPlan {
  readonly hiddenSize: number;
  readonly vocabularySize: number;
  readonly maxPositions: number | null;
  readonly layers: readonly LayerPlan[];
  readonly finalNormParameters: number;
  readonly outputBiasParameters: number;
}

/** The two figures that every block of a model depends on. */
export interface ModelFrame {
  readonly hiddenSize: number;
  readonly layers: number;
}

/** Reads what all layers share once, then answers for each layer by its index. */
export type PerLayer<Block> = (reader: ConfigReader, frame: ModelFrame) => (layer: number) => Block;

const LAYER_TYPES = ['full_attention', 'sliding_attention', 'chunked_attention', 'linear_attention'] as const;
export type LayerType = (typeof LAYER_TYPES)[number];

function isLayerType(text: string): text is LayerType {
  return LAYER_TYPES.some((known) => known === text);
}

/** The `layer_types` of a config, checked; null where it has none. */
export function statedLayerTypes(reader: ConfigReader, layers: number): LayerType[] | null {
  const stated = reader.optionalTexts('layer_types');
  if (stated === null) return null;
  if (stated.length !== layers) {
    throw reader.error(
      `"layer_types" names ${stated.length} layers, "num_hidden_layers" says ${layers}. Make them agree.`,
    );
  }
  return stated.map((type) => {
    if (isLayerType(type)) return type;
    const known = LAYER_TYPES.join(', ');
    throw reader.error(`"layer_types" has a kind of layer that Pennywatt does not know. It knows ${known}.`);
  });
}
