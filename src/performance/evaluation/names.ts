import {
  findModel,
  matchAccelerators,
  readAccelerators,
  type Accelerator,
  type ModelArchitecture,
} from '../../catalog/index.js';
import type { Names } from './run-of-row.js';

/** What publishers of quantized checkpoints add to a name; the shapes stay. */
const QUANTIZED = /-(?:NV|MX)?(?:FP4|FP8|INT4|INT8|AWQ|GPTQ)(?:-.*)?$/i;
/** Whose models others quantize and publish under their own name. */
const OWNERS = [
  'deepseek-ai',
  'Qwen',
  'meta-llama',
  'moonshotai',
  'openai',
  'zai-org',
  'MiniMaxAI',
  'mistralai',
  'google',
];
/** Versions that differ in training alone. */
const SAME_SHAPES: readonly (readonly [RegExp, string])[] = [
  [/DeepSeek-V3\.1.*$/i, 'DeepSeek-V3'],
  [/DeepSeek-R1.*$/i, 'DeepSeek-R1'],
];

/** The catalog's models and accelerators by the names that tables of measurements use; looked up once each. */
export function catalogNames(): Names {
  const accelerators = readAccelerators();
  return { model: remembered(modelNamedLike), accelerator: remembered((name) => largest(name, accelerators)) };
}

function modelNamedLike(name: string): ModelArchitecture | null {
  const known = findModel(name);
  if (known !== null) return known;
  const last = (name.split('/').at(-1) ?? name).replace(QUANTIZED, '');
  const base = SAME_SHAPES.reduce((text, [version, shape]) => text.replace(version, shape), last);
  for (const candidate of [base, ...OWNERS.map((owner) => `${owner}/${base}`)]) {
    const found = findModel(candidate);
    if (found !== null) return found;
  }
  return null;
}

/** A name that leaves the memory open means the accelerator with the most of it. */
function largest(name: string, accelerators: readonly Accelerator[]): Accelerator | null {
  try {
    const found = [...matchAccelerators(name.replaceAll('_', ' '), accelerators)];
    found.sort((one, other) => (other.memoryGiB ?? 0) - (one.memoryGiB ?? 0));
    return found[0] ?? null;
  } catch {
    return null;
  }
}

function remembered<Value>(look: (name: string) => Value): (name: string) => Value {
  const known = new Map<string, Value>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const found = look(name);
    known.set(name, found);
    return found;
  };
}
