import { describe, expect, it } from 'vitest';
import type { ModelArchitecture } from './model-architecture.js';
import { findModel, readShippedModels } from './model-catalog.js';
import { parseModelConfig } from './model-config.js';
import { prunedToExperts } from './model-pruning.js';

function shipped(name: string): ModelArchitecture {
  const model = findModel(name);
  if (model === null) throw new Error(`${name} is not shipped`);
  return model;
}

describe('a model with fewer experts', () => {
  it.each([
    ['Qwen/Qwen3-30B-A3B-Instruct-2507', 'num_experts', 96],
    ['deepseek-ai/DeepSeek-V3', 'n_routed_experts', 128],
    ['moonshotai/Moonlight-16B-A3B-Instruct', 'n_routed_experts', 48],
  ])('%s is counted as its configuration with so many would be', (name, field, count) => {
    const entry = readShippedModels().find((one) => one.name === name);
    const configured = parseModelConfig({ ...entry?.config, [field]: count }, name);
    const pruned = prunedToExperts(shipped(name), count);
    expect(pruned).toMatchObject({ experts: configured.experts, attention: configured.attention });
    for (const [counted, expected, share] of [
      [pruned?.totalParameters, configured.totalParameters, 1e-6],
      [pruned?.activeParameters, configured.activeParameters, 1e-6],
      [pruned?.weights?.keptIn16BitParameters, configured.weights?.keptIn16BitParameters, 1e-4],
      [pruned?.weights?.nativeBytes, configured.weights?.nativeBytes, 1e-3],
    ]) {
      expect(Math.abs((counted ?? 0) / (expected ?? 0) - 1)).toBeLessThan(share ?? 0);
    }
  });

  it('Qwen3-30B-A3B loses a quarter of its experts, worked out by hand', () => {
    // 32 of 128 experts in 48 layers, each 3 × 2,048 × 768 weights and a router row of 2,048.
    const removed = 32 * 48 * (3 * 2048 * 768 + 2048);
    expect(prunedToExperts(shipped('Qwen/Qwen3-30B-A3B'), 96)?.totalParameters).toBe(30_532_122_624 - removed);
  });

  it('is none where there are no experts, not so many, or too few for a token', () => {
    expect(prunedToExperts(shipped('llama-3.1-8b'), 4)).toBeNull();
    expect(prunedToExperts(shipped('Qwen/Qwen3-30B-A3B'), 128)).toBeNull();
    expect(prunedToExperts(shipped('Qwen/Qwen3-30B-A3B'), 7)).toBeNull();
    expect(prunedToExperts(shipped('Qwen/Qwen3-30B-A3B'), 8)).not.toBeNull();
  });
});
