import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../platform/index.js';
import { matchAccelerators } from './accelerator-names.js';
import { readAccelerators } from './shipped-catalog.js';

const accelerators = readAccelerators();
const ids = (text: string) => matchAccelerators(text, accelerators).map(({ id }) => id);

describe('what people call accelerators', () => {
  it.each([
    ['h100', ['nvidia-h100-pcie-80gb', 'nvidia-h100-sxm-80gb', 'nvidia-h100-nvl-94gb']],
    ['H100 SXM', ['nvidia-h100-sxm-80gb']],
    ['NVIDIA H100 SXM5 80GB', ['nvidia-h100-sxm-80gb']],
    ['nvidia-h100-sxm-80gb', ['nvidia-h100-sxm-80gb']],
    ['H100 Mega', ['nvidia-h100-pcie-80gb', 'nvidia-h100-sxm-80gb', 'nvidia-h100-nvl-94gb']],
    ['A100-80GB', ['nvidia-a100-sxm-80gb', 'nvidia-a100-pcie-80gb']],
    ['a100_40gb', ['nvidia-a100-sxm-40gb']],
    ['A100 80 GiB PCIe', ['nvidia-a100-pcie-80gb']],
    ['Tesla V100', ['nvidia-v100-pcie-16gb', 'nvidia-v100-sxm-16gb', 'nvidia-v100-sxm-32gb']],
    ['nvidia-tesla-t4', ['nvidia-t4']],
    ['L4', ['nvidia-l4']],
    ['RTX PRO 6000', ['nvidia-rtx-pro-6000-bse']],
    ['instinct mi300x', ['amd-mi300x']],
    ['tpu-v5e', ['google-tpu-v5e']],
    ['v5litepod', ['google-tpu-v5e']],
    ['Trillium', ['google-tpu-v6e']],
    ['TPU v7', ['google-tpu-v7x']],
    ['Trainium', ['aws-trainium1']],
    ['Trainium 2', ['aws-trainium2']],
    ['trn3', ['aws-trainium3']],
    ['Inferentia', ['aws-inferentia1']],
    ['AI 100', ['qualcomm-ai100']],
  ])('%s', (text, expected) => {
    expect(ids(text)).toEqual(expected);
  });

  it('takes a vendor or a kind for everything of it', () => {
    expect(ids('TPU')).toEqual(accelerators.filter(({ kind }) => kind === 'tpu').map(({ id }) => id));
    expect(ids('AMD')).toEqual(accelerators.filter(({ vendor }) => vendor === 'AMD').map(({ id }) => id));
  });

  it('offers the closest names for a name that nothing has', () => {
    expect(() => ids('MI300')).toThrow(InputError);
    expect(() => ids('MI300')).toThrow('No accelerator is called "MI300". Did you mean MI300X');
    expect(() => ids('H1000')).toThrow(/H100/);
    expect(() => ids('abacus')).toThrow(/Known are K520, K80, .*TPU v7\./);
    expect(() => ids('')).toThrow(/No accelerator is called ""/);
  });

  it('finds every accelerator by its id and name in any case, and every family by its name', () => {
    fc.assert(
      fc.property(fc.constantFrom(...accelerators), fc.boolean(), ({ id, name, family }, upper) => {
        const written = (text: string) => (upper ? text.toUpperCase() : text.toLowerCase());
        expect(ids(written(id))).toEqual([id]);
        expect(ids(written(name))).toEqual([id]);
        const all = accelerators.filter((one) => one.family === family).map((one) => one.id);
        expect(ids(written(family))).toEqual(all);
      }),
    );
  });
});
