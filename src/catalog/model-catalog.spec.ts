import { describe, expect, it } from 'vitest';
import { InputError } from '../platform/index.js';
import { findModel, modelNamed, readShippedModels, shippedModels, similarModelNames } from './model-catalog.js';
import { editDistance } from './model-names.js';

describe('names of shipped models', () => {
  it.each([
    ['meta-llama/Meta-Llama-3.1-8B', 'meta-llama/Meta-Llama-3.1-8B'],
    ['llama-3.1-8b', 'meta-llama/Meta-Llama-3.1-8B'],
    ['Llama3.1-8B', 'meta-llama/Meta-Llama-3.1-8B'],
    ['meta-llama/Llama-3.1-8B-Instruct', 'meta-llama/Meta-Llama-3.1-8B'],
    ['LLAMA 3.1 70B', 'meta-llama/Meta-Llama-3.1-70B'],
    ['mixtral_8x7b', 'mistralai/Mixtral-8x7B-v0.1'],
    ['DeepSeek-V3', 'deepseek-ai/DeepSeek-V3'],
    ['zhipuai/GLM-5', 'zai-org/GLM-5'],
  ])('%s means %s', (name, expected) => {
    expect(findModel(name)?.name).toBe(expected);
  });

  it('finds every model by its full name, and by every alias', () => {
    for (const { name, aliases = [] } of readShippedModels()) {
      for (const spelling of [name, ...aliases]) expect(findModel(spelling)?.name).toBe(name);
    }
  });

  it('lists each model once, in alphabetical order', () => {
    const names = shippedModels().map((model) => model.name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'en')));
  });

  it('does not take a wrong name for another model, but says which may have been meant', () => {
    expect(findModel('mixtrl-8x7b')).toBeNull();
    expect(similarModelNames('mixtrl-8x7b')[0]).toBe('mistralai/Mixtral-8x7B-v0.1');
    expect(similarModelNames('gpt-oss')).toEqual(['openai/gpt-oss-20b', 'openai/gpt-oss-120b']);
    expect(() => modelNamed('mixtrl-8x7b')).toThrow(/Did you mean mistralai\/Mixtral-8x7B-v0.1/);
    expect(() => modelNamed('zzzz')).toThrow(InputError);
    expect(() => modelNamed('zzzz')).not.toThrow(/Did you mean/);
    expect(findModel('')).toBeNull();
    expect(similarModelNames('')).toEqual([]);
  });

  it('counts the letters between two names', () => {
    expect(editDistance('', 'abc')).toBe(3);
    expect(editDistance('kitten', 'sitting')).toBe(3);
    expect(editDistance('same', 'same')).toBe(0);
  });
});
