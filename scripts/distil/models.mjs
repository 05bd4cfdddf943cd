#!/usr/bin/env node
// Distils model shapes into config/catalog/models/distilled.json: facts of published Hugging Face configs, one
// entry per model, from which the catalog derives its architectures with the same parser that users' files go through.
//
//   node scripts/distil/models.mjs --data FOLDER [--output FILE]
//
// FOLDER holds model_architectures.csv (shapes of 83 models) and model-configs/ (config.json files as published,
// named OWNER--MODEL_config.json), both from ai-dynamo/aiconfigurator, Apache-2.0. The same input gives the same
// output, byte for byte. Models whose row cannot give a right count are left out; the reasons go to stderr.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { format } from 'prettier';

const TABLE_SOURCE = 'model_architectures.csv of ai-dynamo/aiconfigurator (Apache-2.0)';
const CONFIG_SOURCE = 'published config.json, as kept by ai-dynamo/aiconfigurator (Apache-2.0)';

/** Fields of a config.json that the size, the cache and the format of a model depend on. */
const FIELDS = new Set([
  'model_type',
  'hidden_size',
  'num_hidden_layers',
  'num_attention_heads',
  'num_key_value_heads',
  'head_dim',
  'attention_bias',
  'mlp_bias',
  'intermediate_size',
  'intermediate_size_mlp',
  'moe_intermediate_size',
  'num_experts',
  'num_local_experts',
  'n_routed_experts',
  'n_shared_experts',
  'num_experts_per_tok',
  'first_k_dense_replace',
  'moe_layer_freq',
  'decoder_sparse_step',
  'interleave_moe_layer_step',
  'q_lora_rank',
  'kv_lora_rank',
  'qk_nope_head_dim',
  'qk_rope_head_dim',
  'v_head_dim',
  'sliding_window',
  'use_sliding_window',
  'attention_chunk_size',
  'layer_types',
  'vocab_size',
  'max_position_embeddings',
  'tie_word_embeddings',
  'torch_dtype',
  'quantization_config',
]);

const QUANTIZATION_FIELDS = new Set(['quant_method', 'weight_block_size', 'modules_to_not_convert']);

/** Columns of the table and the config fields they come from. */
const COLUMNS = {
  hidden_size: 'hidden_size',
  layers: 'num_hidden_layers',
  attention_heads: 'num_attention_heads',
  kv_heads: 'num_key_value_heads',
  head_dim: 'head_dim',
  intermediate_size: 'intermediate_size',
  moe_intermediate_size: 'moe_intermediate_size',
  experts_per_token: 'num_experts_per_tok',
  shared_experts: 'n_shared_experts',
  first_dense_layers: 'first_k_dense_replace',
  q_lora_rank: 'q_lora_rank',
  kv_lora_rank: 'kv_lora_rank',
  qk_nope_head_dim: 'qk_nope_head_dim',
  qk_rope_head_dim: 'qk_rope_head_dim',
  v_head_dim: 'v_head_dim',
  vocab_size: 'vocab_size',
  max_positions: 'max_position_embeddings',
};

const BLOCK_FP8 = { quant_method: 'fp8', weight_block_size: [128, 128] };

/** Kimi K2.5 is published with experts in int4, groups of 32, all else in 16 bit (its model card, "Native INT4"). */
const KIMI_INT4 = {
  quant_method: 'compressed-tensors',
  config_groups: { group_0: { weights: { num_bits: 4, type: 'int', group_size: 32, symmetric: true } } },
  ignore: ['lm_head', 're:.*self_attn.*', 're:.*shared_experts.*', 'model.layers.0.mlp'],
};

/**
 * How the row of an architecture becomes a config. `extra` holds what the table has no column for, from the
 * published config of the models named; `wrapped` models hold their language model in `text_config`.
 */
const ARCHITECTURES = {
  LlamaForCausalLM: { type: 'llama' },
  MixtralForCausalLM: { type: 'mixtral', experts: 'num_local_experts' },
  MiMoForCausalLM: { type: 'mimo', drop: ['sliding_window'] },
  Qwen3ForCausalLM: { type: 'qwen3' },
  Qwen3MoeForCausalLM: { type: 'qwen3_moe', experts: 'num_experts' },
  Qwen3VLForConditionalGeneration: { type: 'qwen3_vl_text', wrapped: 'qwen3_vl' },
  Qwen3VLMoeForConditionalGeneration: { type: 'qwen3_vl_moe_text', wrapped: 'qwen3_vl_moe', experts: 'num_experts' },
  Qwen3_5ForConditionalGeneration: { type: 'qwen3_5_text', wrapped: 'qwen3_5', extra: qwenHybrid },
  Qwen3_5MoeForConditionalGeneration: {
    type: 'qwen3_5_moe_text',
    wrapped: 'qwen3_5_moe',
    experts: 'num_experts',
    extra: qwenHybrid,
  },
  DeepseekV3ForCausalLM: { type: 'deepseek_v3', experts: 'n_routed_experts', native: BLOCK_FP8 },
  DeepseekV32ForCausalLM: {
    type: 'deepseek_v32',
    experts: 'n_routed_experts',
    native: BLOCK_FP8,
    extra: () => ({ index_n_heads: 64, index_head_dim: 128 }),
  },
  GlmMoeDsaForCausalLM: {
    type: 'glm_moe_dsa',
    experts: 'n_routed_experts',
    drop: ['head_dim'],
    extra: () => ({ index_n_heads: 32, index_head_dim: 128 }),
  },
  KimiK25ForConditionalGeneration: {
    type: 'kimi_k2',
    wrapped: 'kimi_k25',
    experts: 'n_routed_experts',
    native: KIMI_INT4,
  },
  MiniMaxM2ForCausalLM: {
    type: 'minimax_m2',
    experts: 'num_local_experts',
    native: BLOCK_FP8,
    drop: ['moe_intermediate_size'],
    extra: () => ({ use_qk_norm: true, use_routing_bias: true }),
  },
};

/** Value heads of the linear layers; all else about them is the same in the whole family. */
const LINEAR_VALUE_HEADS = {
  'Qwen/Qwen3.5-27B': 48,
  'Qwen/Qwen3.5-35B-A3B': 32,
  'Qwen/Qwen3.5-122B-A10B': 64,
  'Qwen/Qwen3.5-397B-A17B': 64,
};

/** @param {Record<string, string>} row */
function qwenHybrid(row) {
  const valueHeads = LINEAR_VALUE_HEADS[row.model];
  if (valueHeads === undefined) throw new Error('the widths of its linear attention are not in the table');
  return {
    full_attention_interval: 4,
    linear_num_key_heads: 16,
    linear_num_value_heads: valueHeads,
    linear_key_head_dim: 128,
    linear_value_head_dim: 128,
    linear_conv_kernel_dim: 4,
    ...(row.experts ? { shared_expert_intermediate_size: Number(row.moe_intermediate_size) } : {}),
  };
}

/** Names that people and other repositories use for weights of the same shape. */
const ALIASES = {
  'zai-org/GLM-5': ['zhipuai/GLM-5'],
  'deepseek-ai/DeepSeek-V3': ['deepseek-ai/DeepSeek-V3-0324', 'deepseek-ai/DeepSeek-V3-Base'],
  'deepseek-ai/DeepSeek-R1': ['deepseek-ai/DeepSeek-R1-0528'],
  'meta-llama/Meta-Llama-3.1-8B': ['meta-llama/Meta-Llama-3.1-8B-Instruct'],
  'meta-llama/Meta-Llama-3.1-70B': ['meta-llama/Meta-Llama-3.1-70B-Instruct'],
  'meta-llama/Meta-Llama-3.1-405B': ['meta-llama/Meta-Llama-3.1-405B-Instruct'],
  'mistralai/Mixtral-8x7B-v0.1': ['mixtral-8x7b', 'mistralai/Mixtral-8x7B-Instruct-v0.1', 'mixtral-8x7b-instruct'],
  'mistralai/Mixtral-8x22B-v0.1': ['mixtral-8x22b'],
  'meta-llama/Llama-4-Scout-17B-16E-Instruct': ['llama-4-scout', 'meta-llama/Llama-4-Scout-17B-16E'],
  'moonshotai/Kimi-K2-Instruct': ['kimi-k2', 'moonshotai/Kimi-K2-Base'],
  'Qwen/Qwen3-VL-235B-A22B-Instruct': ['qwen3-vl-235b-a22b'],
};

/** Billions of parameters, total and active, as the model cards state them; null where they state nothing. */
const PUBLISHED = {
  'meta-llama/Meta-Llama-3.1-8B': [8.03, null],
  'meta-llama/Meta-Llama-3.1-70B': [70.6, null],
  'meta-llama/Meta-Llama-3.1-405B': [405, null],
  'meta-llama/Llama-4-Scout-17B-16E-Instruct': [109, 17],
  'mistralai/Mixtral-8x7B-v0.1': [46.7, 12.9],
  'mistralai/Mixtral-8x22B-v0.1': [141, 39],
  'Qwen/Qwen3-0.6B': [0.6, null],
  'Qwen/Qwen3-1.7B': [1.7, null],
  'Qwen/Qwen3-8B': [8.2, null],
  'Qwen/Qwen3-32B': [32.8, null],
  'Qwen/Qwen3-30B-A3B': [30.5, 3.3],
  'Qwen/Qwen3-235B-A22B': [235, 22],
  'Qwen/Qwen3-Coder-480B-A35B-Instruct': [480, 35],
  'deepseek-ai/DeepSeek-V3': [671, 36.7],
  'deepseek-ai/DeepSeek-R1': [671, 37],
  'moonshotai/Kimi-K2-Instruct': [null, 32],
  'MiniMaxAI/MiniMax-M2.5': [230, 10],
  'zai-org/GLM-5': [744, 40],
  'openai/gpt-oss-120b': [116.83, 5.13],
  'openai/gpt-oss-20b': [20.91, 3.61],
};

/** @param {unknown} value */
function pick(value, fields) {
  return Object.fromEntries(Object.entries(value).filter(([key, field]) => fields.has(key) && field !== null));
}

/** The facts of a published config: fields that matter, without those that only repeat the family's habit. */
function factsOfConfig(config) {
  const facts = pick(config, FIELDS);
  if (facts.quantization_config) facts.quantization_config = pick(facts.quantization_config, QUANTIZATION_FIELDS);
  if (facts.use_sliding_window === false) delete facts.use_sliding_window;
  const alternates = facts.layer_types?.every(
    (type, i) => type === (i % 2 === 0 ? 'sliding_attention' : 'full_attention'),
  );
  // gpt-oss alternates by habit: the parser assumes it.
  if (alternates && facts.model_type === 'gpt_oss') delete facts.layer_types;
  if (config.text_config) facts.text_config = factsOfConfig(config.text_config);
  return facts;
}

/** @param {Record<string, string>} row */
function factsOfRow(row) {
  const rule = ARCHITECTURES[row.architecture];
  if (!rule) throw new Error(`the table does not say how the layers of ${row.architecture} are built`);
  if (/NVFP4/.test(row.model)) {
    throw new Error('an NVFP4 copy: the table does not say which matrices it keeps in 16 bit; its original is listed');
  }
  if (/GLM-5\.2/.test(row.model)) {
    throw new Error('the table does not say which of its layers share an indexer');
  }
  const facts = { model_type: rule.type };
  for (const [column, field] of Object.entries(COLUMNS)) {
    if (row[column] !== '' && !rule.drop?.includes(field)) facts[field] = Number(row[column]);
  }
  if (rule.experts && row.experts !== '') facts[rule.experts] = Number(row.experts);
  if (row.tied_embeddings !== '') facts.tie_word_embeddings = row.tied_embeddings === 'true';
  Object.assign(facts, rule.extra?.(row));
  facts.torch_dtype = 'bfloat16';
  const format = quantization(row.model) ?? rule.native;
  if (format) facts.quantization_config = format;
  return rule.wrapped ? { model_type: rule.wrapped, text_config: facts } : facts;
}

/** The format that a repository's name announces. */
function quantization(model) {
  if (!/FP8/.test(model)) return undefined;
  if (model.startsWith('nvidia/')) return { quant_method: 'modelopt', quant_algo: 'FP8' };
  return /PerTensor/.test(model) ? { quant_method: 'fp8' } : BLOCK_FP8;
}

async function main() {
  const here = fileURLToPath(new URL('../../config/catalog/models/distilled.json', import.meta.url));
  const { values } = parseArgs({ options: { data: { type: 'string' }, output: { type: 'string', default: here } } });
  if (!values.data) {
    console.error('Say where the reference data lies: node scripts/distil/models.mjs --data FOLDER');
    process.exit(2);
  }
  const entries = new Map();
  const add = (name, config, source) => {
    const [total = null, active = null] = PUBLISHED[name] ?? [];
    entries.set(name, {
      name,
      ...(ALIASES[name] ? { aliases: ALIASES[name] } : {}),
      config,
      ...(total === null ? {} : { publishedTotalBillions: total }),
      ...(active === null ? {} : { publishedActiveBillions: active }),
      source: total === null && active === null ? source : `${source}; published counts: its model card`,
    });
  };
  const configs = join(values.data, 'model-configs');
  for (const file of readdirSync(configs).sort()) {
    const name = file.replace(/_config\.json$/, '').replace('--', '/');
    add(name, factsOfConfig(JSON.parse(readFileSync(join(configs, file), 'utf8'))), CONFIG_SOURCE);
  }
  const table = readFileSync(join(values.data, 'model_architectures.csv'), 'utf8');
  let leftOut = 0;
  for (const row of parse(table, { columns: true })) {
    if (entries.has(row.model)) continue;
    if (row.model === 'meta-llama/Llama-4-Maverick-17B-128E-Instruct') continue; // listed by hand with its interleaving
    try {
      add(row.model, factsOfRow(row), TABLE_SOURCE);
    } catch (error) {
      leftOut += 1;
      console.error(`left out ${row.model}: ${error.message}`);
    }
  }
  const models = [...entries.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  writeFileSync(values.output, await format(JSON.stringify(models, null, 2), { parser: 'json', printWidth: 120 }));
  console.error(`${models.length} models written, ${leftOut} left out`);
  console.error(`model_architectures.csv sha256 ${createHash('sha256').update(table).digest('hex')}`);
}

await main();
