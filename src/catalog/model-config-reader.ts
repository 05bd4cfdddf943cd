import { ModelConfigError } from './model-config-error.js';

/** What the fields mean, so that an error about one of them can be acted on. */
const MEANINGS: Readonly<Record<string, string>> = {
  model_type: 'the family of the model, e.g. "llama"',
  hidden_size: 'the width of the model',
  num_hidden_layers: 'the number of layers',
  num_attention_heads: 'the number of query heads',
  num_key_value_heads: 'the number of key and value heads',
  head_dim: 'the width of one attention head',
  intermediate_size: 'the width of the feed-forward block',
  moe_intermediate_size: 'the width of one expert',
  vocab_size: 'the number of tokens in the vocabulary',
  num_experts_per_tok: 'the experts that one token is sent to',
  kv_lora_rank: 'the width of the compressed key-value cache',
  qk_nope_head_dim: 'the part of a query head without rotation',
  qk_rope_head_dim: 'the rotated part of a query head',
  v_head_dim: 'the width of a value head',
  sliding_window: 'the tokens that a sliding layer attends to',
  attention_chunk_size: 'the tokens that a chunked layer attends to',
};

/** No field of a real model comes near; larger values would only overflow the counts. */
const LARGEST_VALUE = 1e9;

/** Longest text of the input that is repeated in an error. */
const QUOTED = 60;

function quote(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'bigint' || typeof value === 'symbol' || typeof value === 'function') return `a ${typeof value}`;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  const text = JSON.stringify(value);
  return text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text;
}

/** Reads the fields of one object of a `config.json`; whatever is missing or odd becomes a `ModelConfigError`. */
export class ConfigReader {
  private readonly defaulted = new Map<string, number>();

  private constructor(
    private readonly fields: object,
    private readonly where: string,
    private readonly defaults: Readonly<Record<string, number>>,
  ) {}

  static of(value: unknown, where: string): ConfigReader {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new ModelConfigError(
        `${where} must be a JSON object, but is ${quote(value)}. Give a Hugging Face config.json.`,
      );
    }
    return new ConfigReader(value, where, {});
  }

  /** The same object, read with the defaults of its model type. */
  withDefaults(defaults: Readonly<Record<string, number>>): ConfigReader {
    return new ConfigReader(this.fields, this.where, defaults);
  }

  /** Fields that were absent and taken from the defaults of the model type. */
  get defaultedFields(): string[] {
    return [...this.defaulted].map(([key, value]) => `${key} ${value}`);
  }

  /** Whether the model type has a default for the field. */
  hasDefault(key: string): boolean {
    return Object.hasOwn(this.defaults, key);
  }

  has(key: string): boolean {
    return this.raw(key) !== undefined;
  }

  /** A whole number of at least 1; the first of the names that is present counts. */
  size(key: string, ...otherNames: string[]): number {
    const value = this.optionalSize(key, ...otherNames);
    if (value !== null) return value;
    const preset = Object.hasOwn(this.defaults, key) ? this.defaults[key] : undefined;
    if (preset === undefined) throw this.missing(key);
    this.defaulted.set(key, preset);
    return preset;
  }

  optionalSize(key: string, ...otherNames: string[]): number | null {
    return this.whole(1, [key, ...otherNames]);
  }

  /** A whole number that may be 0; null where absent. */
  optionalCount(key: string): number | null {
    return this.whole(0, [key]);
  }

  /** A group size: null where absent or -1, which stands for whole rows. */
  optionalGroup(key: string): number | null {
    return this.raw(key) === -1 ? null : this.optionalSize(key);
  }

  flag(key: string, whenAbsent: boolean): boolean {
    return this.optionalFlag(key) ?? whenAbsent;
  }

  optionalFlag(key: string): boolean | null {
    const value = this.raw(key);
    if (value === undefined) return null;
    if (typeof value !== 'boolean') throw this.odd(key, 'true or false', value);
    return value;
  }

  text(key: string): string {
    const value = this.optionalText(key);
    if (value === null) throw this.missing(key);
    return value;
  }

  optionalText(key: string): string | null {
    const value = this.raw(key);
    if (value === undefined) return null;
    if (typeof value !== 'string') throw this.odd(key, 'a text', value);
    return value;
  }

  optionalTexts(key: string): string[] | null {
    return this.list(key, 'a list of texts', (item): item is string => typeof item === 'string');
  }

  optionalCounts(key: string): number[] | null {
    const isCount = (item: unknown): item is number => Number.isInteger(item) && Number(item) >= 0;
    return this.list(key, 'a list of whole numbers', isCount);
  }

  optionalObject(key: string): ConfigReader | null {
    const value = this.raw(key);
    return value === undefined ? null : ConfigReader.of(value, `"${key}" of ${this.where}`);
  }

  /** Names of the fields that hold something. */
  keys(): string[] {
    return Object.keys(this.fields).filter((key) => this.has(key));
  }

  /** All values of this object, e.g. of a table keyed by free names. */
  objects(): ConfigReader[] {
    return Object.entries(this.fields).map(([key, value]) => ConfigReader.of(value, `"${key}" of ${this.where}`));
  }

  error(message: string): ModelConfigError {
    return new ModelConfigError(`${this.where}: ${message}`);
  }

  private missing(key: string): ModelConfigError {
    const meaning = Object.hasOwn(MEANINGS, key) ? ` (${MEANINGS[key]})` : '';
    return this.error(
      `the field "${key}"${meaning} is missing. Add it, or give the config.json as the model's publisher wrote it.`,
    );
  }

  private odd(key: string, wanted: string, value: unknown): ModelConfigError {
    return this.error(`"${key}" must be ${wanted}, but is ${quote(value)}. Correct the field.`);
  }

  private whole(least: number, names: string[]): number | null {
    for (const name of names) {
      const value = this.raw(name);
      if (value === undefined) continue;
      if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > LARGEST_VALUE) {
        throw this.odd(name, `a whole number from ${least} to ${LARGEST_VALUE}`, value);
      }
      return value;
    }
    return null;
  }

  private list<T>(key: string, wanted: string, fits: (item: unknown) => item is T): T[] | null {
    const value = this.raw(key);
    if (value === undefined) return null;
    if (!Array.isArray(value)) throw this.odd(key, wanted, value);
    const items: unknown[] = value;
    if (!items.every(fits)) throw this.odd(key, wanted, value);
    return items;
  }

  /** Own fields only, so that `__proto__` or `constructor` never reads as one; null means absent, as in Hugging Face. */
  private raw(key: string): unknown {
    if (!Object.hasOwn(this.fields, key)) return undefined;
    const value: unknown = Reflect.get(this.fields, key);
    return value === null ? undefined : value;
  }
}
