import { describe, expect, it } from 'vitest';
import { readAccelerators } from '../catalog/index.js';
import { InputError } from '../platform/index.js';
import { understandQuestion, type KnownNames, type PriceQuestion } from './price-question.js';

const known: KnownNames = {
  accelerators: readAccelerators(),
  regions: new Set(['us-central1', 'eastus2']),
  instanceTypes: new Set(['a3-highgpu-8g', 'Standard_ND96isr_H100_v5']),
};
const understand = (question: PriceQuestion) => understandQuestion(question, known);

describe('what people ask prices for', () => {
  it('asks nothing when nothing is said', () => {
    expect(Object.values(understand({}))).toEqual([null, null, null, null, null, null, null, false]);
  });

  it('understands names in other spellings', () => {
    expect(understand({ cloud: ['AWS', 'google'] }).clouds).toEqual(['aws', 'gcp']);
    expect(understand({ purchase: ['on-demand', 'Spot', 'committedUse'] }).purchaseOptions).toEqual([
      'on_demand',
      'spot',
      'committed_use',
    ]);
    expect(understand({ instanceType: ['nd96isr_h100_v5'] }).instanceTypes).toEqual(['Standard_ND96isr_H100_v5']);
    expect(understand({ region: ['US-Central1'] }).regions).toEqual(['us-central1']);
  });

  it('finds every accelerator that a family name stands for', () => {
    const ids = understand({ accelerator: ['h100'] }).acceleratorIds ?? [];
    expect(ids.length).toBeGreaterThan(0);
    expect(ids.every((id) => id.includes('h100'))).toBe(true);
  });

  it('refuses names that nothing has, and offers the closest', () => {
    const refusals: [PriceQuestion, RegExp][] = [
      [{ cloud: ['asure'] }, /No cloud is called "asure"\. Did you mean azure\?/],
      [{ region: ['us-centrall1'] }, /Did you mean us-central1/],
      [{ purchase: ['spott'] }, /Did you mean spot/],
      [{ instanceType: ['a3-highgpu-9g'] }, /Did you mean a3-highgpu-8g/],
      [{ accelerator: ['H1000'] }, /H100/],
    ];
    for (const [question, sentence] of refusals) {
      expect(() => understand(question)).toThrow(InputError);
      expect(() => understand(question)).toThrow(sentence);
    }
  });
});
