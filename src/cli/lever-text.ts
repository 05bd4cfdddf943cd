import type { Placement } from '../placement/index.js';
import { columns } from './columns.js';

type Lever = Placement['levers'][number];

const NAMES: Readonly<Record<Lever['lever'], string>> = {
  gradient_checkpointing: 'gradient checkpointing',
  mixed_precision: 'mixed precision',
  zero: 'ZeRO',
  data_sharding: 'data sharding',
  elastic_scaling: 'elastic scaling',
  adapters: 'adapters',
};
const HEADING = ['switch', 'position', 'accelerators', 'memory', 'time', 'cost'];
const NUMBERS = new Set([2, 3, 4, 5]);
const DIGITS = 3;

/** Each switch of a training run in each position; what the plan has is marked. Nothing for other workloads. */
export function leverRows(levers: readonly Lever[]): string[] {
  if (levers.length === 0) return [];
  const rows = levers.map((lever, index) => [
    levers[index - 1]?.lever === lever.lever ? '' : NAMES[lever.lever],
    `${lever.chosen ? '* ' : '  '}${lever.setting}`,
    String(lever.accelerators),
    lever.memoryGiBPerAccelerator === null ? '–' : `${short(lever.memoryGiBPerAccelerator)} GiB`,
    lever.hours === null ? 'does not run' : `${short(lever.hours)} h`,
    lever.usdPerRun === null ? '' : `${short(Number(lever.usdPerRun))} USD`,
  ]);
  return [
    '  switches   each in every position, all else as planned (*); memory per accelerator, undisturbed work',
    ...columns([HEADING, ...rows], NUMBERS).map((line) => `    ${line}`),
  ];
}

function short(value: number): string {
  const rounded = Number(value.toPrecision(DIGITS));
  return rounded >= 1000 ? rounded.toLocaleString('en-US') : String(rounded);
}
