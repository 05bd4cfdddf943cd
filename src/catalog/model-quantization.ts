import type { ConfigReader } from './model-config-reader.js';
import { BYTES_PER_WEIGHT, type Precision } from './precision.js';

/** Matrices of a layer that a quantization can leave in 16 bit as a whole. */
export type MatrixRole = 'attention' | 'dense' | 'experts' | 'shared';

/** The format of the published weights. */
export interface NativeFormat {
  readonly precision: Precision;
  /** Whether the layers' matrices are quantized; embeddings, norms and routers never are. */
  readonly quantized: boolean;
  /** Of a quantized matrix, its scales included; of every parameter where nothing is quantized. */
  readonly bytesPerWeight: number;
  readonly keeps: (role: MatrixRole, layer: number) => boolean;
  readonly note: string | null;
}

const ELEMENT_TYPES: Readonly<Record<string, Precision>> = {
  float32: 'fp32',
  bfloat16: 'bf16',
  float16: 'bf16',
  half: 'bf16',
  float8_e4m3fn: 'fp8',
  float8_e5m2: 'fp8',
};

/** 32 weights of 4 bits share one 8-bit scale. */
const MXFP4_BYTES_PER_WEIGHT = 4.25 / 8;

const keepsNothing = (): boolean => false;

/** Reads `quantization_config`, else `dtype`, from the whole config, else from the part of its language model. */
export function nativeFormat(whole: ConfigReader, text: ConfigReader): NativeFormat {
  const quantization = whole.optionalObject('quantization_config') ?? text.optionalObject('quantization_config');
  if (quantization !== null) {
    const { precision, bytesPerWeight } = quantizedFormat(quantization);
    return { precision, quantized: true, bytesPerWeight, keeps: keptMatrices(quantization), note: null };
  }
  const stated = [whole, text].flatMap((part) => [part.optionalText('dtype'), part.optionalText('torch_dtype')]);
  const type = stated.find((name) => name !== null) ?? null;
  if (type === null || type === 'auto') {
    const note = 'The config states no "dtype": 16-bit weights are taken for granted.';
    return { precision: 'bf16', quantized: false, bytesPerWeight: 2, keeps: keepsNothing, note };
  }
  const precision = Object.hasOwn(ELEMENT_TYPES, type) ? ELEMENT_TYPES[type] : undefined;
  if (precision === undefined) {
    throw whole.error(
      `the weights' "dtype" is not one of ${Object.keys(ELEMENT_TYPES).join(', ')}. Correct the field.`,
    );
  }
  return { precision, quantized: false, bytesPerWeight: BYTES_PER_WEIGHT[precision], keeps: keepsNothing, note: null };
}

type QuantizedFormat = Pick<NativeFormat, 'precision' | 'bytesPerWeight'>;

function standard(precision: Precision): QuantizedFormat {
  return { precision, bytesPerWeight: BYTES_PER_WEIGHT[precision] };
}

function quantizedFormat(quantization: ConfigReader): QuantizedFormat {
  const method = quantization.text('quant_method');
  switch (method) {
    case 'fp8':
      return fp8(quantization);
    case 'fbgemm_fp8':
      return standard('fp8');
    case 'mxfp4':
      return { precision: 'fp4', bytesPerWeight: MXFP4_BYTES_PER_WEIGHT };
    case 'gptq':
    case 'awq':
      return integerFormat(quantization, quantization.size('bits', 'w_bit'));
    case 'bitsandbytes':
      return integerFormat(quantization, quantization.flag('load_in_4bit', false) ? 4 : 8);
    case 'compressed-tensors':
      return compressedTensors(quantization);
    case 'modelopt':
    case 'modelopt_fp4':
      return modelOptimizer(quantization);
    default:
      throw quantization.error(
        '"quant_method" is not one of fp8, fbgemm_fp8, mxfp4, gptq, awq, bitsandbytes, compressed-tensors, modelopt. ' +
          'Remove "quantization_config" to count the model in 16 bit and choose the precision of the workload yourself.',
      );
  }
}

/** Block-wise fp8 adds one 32-bit scale per block, e.g. of 128 × 128. */
function fp8(quantization: ConfigReader): QuantizedFormat {
  const block = quantization.optionalCounts('weight_block_size');
  const perBlock = block === null ? 0 : block.reduce((product, side) => product * side, 1);
  return { precision: 'fp8', bytesPerWeight: 1 + (perBlock > 0 ? 4 / perBlock : 0) };
}

/** A group of weights shares one 16-bit scale; where no group is stated, the standard figures apply. */
function integerFormat(quantization: ConfigReader, bits: number): QuantizedFormat {
  if (bits !== 4 && bits !== 8) {
    throw quantization.error(
      `weights of ${bits} bits are not known; 4 and 8 are. Remove "quantization_config" to count in 16 bit.`,
    );
  }
  const precision = bits === 4 ? 'int4' : 'int8';
  const symmetric = quantization.optionalFlag('symmetric') ?? quantization.optionalFlag('sym');
  const group = symmetric === true ? quantization.optionalGroup('group_size') : null;
  return group === null ? standard(precision) : { precision, bytesPerWeight: bits / 8 + 2 / group };
}

/** The first group that states how weights are held; groups of one checkpoint differ in the layers they name only. */
function compressedTensors(quantization: ConfigReader): QuantizedFormat {
  const groups = quantization.optionalObject('config_groups')?.objects() ?? [];
  const weights = groups.map((group) => group.optionalObject('weights')).find((found) => found !== null);
  if (!weights) {
    throw quantization.error('"config_groups" states no "weights". Add them, or remove "quantization_config".');
  }
  const bits = weights.size('num_bits');
  if (weights.optionalText('type') === 'float') {
    if (bits === 8) return standard('fp8');
    if (bits === 4) return standard('fp4');
  }
  return integerFormat(weights, bits);
}

function modelOptimizer(quantization: ConfigReader): QuantizedFormat {
  const algorithm = quantization.text('quant_algo');
  if (algorithm === 'FP8') return standard('fp8');
  if (algorithm === 'NVFP4') return standard('fp4');
  throw quantization.error('"quant_algo" is neither FP8 nor NVFP4. Remove "quantization_config" to count in 16 bit.');
}

const ROLES_OF_MODULE: Readonly<Record<string, readonly MatrixRole[]>> = {
  self_attn: ['attention'],
  linear_attn: ['attention'],
  experts: ['experts'],
  shared_experts: ['shared'],
  shared_expert: ['shared'],
  mlp: ['dense', 'experts', 'shared'],
};

/**
 * Which matrices the lists of unconverted modules name as a whole, as in `model.layers.*.self_attn` or
 * `re:.*shared_experts.*`. Single projections are passed over: they hardly change the size.
 */
function keptMatrices(quantization: ConfigReader): NativeFormat['keeps'] {
  const fields = ['modules_to_not_convert', 'ignored_layers', 'ignore', 'exclude_modules'];
  const patterns = fields.flatMap((field) => quantization.optionalTexts(field) ?? []);
  const everywhere = new Set<MatrixRole>();
  const inLayers = new Set<string>();
  for (const pattern of patterns) {
    const segments = pattern
      .replace(/^re:/, '')
      .split(/[.*\\$^]+/)
      .filter((segment) => segment !== '');
    const last = segments.at(-1) ?? '';
    const roles = Object.hasOwn(ROLES_OF_MODULE, last) ? ROLES_OF_MODULE[last] : undefined;
    const layer = segments.find((segment) => /^\d+$/.test(segment));
    for (const role of roles ?? []) {
      if (layer === undefined) everywhere.add(role);
      else inLayers.add(`${role} ${Number(layer)}`);
    }
  }
  return (role, layer) => everywhere.has(role) || inLayers.has(`${role} ${layer}`);
}
