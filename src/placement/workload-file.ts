import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse, YAMLParseError } from 'yaml';
import { InputError } from '../platform/index.js';
import { MOST_WORKLOADS, workloadListSchema, workloadSchema, type Workload } from './workload.schema.js';

/** A fleet takes kilobytes; what is larger is another file. */
const LARGEST_BYTES = 16 * 2 ** 20;

/**
 * Reads the workloads of a YAML or JSON file: one workload, or a list under `workloads:` whose entries are workloads or
 * paths of other such files. Paths, also those under `model.configFile`, are relative to the file they stand in.
 *
 * @throws InputError naming the file, the field, and what may have been meant; everything that is wrong at once
 */
export function readWorkloadFile(path: string): Workload[] {
  const given = collect(path, []);
  const wrong: string[] = [];
  const workloads: Workload[] = [];
  for (const { file, where, value } of given) {
    const parsed = workloadSchema.safeParse(value);
    if (parsed.success) workloads.push(parsed.data);
    else
      wrong.push(
        ...parsed.error.issues.map(({ path: field, message }) => problem(file, [...where, ...field], message)),
      );
  }
  if (wrong.length > 0) throw new InputError(`${wrong.join('\n')}\nSee docs/placement.md for the fields.`);
  const list = workloadListSchema.safeParse(workloads);
  if (!list.success) {
    const most = list.error.issues.map(({ message }) => message).join(' ');
    throw new InputError(`${path}: ${most} A file holds 1 to ${MOST_WORKLOADS} workloads, each with its own name.`);
  }
  return workloads;
}

interface Given {
  readonly file: string;
  readonly where: readonly (string | number)[];
  readonly value: unknown;
}

function collect(path: string, above: readonly string[]): Given[] {
  const file = resolve(path);
  if (above.includes(file)) throw new InputError(`${path} contains itself. Remove it from the list of its workloads.`);
  const content = parseFile(path);
  if (!isRecord(content)) throw new InputError(`${path} holds no workload. Give one, or a list under "workloads:".`);
  if (!('workloads' in content)) return [{ file: path, where: [], value: withConfig(content, path, []) }];
  const others = Object.keys(content).filter((key) => key !== 'workloads');
  if (others.length > 0) {
    throw new InputError(`${path}: beside "workloads" there is no field "${others[0]}". Put it into the workloads.`);
  }
  const { workloads } = content;
  if (!Array.isArray(workloads) || workloads.length === 0) {
    throw new InputError(
      `${path}: "workloads" is no list. Give workloads, or paths of files with workloads, under it.`,
    );
  }
  return workloads.flatMap((entry: unknown, index): Given[] => {
    const where = ['workloads', index];
    if (typeof entry === 'string') return collect(resolve(dirname(file), entry), [...above, file]);
    return [{ file: path, where, value: isRecord(entry) ? withConfig(entry, path, where) : entry }];
  });
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
  const where = field.map(String).join('.');
  return where === '' ? `${file}: ${message}` : `${file}: ${where}: ${message}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
