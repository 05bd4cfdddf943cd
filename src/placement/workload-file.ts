import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse, YAMLParseError } from 'yaml';
import type { z } from 'zod';
import { InputError } from '../platform/index.js';
import { atField } from './at-field.js';
import { limitsSchema, limitsShape, type Limits } from './limits/limits.schema.js';
import { MOST_WORKLOADS, workloadListSchema, workloadSchema, type Workload } from './workload.schema.js';

/** What may stand beside the workloads. */
const LIMIT_FIELDS = Object.keys(limitsShape);
/** A fleet takes kilobytes; what is larger is another file. */
const LARGEST_BYTES = 16 * 2 ** 20;

/** What a file asks for. */
export interface PlacementFile {
  readonly workloads: Workload[];
  readonly limits: Limits;
}

/**
 * Reads the workloads of a YAML or JSON file: one workload, or a list under `workloads:` whose entries are workloads or
 * paths of other such files, and beside the list what they share. Paths, also those under `model.configFile`, are relative
 * to the file they stand in.
 *
 * @throws InputError naming the file, the field, and what may have been meant; everything that is wrong at once
 */
export function readPlacementFile(path: string): PlacementFile {
  const wrong: string[] = [];
  const workloads: Workload[] = [];
  const { given, shared } = collect(path, []);
  for (const { file, where, value } of given) {
    const parsed = workloadSchema.safeParse(value);
    if (parsed.success) workloads.push(parsed.data);
    else wrong.push(...problems(file, where, parsed.error));
  }
  const limits = limitsSchema.safeParse(shared);
  if (!limits.success) wrong.push(...problems(path, [], limits.error));
  if (wrong.length > 0 || !limits.success) {
    throw new InputError(`${wrong.join('\n')}\nSee docs/placement.md for the fields.`);
  }
  const list = workloadListSchema.safeParse(workloads);
  if (!list.success) {
    const most = list.error.issues.map(({ message }) => message).join(' ');
    throw new InputError(`${path}: ${most} A file holds 1 to ${MOST_WORKLOADS} workloads, each with its own name.`);
  }
  return { workloads, limits: limits.data };
}

function problems(file: string, where: readonly (string | number)[], { issues }: z.ZodError): string[] {
  return issues.map(({ path, message }) => problem(file, [...where, ...path], message));
}

interface Given {
  readonly file: string;
  readonly where: readonly (string | number)[];
  readonly value: unknown;
}

/** Of a file and those that it lists; what workloads share is said once, in the file that lists all of them. */
function collect(path: string, above: readonly string[]): { readonly given: Given[]; readonly shared: unknown } {
  const file = resolve(path);
  if (above.includes(file)) throw new InputError(`${path} contains itself. Remove it from the list of its workloads.`);
  const content = parseFile(path);
  if (!isRecord(content)) throw new InputError(`${path} holds no workload. Give one, or a list under "workloads:".`);
  if (!('workloads' in content)) {
    return { given: [{ file: path, where: [], value: withConfig(content, path, []) }], shared: {} };
  }
  const { workloads, ...shared } = content;
  const here = above.length === 0 ? LIMIT_FIELDS : [];
  const others = Object.keys(shared).filter((key) => !here.includes(key));
  if (others.length > 0) {
    const elsewhere =
      above.length > 0 && LIMIT_FIELDS.includes(others[0] ?? '')
        ? 'Put it into the file that lists this one.'
        : `Put it into the workloads; beside them may stand ${LIMIT_FIELDS.join(', ')}.`;
    throw new InputError(`${path}: beside "workloads" there is no field "${others[0]}". ${elsewhere}`);
  }
  if (!Array.isArray(workloads) || workloads.length === 0) {
    throw new InputError(
      `${path}: "workloads" is no list. Give workloads, or paths of files with workloads, under it.`,
    );
  }
  const given = workloads.flatMap((entry: unknown, index): Given[] => {
    const where = ['workloads', index];
    if (typeof entry === 'string') return collect(resolve(dirname(file), entry), [...above, file]).given;
    return [{ file: path, where, value: isRecord(entry) ? withConfig(entry, path, where) : entry }];
  });
  return { given, shared };
}

function parseFile(path: string): unknown {
  const text = readText(path);
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof YAMLParseError) {
      throw new InputError(`${path} is no valid YAML: ${error.message} Correct the file.`, { cause: error });
    }
    // So the parser says that an alias has no anchor, or that aliases stand for more than fits into memory.
    if (!(error instanceof ReferenceError)) throw error;
    throw new InputError(`${path} is no valid YAML: ${error.message}. Correct the file.`, { cause: error });
  }
}

function readText(path: string): string {
  if (!existsSync(path)) throw new InputError(`${path} does not exist. config/examples/ has files to start from.`);
  const { size } = statSync(path);
  if (statSync(path).isDirectory()) throw new InputError(`${path} is a folder. Give a file with workloads.`);
  if (size > LARGEST_BYTES) throw new InputError(`${path} is too large for a file of workloads (${size} bytes).`);
  const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  if (!text.includes('\u0000') && !text.includes('\uFFFD')) return text;
  throw new InputError(`${path} is no text in UTF-8. Give a YAML or JSON file of workloads.`);
}

/** Puts the content of the file named by `model.configFile` in its place; the name stays, or becomes the file's. */
function withConfig(workload: Record<string, unknown>, path: string, where: readonly (string | number)[]): unknown {
  const { model } = workload;
  if (!isRecord(model) || typeof model.configFile !== 'string') return workload;
  const { configFile, ...rest } = model;
  const target = resolve(dirname(resolve(path)), configFile);
  if (!existsSync(target) || !statSync(target).isFile()) {
    throw new InputError(problem(path, [...where, 'model', 'configFile'], `${target} is no file. Give a config.json.`));
  }
  try {
    const config: unknown = JSON.parse(readText(target));
    return { ...workload, model: { name: configFile, ...rest, config } };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new InputError(problem(path, [...where, 'model', 'configFile'], `${target} is no JSON: ${error.message}`), {
      cause: error,
    });
  }
}

function problem(file: string, field: readonly PropertyKey[], message: string): string {
  return `${file}: ${atField(field, message)}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
