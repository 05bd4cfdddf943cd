import { describe, expect, it } from 'vitest';
import { discount } from './discount.fixture.js';
import { isFor, isValidFor, namesMatch, stateOn } from './discount.js';

const P5 = {
  cloud: 'aws',
  instanceType: 'p5.48xlarge',
  acceleratorId: 'nvidia-h100-sxm-80gb',
  region: 'us-east-1',
  purchaseOption: 'on_demand',
} as const;
const TPU = { ...P5, cloud: 'gcp', instanceType: 'ct5lp-hightpu-8t', acceleratorId: 'google-tpu-v5e' } as const;

describe('a pattern of instance types', () => {
  it.each([
    ['p5.*', 'p5.48xlarge', true],
    ['p5.*', 'p5en.48xlarge', false],
    ['p5*.48xlarge', 'p5en.48xlarge', true],
    ['*H100*', 'Standard_NC40ads_H100_v5', true],
    ['*', 'anything', true],
    ['ab*ba', 'aba', false],
    ['a*a', 'a', false],
    ['a**b', 'ab', true],
    ['p5.48xlarge', 'p5.48xlarge', true],
    ['p5', 'p5.48xlarge', false],
    ['p5.*', 'xp5.48xlarge', false],
  ])('%s and %s: %s', (pattern, name, expected) => {
    expect(namesMatch(pattern, name)).toBe(expected);
  });
});

describe('a discount', () => {
  it.each([
    [{}, true],
    [{ cloud: 'gcp' }, false],
    [{ instanceType: 'p5.*' }, true],
    [{ instanceType: 'p4d.*' }, false],
    [{ region: 'us-east-1' }, true],
    [{ region: 'us-east-2' }, false],
    [{ purchaseOptions: ['reserved', 'on_demand'] }, true],
    [{ purchaseOptions: ['spot'] }, false],
    [{ service: 'AmazonEC2' }, true],
  ] as const)('%j is meant for a p5.48xlarge on demand in us-east-1: %s', (more, expected) => {
    expect(isFor(discount(more), P5)).toBe(expected);
  });

  it('on Cloud TPU is none on Compute Engine', () => {
    expect(isFor(discount({ cloud: 'gcp', service: 'Cloud TPU' }), TPU)).toBe(true);
    expect(isFor(discount({ cloud: 'gcp', service: 'Compute Engine' }), TPU)).toBe(false);
  });

  it('of an account holds for who names it, in either case', () => {
    const ours = discount({ account: '6F9619FF-8B86' });
    expect(isValidFor(ours, new Set(), '2026-06-01')).toBe(false);
    expect(isValidFor(ours, new Set(['another']), '2026-06-01')).toBe(false);
    expect(isValidFor(ours, new Set(['6f9619ff-8b86']), '2026-06-01')).toBe(true);
  });

  it('holds from its first day, and on its last no more', () => {
    const year = discount({ validFrom: '2026-01-01', validTo: '2027-01-01' });
    const holds = (day: string) => isValidFor(year, new Set(), day);
    expect(['2025-12-31', '2026-01-01', '2026-12-31', '2027-01-01'].map(holds)).toEqual([false, true, true, false]);
    expect(['2025-12-31', '2026-12-31', '2027-01-01'].map((day) => stateOn(year, day))).toEqual([
      'upcoming',
      'in_force',
      'expired',
    ]);
  });
});
