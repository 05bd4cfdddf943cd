import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { ModelArchitecture } from './model-architecture.js';
import { ModelConfigError } from './model-config-error.js';
import { parseModelConfig } from './model-config.js';

/** A config.json takes kilobytes; what is larger is another file, e.g. the weights. */
const LARGEST_BYTES = 8 * 2 ** 20;
const CHUNK_BYTES = 2 ** 16;

/**
 * Reads a model's Hugging Face `config.json`.
 *
 * @param path the file, or a folder that holds a `config.json`
 * @param name what to call the model; else it is called after the file, or after the folder of a `config.json`
 * @throws ModelConfigError naming the file, the field and the next step
 */
export function readModelConfigFile(path: string, name?: string): ModelArchitecture {
  const file = configFile(path);
  const config = parseJson(file);
  try {
    return parseModelConfig(config, name ?? nameOf(file), `config.json at ${path}`);
  } catch (error) {
    if (error instanceof ModelConfigError) throw new ModelConfigError(`${path}: ${error.message}`, { cause: error });
    throw error;
  }
}

function configFile(path: string): string {
  if (!existsSync(path)) throw new ModelConfigError(`${path} does not exist. Give the path of a model's config.json.`);
  if (!statSync(path).isDirectory()) return path;
  const inside = join(path, 'config.json');
  if (existsSync(inside)) return inside;
  throw new ModelConfigError(`The folder ${path} holds no config.json. Give the config.json itself.`);
}

function parseJson(file: string): unknown {
  try {
    // Files written on Windows may begin with a byte-order mark.
    return JSON.parse(
      readAtMost(file, LARGEST_BYTES)
        .toString('utf8')
        .replace(/^\uFEFF/, ''),
    );
  } catch (error) {
    if (error instanceof ModelConfigError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new ModelConfigError(`${file} cannot be read as JSON: ${why}. Give the model's config.json.`, {
      cause: error,
    });
  }
}

/** Reads to the end, or refuses at the limit: a pipe or a device tells no size, and `/dev/zero` has no end. */
function readAtMost(file: string, limit: number): Buffer {
  const descriptor = openSync(file, 'r');
  try {
    const chunks: Buffer[] = [];
    for (let read = 0; ;) {
      const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
      const length = readSync(descriptor, chunk);
      if (length === 0) return Buffer.concat(chunks);
      chunks.push(chunk.subarray(0, length));
      read += length;
      if (read > limit) {
        throw new ModelConfigError(
          `${file} is too large for a config.json (more than ${limit} bytes). Give the model's config.json.`,
        );
      }
    }
  } finally {
    closeSync(descriptor);
  }
}

/** `OWNER--MODEL_config.json`, as caches name such files, gives `OWNER/MODEL`; a plain `config.json` its folder's name. */
function nameOf(file: string): string {
  const plain = basename(file).replace(/\.json$/i, '');
  const own = plain.replace(/[._-]?config$/i, '');
  const stem = own === '' ? basename(dirname(resolve(file))) : own;
  return stem.replace(/^models--/, '').replace('--', '/') || 'model';
}
