import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modelNamed, PRECISIONS } from '../catalog/index.js';
import { modelVariantsOf } from './model-variants.js';
import { variantQuality } from './variants.fixture.js';
import { model } from './world.fixture.js';

const BASE = model(80);
const SMALL = 'meta-llama/Llama-3.2-3B';
const TINY = 'meta-llama/Llama-3.2-1B';
const QUALITY = variantQuality(BASE.name, {
  [SMALL]: { bf16: { MMLU: 92, GSM8K: 88 }, fp8: { MMLU: 91 } },
  [TINY]: { bf16: { MMLU: 70 } },
});
const EXPERTS = modelNamed('Qwen/Qwen3-30B-A3B-Instruct-2507');
const FEWER = variantQuality(EXPERTS.name, {
  '96 experts': { bf16: { GSM8K: 99 } },
  '64 experts': { bf16: { GSM8K: 98 } },
});

type Wishes = Parameters<typeof modelVariantsOf>[0];
const wishes = (more: Partial<Wishes>): Wishes => ({ name: 'chat', precisions: 'native', variants: 'none', ...more });

function accepted(more: Partial<Wishes>): string[] {
  return modelVariantsOf(wishes(more), BASE, QUALITY).accepted.flatMap(({ model: served, precisions }) =>
    precisions.map(({ precision, basis }) => `${served.name} ${precision} ${basis}`),
  );
}

function whyNot(more: Partial<Wishes>, name: string, base = BASE, quality = QUALITY): string | undefined {
  return modelVariantsOf(wishes(more), base, quality).rejected.find((one) => one.name === name)?.why;
}

describe('pruned models and students', () => {
  it('are not accepted unless the workload says so', () => {
    expect(accepted({})).toEqual([]);
    expect(whyNot({}, SMALL)).toBe('it is not among the accepted variants');
  });

  it('are accepted as measured, at the precisions that were measured too', () => {
    expect(accepted({ variants: 'measured' })).toEqual([`${SMALL} bf16 measured`, `${TINY} bf16 measured`]);
    expect(accepted({ variants: 'measured', precisions: 'measured' })).toContain(`${SMALL} fp8 measured`);
  });

  it('hold the floor by their lowest benchmark, or by the one that is named', () => {
    const floor = { variants: 'measured', qualityFloor: { minRetainedPercent: 90 } } as const;
    expect(accepted(floor)).toEqual([]);
    expect(whyNot(floor, SMALL)).toBe('it keeps 88 % of the score on GSM8K, the floor is 90 %');
    expect(accepted({ ...floor, qualityFloor: { minRetainedPercent: 90, benchmark: 'MMLU' } })).toEqual([
      `${SMALL} bf16 measured`,
    ]);
  });

  it('named by the workload have to hold it as well, once they are measured', () => {
    const named = { variants: [SMALL, TINY], qualityFloor: { minRetainedPercent: 80 } };
    expect(accepted(named)).toEqual([`${SMALL} bf16 measured`]);
    expect(whyNot(named, TINY)).toBe('it keeps 70 % of the score on MMLU, the floor is 80 %');
  });

  it('that nobody measured are accepted by name, at the precision that is named', () => {
    const other = 'meta-llama/Meta-Llama-3.1-8B';
    expect(accepted({ variants: ['llama-3.1-8b'] })).toEqual([`${other} bf16 accepted_by_name`]);
    expect(accepted({ variants: [other], precisions: ['int4'] })).toEqual([`${other} int4 accepted_by_name`]);
    expect(accepted({ variants: 'measured', precisions: ['int4'] })).toEqual([]);
    expect(whyNot({ variants: 'measured', precisions: ['int4'] }, SMALL)).toBe(
      `its quality in int4 has not been measured against ${BASE.name}`,
    );
  });

  it('with a name that nothing has are refused with those that were meant', () => {
    expect(() => accepted({ variants: ['lama-3.2-3b'] })).toThrow(/Workload "chat", variants: No model is called/);
  });
});

describe('a model with fewer experts', () => {
  it('is served where it was measured', () => {
    const { accepted: list } = modelVariantsOf(wishes({ variants: [{ experts: 96 }] }), EXPERTS, FEWER);
    expect(
      list.map(({ model: served, precisions }) => [served.experts?.count, precisions[0]?.figure?.retainedPercent]),
    ).toEqual([[96, 99]]);
  });

  it('between measured ones is accepted by name, beyond them not even so', () => {
    const of = (experts: number) => modelVariantsOf(wishes({ variants: [{ experts }] }), EXPERTS, FEWER);
    expect(of(80).accepted[0]?.precisions[0]?.basis).toBe('accepted_by_name');
    expect(of(32).accepted).toEqual([]);
    expect(of(32).rejected.at(-1)?.why).toBe('it is pruned beyond what was measured: down to 64 of 128 experts');
  });

  it('is refused where nobody measured any, where there are none, and where none would go', () => {
    const none = variantQuality('nothing', {});
    const why = (experts: number, base = EXPERTS) =>
      modelVariantsOf(wishes({ variants: [{ experts }] }), base, none).rejected.at(-1)?.why;
    expect(why(64)).toBe(`nobody measured what pruning the experts of ${EXPERTS.name} costs`);
    expect(why(8, BASE)).toBe(`${BASE.name} has no routed experts to prune`);
    expect(why(128)).toBe(`${EXPERTS.name} has 128 experts: none would be pruned`);
    expect(why(4)).toBe('a token goes through 8 experts');
  });
});

it('no variant is accepted below the floor, and none without a measurement unless it is named', () => {
  const percent = fc.integer({ min: 1, max: 105 });
  const figures = fc.dictionary(fc.constantFrom('MMLU', 'GSM8K'), percent, { minKeys: 0, maxKeys: 2 });
  const scene = fc.record({
    kept: fc.dictionary(
      fc.constantFrom(SMALL, TINY, 'meta-llama/Meta-Llama-3.1-8B'),
      fc.dictionary(fc.constantFrom('bf16', 'fp8', 'int4'), figures),
    ),
    variants: fc.oneof(
      fc.constantFrom('none' as const, 'measured' as const),
      fc.uniqueArray(fc.constantFrom<string>(SMALL, TINY, 'openai/gpt-oss-20b'), { minLength: 1 }),
    ),
    precisions: fc.oneof(
      fc.constantFrom('native' as const, 'measured' as const),
      fc.uniqueArray(fc.constantFrom(...PRECISIONS), { minLength: 1 }),
    ),
    floor: percent,
    benchmark: fc.constantFrom(undefined, 'MMLU', 'GSM8K'),
  });
  fc.assert(
    fc.property(scene, ({ kept, variants, precisions, floor, benchmark }) => {
      const workload = wishes({ variants, precisions, qualityFloor: { minRetainedPercent: floor, benchmark } });
      const quality = variantQuality(BASE.name, kept);
      for (const { model: served, precisions: at } of modelVariantsOf(workload, BASE, quality).accepted) {
        const named = Array.isArray(variants) && variants.includes(served.name);
        expect(named || variants === 'measured').toBe(true);
        for (const { figure, basis } of at) {
          if (figure === null) expect(named && basis === 'accepted_by_name').toBe(true);
          else expect(figure.retainedPercent).toBeGreaterThanOrEqual(floor);
        }
      }
    }),
  );
});
