import {
  gatedDeltaAttention,
  groupedAttention,
  latentAttention,
  lightningAttention,
  type AttentionBlock,
  type GroupedAttention,
} from './model-attention.js';
import type { ConfigReader } from './model-config-reader.js';
import { statedLayerTypes, type ModelFrame, type PerLayer } from './model-plan.js';
import { everyLayerFull, type WindowRule } from './model-windows.js';

export interface GroupedTraits {
  /** `stated`: the field `attention_bias` decides, `unless-denied` the same with true as its default. */
  readonly bias?: 'none' | 'stated' | 'unless-denied' | 'use-bias' | 'query-key-value' | 'stated-query-key-value';
  readonly norm?: GroupedAttention['queryKeyNorm'] | ((reader: ConfigReader) => GroupedAttention['queryKeyNorm']);
  readonly windows?: WindowRule;
  readonly sinks?: boolean;
  readonly outputGate?: boolean;
  /** Older configs leave `num_key_value_heads` out where every query head has its own. */
  readonly keyValueHeadsDefaultToHeads?: boolean;
}

interface Heads {
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
}

function readHeads(reader: ConfigReader, frame: ModelFrame, traits: GroupedTraits, headDimPreset: boolean): Heads {
  const heads = reader.size('num_attention_heads');
  const kvHeads =
    (traits.keyValueHeadsDefaultToHeads ? (reader.optionalSize('num_key_value_heads') ?? heads) : null) ??
    reader.size('num_key_value_heads');
  if (heads % kvHeads !== 0) {
    throw reader.error(`${heads} "num_attention_heads" cannot share ${kvHeads} "num_key_value_heads" evenly.`);
  }
  if (headDimPreset || reader.has('head_dim')) return { heads, kvHeads, headDim: reader.size('head_dim') };
  const headDim = frame.hiddenSize / heads;
  if (!Number.isInteger(headDim)) {
    throw reader.error(
      `"hidden_size" ${frame.hiddenSize} is no multiple of "num_attention_heads" ${heads} and "head_dim" is missing. Add "head_dim".`,
    );
  }
  return { heads, kvHeads, headDim };
}

function biases(
  reader: ConfigReader,
  rule: GroupedTraits['bias'],
): { queryKeyValueBias: boolean; outputBias: boolean } {
  const both = (bias: boolean) => ({ queryKeyValueBias: bias, outputBias: bias });
  switch (rule) {
    case undefined:
    case 'none':
      return both(false);
    case 'stated':
      return both(reader.flag('attention_bias', false));
    case 'unless-denied':
      return both(reader.flag('attention_bias', true));
    case 'use-bias':
      return both(reader.flag('use_bias', true));
    case 'query-key-value':
      return { queryKeyValueBias: true, outputBias: false };
    case 'stated-query-key-value':
      return { queryKeyValueBias: reader.flag('attention_bias', false), outputBias: false };
  }
}

/** Grouped-query attention in every layer. */
export function grouped(traits: GroupedTraits = {}): PerLayer<AttentionBlock> {
  return (reader, frame) => {
    const heads = readHeads(reader, frame, traits, reader.hasDefault('head_dim'));
    const windowOf = (traits.windows ?? everyLayerFull)(reader, frame.layers);
    const norm = typeof traits.norm === 'function' ? traits.norm(reader) : (traits.norm ?? 'none');
    const shared = {
      hiddenSize: frame.hiddenSize,
      ...heads,
      ...biases(reader, traits.bias),
      queryKeyNorm: norm,
      sinks: traits.sinks ?? false,
      outputGate: traits.outputGate ?? false,
    };
    return (layer) => groupedAttention({ ...shared, window: windowOf(layer) });
  };
}

/** DeepSeek's latent attention in every layer; `sparse` adds the indexer of DeepSeek sparse attention. */
export function latent(sparse = false): PerLayer<AttentionBlock> {
  return (reader, frame) => {
    const shared = {
      hiddenSize: frame.hiddenSize,
      heads: reader.size('num_attention_heads'),
      queryRank: reader.optionalSize('q_lora_rank'),
      kvRank: reader.size('kv_lora_rank'),
      plainHeadDim: reader.size('qk_nope_head_dim'),
      rotaryHeadDim: reader.size('qk_rope_head_dim'),
      valueHeadDim: reader.size('v_head_dim'),
      bias: reader.flag('attention_bias', false),
    };
    const plain = latentAttention({ ...shared, indexer: null });
    if (!sparse) return () => plain;
    const indexer = { heads: reader.size('index_n_heads'), headDim: reader.size('index_head_dim') };
    const indexed = latentAttention({ ...shared, indexer });
    const hasIndexer = indexerLayers(reader, frame.layers);
    return (layer) => (hasIndexer(layer) ? indexed : plain);
  };
}

/** Layers with an indexer of their own; those marked `shared` use the choice of the one before. */
function indexerLayers(reader: ConfigReader, layers: number): (layer: number) => boolean {
  const types = reader.optionalTexts('indexer_types');
  if (types !== null) {
    if (types.length !== layers || types.some((type) => type !== 'full' && type !== 'shared')) {
      throw reader.error(
        `"indexer_types" must be "full" or "shared" for each of the ${layers} layers. Correct the field.`,
      );
    }
    return (layer) => types[layer] === 'full';
  }
  if ((reader.optionalSize('index_topk_freq') ?? 1) > 1) {
    throw reader.error('"index_topk_freq" shares indexers between layers, but "indexer_types" is missing. Add it.');
  }
  return () => true;
}

/** Qwen3-Next and Qwen3.5: gated linear attention, with gated full attention in every fourth layer or as stated. */
export const gatedHybrid: PerLayer<AttentionBlock> = (reader, frame) => {
  const full = grouped({
    bias: 'stated',
    norm: 'shared',
    outputGate: reader.flag('attn_output_gate', true),
  })(reader, frame);
  const linear = gatedDeltaAttention({
    hiddenSize: frame.hiddenSize,
    keyHeads: reader.size('linear_num_key_heads'),
    valueHeads: reader.size('linear_num_value_heads'),
    keyHeadDim: reader.size('linear_key_head_dim'),
    valueHeadDim: reader.size('linear_value_head_dim'),
    convolutionWidth: reader.size('linear_conv_kernel_dim'),
  });
  const types = statedLayerTypes(reader, frame.layers);
  const interval = reader.optionalSize('full_attention_interval') ?? 4;
  return (layer) => {
    const isLinear = types ? types[layer] === 'linear_attention' : (layer + 1) % interval !== 0;
    return isLinear ? linear : full(layer);
  };
};

/** MiniMax-Text-01 and M1: lightning attention, with full attention where `attn_type_list` or `layer_types` says so. */
export const lightningHybrid: PerLayer<AttentionBlock> = (reader, frame) => {
  const full = grouped()(reader, frame);
  const linear = lightningAttention({
    hiddenSize: frame.hiddenSize,
    heads: reader.size('num_attention_heads'),
    headDim: reader.size('head_dim'),
  });
  const types = statedLayerTypes(reader, frame.layers);
  if (types) return (layer) => (types[layer] === 'linear_attention' ? linear : full(layer));
  const marks = reader.optionalCounts('attn_type_list');
  if (marks?.length !== frame.layers) {
    throw reader.error(
      `"attn_type_list" must say for each of the ${frame.layers} layers whether it is linear (0) or full (1). Correct the field.`,
    );
  }
  return (layer) => (marks[layer] === 0 ? linear : full(layer));
};
