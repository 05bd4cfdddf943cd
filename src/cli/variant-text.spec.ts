import { describe, expect, it } from 'vitest';
import type { Placement } from '../placement/index.js';
import { variantRows } from './variant-text.js';

type Variant = Placement['variants'][number];

const PUBLISHED: Variant = {
  model: 'acme/Large',
  technique: null,
  precision: 'bf16',
  chosen: false,
  accepted: true,
  reason: null,
  basis: 'native',
  retainedPercent: 100,
  benchmark: null,
  method: null,
  source: null,
  usdPerMonth: '7300',
  savingPercent: 0,
};
const STUDENT: Variant = {
  ...PUBLISHED,
  model: 'acme/Small',
  technique: 'distillation',
  basis: 'measured',
  retainedPercent: 90.9,
  benchmark: 'MMLU',
  method: 'distilled',
  source: 'a paper',
  usdPerMonth: '1460',
  savingPercent: 80,
};

describe('what variants cost and keep', () => {
  it('is a line each, with what it saves, keeps and who measured it', () => {
    expect(variantRows([PUBLISHED, { ...STUDENT, chosen: true }])).toEqual([
      '  variants   each in its cheapest place, beside the published weights (* served, − not accepted)',
      '    model                     precision  USD a month  saves  quality               source',
      '      acme/Large              bf16           7300.00    0 %  as published',
      '    * acme/Small (distilled)  bf16           1460.00   80 %  keeps 90.9 % on MMLU  a paper',
    ]);
  });

  it('says why one is not accepted, and where nothing can run it', () => {
    const refused = { ...STUDENT, accepted: false, usdPerMonth: null, savingPercent: null };
    const [, , , below, beyond] = variantRows([
      PUBLISHED,
      { ...refused, reason: 'it keeps 90.9 % of the score on MMLU, the floor is 95 %' },
      {
        ...refused,
        precision: null,
        retainedPercent: null,
        source: null,
        reason: 'it is pruned beyond what was measured',
      },
    ]);
    expect(below).toMatch(
      /− acme\/Small .* nowhere +– +it keeps 90.9 % of the score on MMLU, the floor is 95 % +a paper/,
    );
    expect(beyond).toMatch(/− acme\/Small \(distilled\) +– +nowhere +– +it is pruned beyond what was measured$/);
  });

  it('is left out where there is nothing to choose from', () => {
    expect(variantRows([PUBLISHED])).toEqual([]);
  });
});
