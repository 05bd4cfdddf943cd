import { describe, expect, it } from 'vitest';
import { MachineNames, soundsAccelerated } from './machine-names.js';
import { azureMachines } from './machine.fixture.js';

const names = new MachineNames(azureMachines('Standard_NC8as_T4_v3', 'Standard_ND96isr_H100_v5'));

describe('the name of a machine', () => {
  it.each([
    'Standard_NC8as_T4_v3',
    'Standard_NC8as T4 v3',
    'Standard_NC8as  T4   v3',
    ' Standard_NC8as_T4_v3  ',
    'standard_nc8as_t4_v3',
  ])('is known however many spaces and capitals it has: "%s"', (written) =>
    expect(names.find(written)).toBe('Standard_NC8as_T4_v3'),
  );

  it.each(['', 'Standard_NC8as_T4', 'NC8as_T4_v3', 'Standard_NC8as_T4_v3_Promo'])('is never guessed: "%s"', (written) =>
    expect(names.find(written)).toBeNull(),
  );
});

it('a machine with accelerators is told by the N of its name', () => {
  expect(soundsAccelerated('Standard_ND40s v2')).toBe(true);
  expect(soundsAccelerated('standard_nx1')).toBe(true);
  expect(soundsAccelerated('Standard_D2s_v5')).toBe(false);
});
