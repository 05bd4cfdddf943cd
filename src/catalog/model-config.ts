import type { ModelArchitecture } from './model-architecture.js';
import { ModelConfigError } from './model-config-error.js';
import { ConfigReader } from './model-config-reader.js';
import { attentionGroups, countParameters, expertSummary } from './model-count.js';
import { knownModelTypes, llamaLikeFamily, modelFamily } from './model-families.js';
import type { ModelFamily } from './model-family.js';
import type { LayerPlan, ModelPlan } from './model-plan.js';
import { flopsPerToken, kvCacheBytesPerToken, stateBytesPerRequest } from './model-memory.js';
import { nativeFormat } from './model-quantization.js';
import { llama4VisionParameters } from './model-vision.js';

/** Far beyond any model; keeps a mistyped figure from being counted layer by layer for minutes. */
const MOST_LAYERS = 2000;

/** The parts of a wrapper's config that can hold the language model. */
const TEXT_PARTS = ['text_config', 'llm_config', 'language_config'];

/**
 * Derives a model's architecture from its Hugging Face `config.json`, given as parsed JSON.
 *
 * @param config the parsed file
 * @param name what to call the model; else the file's `_name_or_path`, else its `model_type`
 * @param source where the config comes from
 * @throws ModelConfigError naming the field that is missing, odd or not supported, and the next step
 */
export function parseModelConfig(config: unknown, name?: string, source = 'config.json as given'): ModelArchitecture {
  const whole = ConfigReader.of(config, name ? `config.json of ${name}` : 'config.json');
  const part = TEXT_PARTS.find((key) => whole.has(key));
  const text = (part === undefined ? null : whole.optionalObject(part)) ?? whole;
  const modelType = whole.text('model_type');
  const family = familyOf(whole, text, modelType);
  const reader = text.withDefaults(family.defaults ?? {});
  const plan = planModel(reader, family);
  const format = nativeFormat(whole, text);
  const tied =
    whole.optionalFlag('tie_word_embeddings') ??
    text.optionalFlag('tie_word_embeddings') ??
    family.tiedByDefault ??
    false;
  const count = countParameters(plan, tied, format.keeps);
  const vision = visionOf(whole, text, modelType, plan.hiddenSize);
  const total = count.total + vision.parameters;
  const keptIn16Bit = total - count.quantizable;
  const experts = expertSummary(plan.layers);
  const defaults = reader.defaultedFields;
  const model: ModelArchitecture = {
    name: name ?? (whole.optionalText('_name_or_path') || modelType),
    modelType,
    layers: plan.layers.length,
    hiddenSize: plan.hiddenSize,
    vocabularySize: plan.vocabularySize,
    maxPositions: plan.maxPositions,
    tiedEmbeddings: tied,
    attention: attentionGroups(plan.layers),
    experts,
    totalParameters: total,
    activeParameters: count.active,
    embeddingParameters: count.embedding,
    nativePrecision: format.precision,
    source,
    publisherCountsActive: family.publisherCountsActive ?? 'with_embeddings',
    weights: {
      lookupParameters: count.lookup,
      keptIn16BitParameters: keptIn16Bit,
      nativeBytes: Math.round(
        format.quantized ? keptIn16Bit * 2 + count.quantizable * format.bytesPerWeight : total * format.bytesPerWeight,
      ),
      visionParameters: vision.parameters,
    },
    notes: [
      ...activeCountNotes(family, experts !== null),
      ...(vision.note ? [vision.note] : []),
      ...(family.note ? [family.note] : []),
      ...(format.note ? [format.note] : []),
      ...(defaults.length > 0
        ? [`Not in the config, taken from the defaults of ${modelType}: ${defaults.join(', ')}.`]
        : []),
    ],
  };
  // Sizes that pass one by one can still multiply to figures that a double no longer holds exactly.
  const figures = [total, flopsPerToken(model), kvCacheBytesPerToken(model), stateBytesPerRequest(model)];
  if (figures.every(Number.isSafeInteger)) return model;
  throw whole.error('its figures multiply to more parameters than any model has. Correct the sizes.');
}

/** Says how the model card counts active parameters, where that differs from our count. */
function activeCountNotes(family: ModelFamily, hasExperts: boolean): string[] {
  const counted = family.publisherCountsActive ?? 'with_embeddings';
  if (counted === 'with_embeddings' || !hasExperts) return [];
  const leftOut = {
    without_input_embedding: 'the input embedding, which is only looked up',
    without_embeddings: 'input embedding and output layer',
  }[counted];
  return [`The model cards of this family leave ${leftOut} out of the active parameters; here both are counted.`];
}

/** The language model's own type decides; a wrapper whose part states none is known by the wrapper's. */
function familyOf(whole: ConfigReader, text: ConfigReader, modelType: string): ModelFamily {
  const textType = text.optionalText('model_type') ?? modelType;
  const family = modelFamily(textType) ?? llamaLikeFamily(text, textType);
  if (family) return family;
  throw new ModelConfigError(
    `${whole.error(`Pennywatt does not know how the layers of this "model_type" are built, so it will not guess its size.`).message} ` +
      `If they are the same as those of a type it knows, set "model_type" to that one. It knows: ${knownModelTypes().join(', ')}.`,
  );
}

function planModel(reader: ConfigReader, family: ModelFamily): ModelPlan {
  const hiddenSize = reader.size('hidden_size');
  const layerCount = reader.size('num_hidden_layers');
  if (layerCount > MOST_LAYERS) {
    throw reader.error(
      `"num_hidden_layers" is ${layerCount}; more than ${MOST_LAYERS} is taken for a mistake. Correct it.`,
    );
  }
  const frame = { hiddenSize, layers: layerCount };
  const normParameters = family.normBias ? 2 * hiddenSize : hiddenSize;
  const attentionOf = family.attention(reader, frame);
  const feedForwardOf = family.feedForward(reader, frame);
  const vocabularySize = reader.size('vocab_size');
  const layers = Array.from({ length: layerCount }, (_, index): LayerPlan => {
    return {
      attention: attentionOf(index),
      ...feedForwardOf(index),
      normParameters: (family.normsPerLayer ?? 2) * normParameters,
    };
  });
  return {
    hiddenSize,
    vocabularySize,
    maxPositions: reader.optionalSize('max_position_embeddings'),
    layers,
    finalNormParameters: normParameters,
    outputBiasParameters: family.outputBias?.(reader) ? vocabularySize : 0,
  };
}

/** Llama 4's image encoder is counted; of other wrappers only the language model is, and the notes say so. */
function visionOf(whole: ConfigReader, text: ConfigReader, modelType: string, hiddenSize: number) {
  if (text === whole && !whole.has('vision_config')) return { parameters: 0, note: null };
  if (modelType === 'llama4') {
    const parameters = llama4VisionParameters(whole, hiddenSize);
    const origin = whole.has('vision_config')
      ? ''
      : ', taken from the published Llama 4 models as the config has no "vision_config"';
    return {
      parameters,
      note: `The total counts the image encoder (${parameters} parameters${origin}); a text token does not touch it.`,
    };
  }
  return {
    parameters: 0,
    note: 'Only the language model is counted: an image or sound encoder of the checkpoint comes on top.',
  };
}
