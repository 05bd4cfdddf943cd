import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ModelConfigError } from './model-config-error.js';
import { readModelConfigFile } from './model-config-file.js';

const CONFIG = {
  model_type: 'llama',
  hidden_size: 8,
  num_hidden_layers: 1,
  num_attention_heads: 1,
  num_key_value_heads: 1,
  intermediate_size: 8,
  vocab_size: 8,
  torch_dtype: 'bfloat16',
};

function file(name: string, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'pennywatt-model-'));
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
}

describe('a model config in a file', () => {
  it('is called after its folder, or after the file', () => {
    const text = JSON.stringify(CONFIG);
    expect(readModelConfigFile(file('my-model/config.json', text)).name).toBe('my-model');
    expect(readModelConfigFile(file('owner--my-model_config.json', text)).name).toBe('owner/my-model');
    expect(readModelConfigFile(file('tiny.json', text)).name).toBe('tiny');
    expect(readModelConfigFile(file('tiny.json', text), 'named').name).toBe('named');
  });

  it('is found in its folder, with or without a byte-order mark', () => {
    const path = file('my-model/config.json', `\uFEFF${JSON.stringify(CONFIG)}`);
    const model = readModelConfigFile(join(path, '..'));
    expect(model.name).toBe('my-model');
    expect(model.source).toContain('my-model');
  });

  it.each([
    ['a file that is not there', () => join(tmpdir(), 'no-such-folder', 'config.json'), /does not exist/],
    ['a folder without one', () => mkdtempSync(join(tmpdir(), 'pennywatt-model-')), /holds no config\.json/],
    ['a file that is no JSON', () => file('config.json', '{"model_type":'), /cannot be read as JSON/],
    ['a missing field', () => file('config.json', '{"model_type": "llama"}'), /the field "hidden_size".*is missing/],
    ['the weights', () => file('model.safetensors', 'x'.repeat(9 * 2 ** 20)), /too large for a config\.json/],
    ['a device without an end', () => '/dev/zero', /too large for a config\.json/],
  ])('is explained: %s', (_, path, message) => {
    const given = path();
    expect(() => readModelConfigFile(given)).toThrow(message);
    expect(() => readModelConfigFile(given)).toThrow(ModelConfigError);
    expect(() => readModelConfigFile(given)).toThrow(given);
  });
});
