import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { modelDescriptionSchema } from '../catalog/index.js';
import { InputError } from '../platform/index.js';
import { registerModels } from './models.js';

/** Runs `pennywatt models …` and returns what it prints. */
function printed(...args: string[]): { out: string; err: string } {
  const out: string[] = [];
  const err: string[] = [];
  const program = new Command('pennywatt').exitOverride();
  registerModels(program, {
    connect: () => Promise.reject(new Error('models need no store')),
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    setExitCode: () => undefined,
  });
  program.parse(['models', ...args], { from: 'user' });
  return { out: out.join('\n'), err: err.join('\n') };
}

describe('pennywatt models describe', () => {
  it('prints the description as JSON alone', () => {
    const { out, err } = printed('describe', 'llama-3.1-8b', '--json');
    const description = modelDescriptionSchema.parse(JSON.parse(out));
    expect(description).toMatchObject({
      name: 'meta-llama/Meta-Llama-3.1-8B',
      totalParameters: 8_030_261_248,
      activeParameters: 8_030_261_248,
      kvCacheBytesPerToken: 131_072,
      layers: 32,
      hiddenSize: 4096,
      nativePrecision: 'bf16',
    });
    expect(err).toBe('');
  });

  it('prints the active parameters as the model card counts them, and beside them with both embeddings', () => {
    const description = modelDescriptionSchema.parse(JSON.parse(printed('describe', 'gpt-oss-120b', '--json').out));
    expect(description.activeParameters).toBe(5_132_849_472);
    expect(description.activeParametersPublishedCount).toBe('without_input_embedding');
    expect(description.activeParametersWithEmbeddings).toBe(5_132_849_472 + 201_088 * 2880);
    expect(description.publishedActiveBillions).toBe(5.13);
  });

  it('prints lines that a person can read', () => {
    const { out } = printed('describe', 'deepseek-v3');
    expect(out).toContain('671,026,419,200 (671.03 B) (publisher: 671 billion)');
    expect(out).toContain('8 of 256 per token, beside 1 shared, in 58 layers');
    expect(out).toContain('68.6 KiB in 16 bit');
    expect(out).not.toContain('undefined');
  });

  it('reads any config.json, which wins over a name', () => {
    const folder = mkdtempSync(join(tmpdir(), 'pennywatt-cli-'));
    const path = join(folder, 'config.json');
    const config = {
      model_type: 'llama',
      hidden_size: 8,
      num_hidden_layers: 1,
      num_attention_heads: 1,
      intermediate_size: 8,
      vocab_size: 8,
    };
    writeFileSync(path, JSON.stringify(config));
    for (const given of [path, folder]) {
      const description = modelDescriptionSchema.parse(JSON.parse(printed('describe', given, '--json').out));
      expect(description.totalParameters).toBe(4 * 64 + 3 * 64 + 2 * 64 + 3 * 8);
      expect(description.publishedTotalBillions).toBeNull();
    }
  });

  it.each([
    ['no-such-model', /No model is called "no-such-model"/],
    ['./nowhere/config.json', /does not exist/],
    ['mixtral-8x8b', /Did you mean mistralai\/Mixtral-8x7B-v0\.1/],
  ])('refuses %s as bad input', (given, message) => {
    expect(() => printed('describe', given)).toThrow(message);
    expect(() => printed('describe', given)).toThrow(InputError);
  });
});

describe('pennywatt models list', () => {
  it('lists every model once, in columns', () => {
    const [heading, ...lines] = printed('list').out.split('\n');
    expect(heading).toMatch(/^model\s+parameters\s+active\s+format\s+weights/);
    expect(lines.length).toBeGreaterThan(90);
    expect(lines.some((line) => /^mistralai\/Mixtral-8x7B-v0\.1\s+46\.70 B\s+12\.88 B\s+bf16/.test(line))).toBe(true);
  });

  it('prints descriptions as JSON, and only those whose name holds a text', () => {
    const all = modelDescriptionSchema.array().parse(JSON.parse(printed('list', '--json').out));
    expect(all.length).toBeGreaterThan(90);
    const some = modelDescriptionSchema.array().parse(JSON.parse(printed('list', 'GPT-OSS', '--json').out));
    expect(some.map((model) => model.name)).toEqual(['openai/gpt-oss-120b', 'openai/gpt-oss-20b']);
    expect(() => printed('list', 'zzz')).toThrow(InputError);
  });
});
