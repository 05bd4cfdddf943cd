import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { InputError, shippedFile } from '../platform/index.js';
import type { ModelArchitecture } from './model-architecture.js';
import { parseModelConfig } from './model-config.js';
import { closestNames } from './model-names.js';

/** Distilled by `scripts/distil/models.mjs`, and entered by hand from model cards. */
const SHIPPED_FILES = ['config/catalog/models/distilled.json', 'config/catalog/models/by-hand.json'];

const shippedModelSchema = z.strictObject({
  name: z.string().min(1),
  aliases: z.array(z.string().min(1)).optional(),
  config: z.record(z.string(), z.unknown()),
  /** As the publisher states them, in billions; beside our own counts, never in their place. */
  publishedTotalBillions: z.number().positive().optional(),
  publishedActiveBillions: z.number().positive().optional(),
  source: z.string().min(1),
});

/** One entry of the shipped files. */
export type ShippedModel = z.infer<typeof shippedModelSchema>;

interface ModelIndex {
  readonly models: readonly ModelArchitecture[];
  readonly byName: ReadonlyMap<string, ModelArchitecture>;
}

let index: ModelIndex | null = null;

/**
 * The entries of the shipped files as they are written.
 *
 * @throws InputError naming the file and the entry that cannot be used
 */
export function readShippedModels(): ShippedModel[] {
  return SHIPPED_FILES.flatMap((path) => {
    const parsed = z.array(shippedModelSchema).safeParse(JSON.parse(readFileSync(shippedFile(path), 'utf8')));
    if (parsed.success) return parsed.data;
    throw new InputError(
      `${path} cannot be used: ${z.prettifyError(parsed.error)} Restore the file as it was shipped.`,
    );
  });
}

/** Every model of the shipped catalog, in alphabetical order. Read once; the files do not change while we run. */
export function shippedModels(): readonly ModelArchitecture[] {
  return shippedIndex().models;
}

/**
 * The model of a name: as its repository is called (`meta-llama/Meta-Llama-3.1-8B`), without the owner, or by an
 * alias (`llama-3.1-8b`); capitals, underscores and the dash in `llama-3` do not matter. Null when there is none.
 */
export function findModel(name: string): ModelArchitecture | null {
  return shippedIndex().byName.get(nameKey(name)) ?? null;
}

/** Names of shipped models that somebody who wrote this may have meant, the closest first. */
export function similarModelNames(name: string, most = 3): string[] {
  return closestNames(nameKey(name), shippedIndex().byName.keys(), most * 3)
    .map((key) => shippedIndex().byName.get(key)?.name ?? key)
    .filter((found, position, all) => all.indexOf(found) === position)
    .slice(0, most);
}

/**
 * The model of a name.
 *
 * @throws InputError with the names that may have been meant
 */
export function modelNamed(name: string): ModelArchitecture {
  const model = findModel(name);
  if (model) return model;
  const similar = similarModelNames(name);
  const meant = similar.length > 0 ? ` Did you mean ${similar.join(' or ')}?` : '';
  throw new InputError(
    `No model is called "${name}" in the shipped catalog.${meant} "pennywatt models list" shows all; ` +
      'for any other model give its Hugging Face config.json.',
  );
}

/** The names a shipped model answers to, as keys: of the repository, without the owner, and its aliases. */
function keysOf(model: ShippedModel): string[] {
  const names = [model.name, ...(model.aliases ?? [])];
  const keys = names.flatMap((name) => [nameKey(name), nameKey(name.slice(name.indexOf('/') + 1))]);
  // Meta has dropped its own name from the repositories of Llama 3.
  return [...new Set(keys.flatMap((key) => [key, nameKey(key.replace('meta-llama-', 'llama-'))]))];
}

function nameKey(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '-')
    .replace(/^(llama|qwen|gemma|phi)-(?=\d)/, '$1');
}

function shippedIndex(): ModelIndex {
  index ??= buildIndex(readShippedModels());
  return index;
}

function architectureOf(entry: ShippedModel): ModelArchitecture {
  const model = parseModelConfig(entry.config, entry.name, entry.source);
  const { publishedTotalBillions: totalBillions = null, publishedActiveBillions: activeBillions = null } = entry;
  return totalBillions === null && activeBillions === null
    ? model
    : { ...model, published: { totalBillions, activeBillions } };
}

function buildIndex(shipped: readonly ShippedModel[]): ModelIndex {
  const byName = new Map<string, ModelArchitecture>();
  const models = shipped.map((entry) => {
    const model = architectureOf(entry);
    for (const key of keysOf(entry)) {
      // A short name that two publishers use goes to neither of them silently: the files must not hold one.
      const other = byName.get(key);
      if (other) throw new InputError(`Two shipped models are called "${key}": ${other.name} and ${entry.name}.`);
      byName.set(key, model);
    }
    return model;
  });
  return { models: models.sort((a, b) => a.name.localeCompare(b.name, 'en')), byName };
}
