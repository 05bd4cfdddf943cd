import type { ConfigReader } from './model-config-reader.js';
import { statedLayerTypes } from './model-plan.js';

/** Tokens that each layer attends to; null: all. */
export type WindowRule = (reader: ConfigReader, layers: number) => (layer: number) => number | null;

export const everyLayerFull: WindowRule = () => () => null;

/** Mistral and Phi-3: one window for all layers, switched off by leaving it out or beyond the context. */
export const windowWhenStated: WindowRule = (reader) => {
  const window = reader.optionalSize('sliding_window');
  const positions = reader.optionalSize('max_position_embeddings');
  const limits = window !== null && (positions === null || window < positions);
  return () => (limits ? window : null);
};

/** Qwen: a window only where it is switched on, and only in the layers above `max_window_layers`. */
export const windowInUpperLayers: WindowRule = (reader, layers) => {
  if (!reader.flag('use_sliding_window', false)) return () => null;
  const window = reader.size('sliding_window');
  const types = statedLayerTypes(reader, layers);
  const firstSliding = reader.optionalCount('max_window_layers') ?? layers;
  return (layer) => ((types ? types[layer] === 'sliding_attention' : layer >= firstSliding) ? window : null);
};

/** Sliding layers with a full one at every nth place, unless the config names each layer's type. */
export function everyNthLayerFull(nth: number, ...patternFields: string[]): WindowRule {
  return (reader, layers) => {
    const window = reader.size('sliding_window');
    const types = statedLayerTypes(reader, layers);
    const [first, ...others] = patternFields;
    const interval = (first === undefined ? null : reader.optionalSize(first, ...others)) ?? nth;
    return (layer) => {
      const full = types ? types[layer] === 'full_attention' : (layer + 1) % interval === 0;
      return full ? null : window;
    };
  };
}

/** Llama 4: layers with rotary positions attend within their chunk only, those without to everything. */
export const chunksInRotaryLayers: WindowRule = (reader, layers) => {
  const chunk = reader.size('attention_chunk_size');
  const types = statedLayerTypes(reader, layers);
  const rotary = reader.optionalCounts('no_rope_layers');
  if (rotary !== null && rotary.length > 0 && rotary.length !== layers) {
    throw reader.error(`"no_rope_layers" has ${rotary.length} entries for ${layers} layers. Make them agree.`);
  }
  const interval = reader.optionalSize('no_rope_layer_interval') ?? 4;
  return (layer) => {
    if (types) return types[layer] === 'full_attention' ? null : chunk;
    if (rotary !== null && rotary.length > 0) return rotary[layer] === 0 ? null : chunk;
    return (layer + 1) % interval === 0 ? null : chunk;
  };
};
