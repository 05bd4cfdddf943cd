import type { ConfigReader } from './model-config-reader.js';
import { DENSE_FAMILIES, llama } from './model-families-dense.js';
import { EXPERT_FAMILIES } from './model-families-experts.js';
import type { ModelFamily } from './model-family.js';

const FAMILIES = new Map<string, ModelFamily>([...DENSE_FAMILIES, ...EXPERT_FAMILIES]);

/** Types whose language model is laid out like another family's: wrappers with images or sound, and renamed types. */
const SAME_AS = new Map<string, string>([
  ['qwen2_vl', 'qwen2'],
  ['qwen2_vl_text', 'qwen2'],
  ['qwen2_5_vl', 'qwen2'],
  ['qwen2_5_vl_text', 'qwen2'],
  ['qwen3_vl', 'qwen3'],
  ['qwen3_vl_text', 'qwen3'],
  ['qwen3_vl_moe', 'qwen3_moe'],
  ['qwen3_vl_moe_text', 'qwen3_moe'],
  ['qwen3_5', 'qwen3_5_text'],
  ['qwen3_5_moe', 'qwen3_5_moe_text'],
  ['gemma3', 'gemma3_text'],
  ['llama4', 'llama4_text'],
  ['mistral3', 'mistral'],
  ['kimi_k25', 'kimi_k2'],
  ['glm4v_moe', 'glm4_moe'],
  ['glm4v_moe_text', 'glm4_moe'],
]);

/** The family of a `model_type`; null when Pennywatt does not know how its layers are built. */
export function modelFamily(modelType: string): ModelFamily | null {
  return FAMILIES.get(modelType) ?? FAMILIES.get(SAME_AS.get(modelType) ?? '') ?? null;
}

/** Fields that tell of layers other than Llama's: experts, latent or linear attention, states, convolutions. */
const FOREIGN_FIELDS =
  /expert|moe|lora_rank|mamba|ssm|conv|linear_|hybrid|rnn|recurrent|cross_attention|block|altup|index_/;

/**
 * The Llama layout for a `model_type` that is not known but whose config has Llama's fields, a gated activation and
 * no sign of anything else; null otherwise. The note says that nobody has checked it.
 */
export function llamaLikeFamily(reader: ConfigReader, modelType: string): ModelFamily | null {
  const needed = ['hidden_size', 'num_hidden_layers', 'num_attention_heads', 'intermediate_size', 'vocab_size'];
  const activation = reader.has('hidden_act') ? reader.text('hidden_act') : '';
  const gatedActivation = activation === 'silu' || activation === 'swish';
  if (!gatedActivation || !needed.every((key) => reader.has(key))) return null;
  if (reader.keys().some((key) => FOREIGN_FIELDS.test(key))) return null;
  const note =
    `"${modelType}" is no model_type that Pennywatt knows: its fields are those of Llama, so it is counted as one. ` +
    'Hold the total against the model card. A sliding window, if there is one, is not taken into account.';
  return { ...llama, note };
}

/** Every `model_type` that can be counted, in alphabetical order. */
export function knownModelTypes(): string[] {
  return [...FAMILIES.keys(), ...SAME_AS.keys()].sort();
}
