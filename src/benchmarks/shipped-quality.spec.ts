import { expect, it } from 'vitest';
import { shippedQuality } from './shipped-quality.js';

it('knows what quantized models keep of their score, as published', () => {
  const quality = shippedQuality();
  // Neural Magic's evaluation of Llama 3.1 8B Instruct in fp8 and int4; nobody measured it in fp32.
  expect(quality('meta-llama/Meta-Llama-3.1-8B', 'fp8', 'MMLU')).toMatchObject({ retainedPercent: 98.5 });
  expect(quality('meta-llama/Meta-Llama-3.1-8B', 'int4', 'MMLU')).toMatchObject({ retainedPercent: 94.34 });
  expect(quality('meta-llama/Meta-Llama-3.1-8B', 'fp32')).toBeNull();
});
