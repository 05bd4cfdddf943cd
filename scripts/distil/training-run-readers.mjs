// Reads published training throughputs, one reader per source. Used by training-runs.mjs.

/** Names of models in the sources, and what they are in the catalog or in config/performance/training-models.json. */
const MODELS = {
  'deepseek-v3': 'deepseek-ai/DeepSeek-V3',
  'gpt-oss-120b': 'openai/gpt-oss-120b',
  'qwen3-30b-a3b': 'Qwen/Qwen3-30B-A3B',
  'qwen3-235b-a22b': 'Qwen/Qwen3-235B-A22B',
  'llama3-8b': 'meta-llama/Meta-Llama-3.1-8B',
  'llama3.1-8b': 'meta-llama/Meta-Llama-3.1-8B',
  'llama-3.1-8b': 'meta-llama/Meta-Llama-3.1-8B',
  'llama3-70b': 'meta-llama/Meta-Llama-3.1-70B',
  'llama3.1-70b': 'meta-llama/Meta-Llama-3.1-70B',
  'llama3.1-405b': 'meta-llama/Meta-Llama-3.1-405B',
  'llama2-7b': 'meta-llama/Llama-2-7b-hf',
  'llama2-70b': 'meta-llama/Llama-2-70b-hf',
  'mixtral-8x7b': 'mistralai/Mixtral-8x7B-v0.1',
  'mixtral-8x22b': 'mistralai/Mixtral-8x22B-v0.1',
  'mistral-7b': 'mistralai/Mistral-7B-v0.1',
  'gpt3-175b': 'gpt3-175b',
};
/** Shapes that only training runs need. */
const OWN_MODELS = /^(mpt-|maxtext-(16|22|32|52|128|256|1024)b$)/;

const PRECISIONS = { fp16: 'bf16', bf16: 'bf16', fp8: 'fp8', fp4: 'fp4' };
const METHODS = { pretrain: 'pretraining', sft: 'full_fine_tuning', 'lora-finetune': 'lora' };

/** Accelerators that share fast links, and GB/s of all of them together to the others, as the machines are sold. */
const NODES = {
  'nvidia-a100-sxm-40gb': [8, 200],
  'nvidia-a100-sxm-80gb': [8, 200],
  'nvidia-h100-sxm-80gb': [8, 400],
  'nvidia-h200-sxm-141gb': [8, 400],
  'nvidia-b200-sxm-180gb': [8, 400],
  'nvidia-b300-sxm-270gb': [8, 800],
  'amd-mi300x': [8, 400],
  // A rack of 72, of which layouts use 64; 50 and 100 GB/s each.
  'nvidia-gb200-186gb': [64, 3200],
  'nvidia-gb300-279gb': [64, 6400],
  'aws-trainium1': [16, 100],
  // Slices: all chips of a pod are linked; hosts of four chips have 12.5 or 25 GB/s each.
  'google-tpu-v4': [4096, 12_800],
  'google-tpu-v5e': [256, 800],
  'google-tpu-v5p': [8192, 51_200],
  'google-tpu-v6e': [256, 3200],
  'google-tpu-v7x': [8192, 102_400],
};

/** @typedef {Record<string, string>} RunRecord A row of the reference data. */

const READERS = {
  'megatron-bridge': megatron,
  'megatron-lm': megatronLm,
  'llm-foundry': foundry,
  maxtext,
  'tpu-recipes': recipes,
  'aws-neuron': neuron,
  'mlperf-training': mlperf,
};

/** The row as a run of config/performance/training-runs.csv, null where it says too little. @param {RunRecord} record */
export function runOf(record) {
  const read = READERS[record.source_id];
  const precision =
    PRECISIONS[record.precision] ?? (record.source_id === 'mlperf-training' ? 'as submitted' : undefined);
  const model = MODELS[record.model] ?? (OWN_MODELS.test(record.model) ? record.model : undefined);
  const nodes = NODES[record.accelerator_id];
  const accelerators = Number(record.accel_count);
  if (!read || !precision || !model || !nodes || !(accelerators > 0)) return null;
  const perNode = Math.min(nodes[0], accelerators);
  const common = {
    id: record.row_id,
    model,
    method: METHODS[record.task],
    accelerator_id: record.accelerator_id,
    precision,
    accelerators,
    accelerators_per_node: perNode,
    inter_node_gbps: accelerators > perNode ? nodes[1] : '',
    sequence_tokens: record.seq_len,
    global_batch_sequences: record.global_batch,
    tokens_per_second_per_accelerator: record.tokens_s_per_accel,
    source: `${record.source_repo} ${record.source_path}@${record.source_commit.slice(0, 12)}`,
    licence: LICENCES[record.source_repo] ?? 'licence not read; figures published as results',
  };
  const special = read(record, common);
  if (special === null) return null;
  const run = { ...common, ...special };
  const told = ['sequence_tokens', 'global_batch_sequences', 'tokens_per_second_per_accelerator'];
  if (accelerators % perNode !== 0) return null;
  return told.every((column) => Number(run[column]) > 0) ? run : null;
}

const LICENCES = {
  'NVIDIA-NeMo/Megatron-Bridge': 'Apache-2.0',
  'NVIDIA/Megatron-LM': 'BSD-3-Clause',
  'mosaicml/llm-foundry': 'Apache-2.0',
  'AI-Hypercomputer/maxtext': 'Apache-2.0',
  'AI-Hypercomputer/tpu-recipes': 'Apache-2.0',
  'aws-neuron/aws-neuron-sdk': 'CC-BY-SA-4.0 (documentation)',
};

/** "FSDP64 TP1 PP4 CP1 VP4 EP64": FSDP splits everything, without it the distributed optimizer splits its own state. */
function megatron({ parallelism, micro_batch: microBatch }) {
  const part = (name) => Number(parallelism.match(new RegExp(`\\b${name}(\\d+)`))?.[1] ?? (name === 'FSDP' ? 0 : 1));
  if (!parallelism) return null;
  return {
    tensor: part('TP'),
    pipeline: part('PP'),
    context: part('CP'),
    expert: part('EP'),
    chunks: part('VP'),
    micro_batch_sequences: microBatch,
    zero_stage: part('FSDP') > 1 ? 3 : 1,
    recomputation: '',
  };
}

/** FLOPs per token of GPT-3 175B with sequences of 4096: 6 per parameter, and attention to half the sequence. */
const GPT3_FLOPS = 6 * 175e9 + 6 * 96 * 12_288 * 4096;
const H100_PEAK = 989e12;

/** Lists layouts, or of its studies of scale only the utilisation. */
function megatronLm(record) {
  if (record.parallelism) return megatron(record);
  if (record.model !== 'gpt3-175b') return null;
  const tokens = ((Number(record.mfu_pct) / 100) * H100_PEAK) / GPT3_FLOPS;
  return { tokens_per_second_per_accelerator: tokens.toPrecision(4), recomputation: '' };
}

/**
 * Beyond this length most of the time goes into attention, with kernels of 2023 that have been replaced since; so have
 * the first ones for 8 bit.
 */
const FOUNDRY_LONGEST = 8192;

/** Fully sharded data parallelism on every accelerator. */
function foundry({ parallelism, micro_batch: microBatch, seq_len: sequence, precision }) {
  if (Number(sequence) > FOUNDRY_LONGEST || precision === 'fp8') return null;
  return {
    tensor: 1,
    pipeline: 1,
    context: 1,
    expert: 1,
    chunks: 1,
    micro_batch_sequences: microBatch,
    zero_stage: parallelism.includes('FULL_SHARD') ? 3 : 2,
    recomputation: parallelism.includes('act ckpt True') ? 'full' : 'none',
  };
}

/** Sequences per chip, tensor parallelism and recomputation of the benchmark's own scripts; sequences of 2048. */
const MAXTEXT = {
  'maxtext-22b google-tpu-v4': [13, 1, 'full'],
  'maxtext-52b google-tpu-v4': [7, 1, 'full'],
  'maxtext-16b google-tpu-v5e': [6, 1, 'full'],
  'maxtext-32b google-tpu-v5e': [4, 1, 'full'],
  'maxtext-128b google-tpu-v5e': [1, 16, 'none'],
  'maxtext-32b google-tpu-v5p': [7, 4, 'none'],
  'maxtext-128b google-tpu-v5p': [1, 8, 'none'],
  'maxtext-256b google-tpu-v5p': [1, 8, 'none'],
  'maxtext-1024b google-tpu-v5p': [2, 8, 'full'],
};
const MAXTEXT_SEQUENCE = 2048;
/** TFLOP/s that were counted: 6 per parameter, and attention to the whole sequence. */
const MAXTEXT_FLOPS = {
  'maxtext-16b': 6 * 15.7e9 + 12 * 32 * 8192 * 2048,
  'maxtext-22b': 6 * 21.9e9 + 12 * 48 * 6144 * 2048,
  'maxtext-32b': 6 * 31.4e9 + 12 * 32 * 8192 * 2048,
  'maxtext-52b': 6 * 52e9 + 12 * 32 * 8192 * 2048,
  'maxtext-128b': 6 * 124.8e9 + 12 * 64 * 16384 * 2048,
  'maxtext-256b': 6 * 249.6e9 + 12 * 64 * 16384 * 2048,
  'maxtext-1024b': 6 * 996.9e9 + 12 * 128 * 32768 * 2048,
};

/** States TFLOP/s of models of its own, or tokens per second of known ones. */
function maxtext(record) {
  const known = MAXTEXT[`${record.model} ${record.accelerator_id}`];
  if (!known) return null;
  const [perChip, tensor, recomputation] = known;
  return {
    sequence_tokens: MAXTEXT_SEQUENCE,
    global_batch_sequences: perChip * Number(record.accel_count),
    tokens_per_second_per_accelerator: (
      (Number(record.tflops_per_accel) * 1e12) /
      MAXTEXT_FLOPS[record.model]
    ).toPrecision(4),
    tensor,
    pipeline: 1,
    context: 1,
    expert: 1,
    chunks: 1,
    micro_batch_sequences: perChip * tensor,
    zero_stage: 3,
    recomputation,
  };
}

/** Layouts are in scripts that are not part of the table; the batch follows from the time of a step. */
function recipes(record) {
  const sequence = Number(record.seq_len);
  const tokens = Number(record.tokens_s_per_accel) * Number(record.accel_count) * Number(record.step_time_s);
  if (!(sequence > 0) || !(tokens > 0)) return null;
  return { global_batch_sequences: record.global_batch || Math.round(tokens / sequence), recomputation: '' };
}

/** "TP=32 DP=32 PP=1 ZeRO-1" counts cores, of which a chip has two. */
function neuron(record) {
  const part = (name) => Number(record.parallelism.match(new RegExp(`${name}=(\\d+)`))?.[1] ?? 1);
  if (!record.parallelism.includes('TP=')) return null;
  return {
    tensor: part('TP') / 2,
    pipeline: part('PP'),
    context: 1,
    expert: 1,
    chunks: 1,
    micro_batch_sequences: record.micro_batch,
    zero_stage: 1,
    recomputation: '',
  };
}

/**
 * Results whose precision their logs leave out, by what the submission's software runs there: 8 bit on H100 and MI300X,
 * 4 bit on B200 from round 5.1 on.
 */
const MLPERF = {
  'llama3.1-8b nvidia-h100-sxm-80gb': 'fp8',
  'llama3.1-8b nvidia-b200-sxm-180gb': 'fp4',
  'llama2-70b amd-mi300x': 'fp8',
  'llama2-70b nvidia-h200-sxm-141gb': 'fp8',
};

/** Only of some; all others are kept for checks that no fit has seen. */
function mlperf(record) {
  const precision = MLPERF[`${record.model} ${record.accelerator_id}`];
  const kept = record.submitter !== 'NVIDIA' || record.accelerator_id === 'nvidia-h200-sxm-141gb';
  return precision && kept ? { precision, recomputation: '' } : null;
}
