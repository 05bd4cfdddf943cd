import { expect, it } from 'vitest';
import { machinePart } from './machine-part.js';

it.each([
  ['A2 Instance Core', 'core:a2'],
  ['A2 Cpu', 'core:a2'],
  ['A3 Core', 'core:a3'],
  ['A3Plus Instance Ram', 'ram:a3plus'],
  ['A3 Ultra Instance Ram', 'ram:a3ultra'],
  ['A3Ultra Core', 'core:a3ultra'],
  ['G4 Instance Core', 'core:g4'],
  ['Nvidia Tesla A100 GPU', 'gpu:a100-40gb'],
  ['Nvidia Tesla A100 80GB GPU', 'gpu:a100-80gb'],
  ['Nvidia H100 80GB GPU', 'gpu:h100-80gb'],
  ['RTX 6000 96GB', 'gpu:rtx-pro-6000'],
  ['TpuV5p', 'chip:v5p'],
  ['V6e TPU', 'chip:v6e'],
  ['V6e', 'chip:v6e'],
  ['TPU7x', 'chip:v7x'],
  ['TPU-v2 Accelerator USA', 'device:v2'],
  ['Tpu-v4 Pod Accelerator us-central2', 'pod:v4'],
])('%s is %s', (name, part) => expect(machinePart(name)).toBe(part));

it('the H100 Mega is one accelerator under three names', () => {
  const names = ['Nvidia H100 80GB Mega GPU', 'Nvidia H100 Mega 80GB GPU', 'Nvidia H100 80GB Plus GPU'];
  expect(names.map(machinePart)).toEqual(Array(3).fill('gpu:h100-mega-80gb'));
});

it.each([
  'N1 Predefined Instance Core',
  'Cpu',
  'A5 Instance Core',
  'Nvidia B300 GPU',
  'Nvidia L4 GPU GPU',
  'C4 Instance Local SSD',
  'Tpu-v5 Accelerator USA',
  '',
])('%s is no part that we know', (name) => expect(machinePart(name)).toBeNull());
