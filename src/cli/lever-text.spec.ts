import { expect, it } from 'vitest';
import { leverRows } from './lever-text.js';

const lever = {
  accelerators: 8,
  tokensPerSecond: 1000,
  reason: null,
} as const;

it('prints a switch once, its positions below each other, and marks the one of the plan', () => {
  const lines = leverRows([
    {
      ...lever,
      lever: 'zero',
      setting: 'ZeRO 0',
      chosen: false,
      memoryGiBPerAccelerator: 91.23,
      tokensPerSecond: null,
      hours: null,
      usdPerRun: null,
      reason: 'too large',
    },
    {
      ...lever,
      lever: 'zero',
      setting: 'ZeRO 1',
      chosen: true,
      memoryGiBPerAccelerator: 65.57,
      hours: 4.1666,
      usdPerRun: '1234.5',
    },
  ]);
  expect(lines.map((line) => line.trim().replace(/ +/g, ' '))).toEqual([
    'switches each in every position, all else as planned (*); memory per accelerator, undisturbed work',
    'switch position accelerators memory time cost',
    'ZeRO ZeRO 0 8 91.2 GiB does not run',
    '* ZeRO 1 8 65.6 GiB 4.17 h 1,230 USD',
  ]);
});

it('prints nothing for workloads without switches', () => {
  expect(leverRows([])).toEqual([]);
});
