import { describe, expect, it } from 'vitest';
import { findModel, readShippedModels, shippedModels } from './model-catalog.js';
import { describeModel } from './model-description.js';
import { activeParametersAsPublished } from './model-memory.js';

/**
 * Twelve published models. Totals: the elements of the published weight files. Active: in billions as the
 * model cards round them. Cache: worked out by hand, 2 bytes × elements per layer × layers.
 */
const PUBLISHED: [name: string, total: number, activeBillions: number, cacheBytesPerToken: number][] = [
  ['meta-llama/Meta-Llama-3.1-8B', 8_030_261_248, 8.03, 2 * (2 * 8 * 128) * 32],
  ['meta-llama/Meta-Llama-3.1-70B', 70_553_706_496, 70.6, 2 * (2 * 8 * 128) * 80],
  ['meta-llama/Meta-Llama-3.1-405B', 405_853_388_800, 405, 2 * (2 * 8 * 128) * 126],
  ['mistralai/Mixtral-8x7B-v0.1', 46_702_792_704, 12.9, 2 * (2 * 8 * 128) * 32],
  ['Qwen/Qwen3-32B', 32_762_123_264, 32.8, 2 * (2 * 8 * 128) * 64],
  ['Qwen/Qwen3-30B-A3B', 30_532_122_624, 3.3, 2 * (2 * 4 * 128) * 48],
  ['Qwen/Qwen3-235B-A22B', 235_093_634_560, 22, 2 * (2 * 4 * 128) * 94],
  ['deepseek-ai/DeepSeek-V3', 671_026_419_200, 37, 2 * (512 + 64) * 61],
  ['moonshotai/Kimi-K2-Instruct', 1_026_408_232_448, 32, 2 * (512 + 64) * 61],
  ['openai/gpt-oss-120b', 116_829_156_672, 5.13, 2 * (2 * 8 * 64) * 36],
  ['openai/gpt-oss-20b', 20_914_757_184, 3.61, 2 * (2 * 8 * 64) * 24],
  ['meta-llama/Llama-4-Scout-17B-16E-Instruct', 108_641_793_536, 17, 2 * (2 * 8 * 128) * 48],
];

/** Half of the last digit that a published figure shows, e.g. 0.05 for 3.3 and 0.5 for 671. */
function halfOfLastDigit(figure: number): number {
  const decimals = String(figure).split('.')[1]?.length ?? 0;
  return 0.5 * 10 ** -decimals;
}

/** Beyond what its rounding leaves open, a published figure may be 1 % off. */
function expectNear(billions: number, published: number, what: string): void {
  const open = halfOfLastDigit(published) + 0.01 * published;
  expect(Math.abs(billions - published), `${what}: ${billions} against ${published}`).toBeLessThanOrEqual(open);
}

describe('the published model configurations', () => {
  it.each(PUBLISHED)('%s has the parameters and the cache of its publisher', (name, total, activeBillions, cache) => {
    const model = findModel(name);
    if (!model) throw new Error(`${name} is not shipped`);
    const shown = describeModel(model);
    expect(shown.totalParameters).toBe(total);
    expectNear(shown.activeParameters / 1e9, activeBillions, name);
    expect(shown.kvCacheBytesPerToken).toBe(cache);
  });

  it('agree with every figure that the shipped files quote from a publisher', () => {
    let compared = 0;
    for (const { name, publishedTotalBillions, publishedActiveBillions } of readShippedModels()) {
      const model = findModel(name);
      if (!model) throw new Error(`${name} cannot be found`);
      if (publishedTotalBillions) expectNear(model.totalParameters / 1e9, publishedTotalBillions, `${name}, total`);
      if (publishedActiveBillions) {
        expectNear(activeParametersAsPublished(model) / 1e9, publishedActiveBillions, `${name}, active`);
      }
      compared += (publishedTotalBillions ? 1 : 0) + (publishedActiveBillions ? 1 : 0);
    }
    expect(compared).toBeGreaterThan(80);
  });

  it('keep their parts within the whole', () => {
    for (const model of shippedModels()) {
      const { keptIn16BitParameters = 0, nativeBytes = 0 } = model.weights ?? {};
      expect(model.attention.reduce((sum, group) => sum + group.layers, 0)).toBe(model.layers);
      expect(model.activeParameters).toBeLessThanOrEqual(model.totalParameters);
      expect(keptIn16BitParameters).toBeLessThanOrEqual(model.totalParameters);
      expect(nativeBytes).toBeGreaterThan(model.totalParameters / 2);
      expect(nativeBytes).toBeLessThanOrEqual(2 * model.totalParameters);
      expect(model.source).not.toBe('');
    }
  });
});

describe('a hand count of DeepSeek-V3', () => {
  // Attention: queries 7168→1536→128·192, keys and values 7168→576 and 512→128·256, output 128·128→7168, two norms.
  const attention = 7168 * 1536 + 1536 * 24576 + 7168 * 576 + 512 * 32768 + 16384 * 7168 + 1536 + 512;
  const expert = 3 * 7168 * 2048;
  const router = 7168 * 256 + 256;
  const norms = 2 * 7168;
  const embedding = 129280 * 7168;
  const dense = 3 * (attention + norms + 3 * 7168 * 18432);
  const sparse = (experts: number) => 58 * (attention + norms + router + (experts + 1) * expert);
  const model = findModel('deepseek-v3');

  it('gives the total, and the active parameters without the input embedding', () => {
    expect(model?.totalParameters).toBe(dense + sparse(256) + 2 * embedding + 7168);
    expect(model && activeParametersAsPublished(model)).toBe(dense + sparse(8) + embedding + 7168);
  });

  it('gives the size of the published files: matrices in 8 bit with their scales, the rest in 16 bit', () => {
    const kept = 2 * embedding + 7168 + 61 * (norms + 1536 + 512) + 58 * router;
    const matrices = (model?.totalParameters ?? 0) - kept;
    expect(model?.weights?.keptIn16BitParameters).toBe(kept);
    expect(model?.weights?.nativeBytes).toBe(Math.round(2 * kept + matrices * (1 + 4 / 16384)));
  });
});
