import type { ConfigReader } from './model-config-reader.js';

/**
 * The image encoder and projector that Meta publishes with Llama 4 Scout and Maverick alike; used where a config
 * names the wrapper but leaves `vision_config` out. Counted so, Scout has the 108,641,793,536 parameters of its
 * checkpoint.
 */
const LLAMA4_VISION = {
  hidden_size: 1408,
  num_hidden_layers: 34,
  intermediate_size: 5632,
  image_size: 336,
  patch_size: 14,
  num_channels: 3,
  projector_input_dim: 4096,
  projector_output_dim: 4096,
  vision_output_dim: 4096,
};

/** Parameters of Llama 4's image encoder and of its projector into the language model. */
export function llama4VisionParameters(wrapper: ConfigReader, textHiddenSize: number): number {
  const vision = wrapper.optionalObject('vision_config')?.withDefaults(LLAMA4_VISION);
  const of = (key: keyof typeof LLAMA4_VISION): number => vision?.size(key) ?? LLAMA4_VISION[key];
  const width = of('hidden_size');
  const inner = of('intermediate_size');
  const patch = of('patch_size');
  const positions = Math.floor(of('image_size') / patch) ** 2 + 1;
  const embedding = of('num_channels') * patch * patch * width + width + positions * width;
  const attention = 4 * (width * width + width);
  const feedForward = 2 * width * inner + inner + width;
  const norms = 4 * width;
  const adapter = inner * of('projector_input_dim') + of('projector_input_dim') * of('projector_output_dim');
  const projector = of('vision_output_dim') * textHiddenSize;
  return embedding + of('num_hidden_layers') * (attention + feedForward + norms) + norms + adapter + projector;
}
