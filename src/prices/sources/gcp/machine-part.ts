/** What is billed in cores. */
const FAMILIES = ['a2', 'a3', 'a3plus', 'a3ultra', 'g2', 'g4'] as const;
export type MachineFamily = (typeof FAMILIES)[number];

type Gpu = 'a100-40gb' | 'a100-80gb' | 'h100-80gb' | 'h100-mega-80gb' | 'h200-141gb' | 'l4' | 'rtx-pro-6000';
/** Attached to a machine of the N1 family, which is priced apart. */
type AttachedGpu = 't4' | 'v100' | 'p100' | 'p4';

const CHIPS = ['v5e', 'v5p', 'v6e', 'v7x'] as const;
export type TpuChip = (typeof CHIPS)[number];

const EIGHT_CORES = ['v2', 'v3', 'v4'] as const;
export type OldTpu = (typeof EIGHT_CORES)[number];

/**
 * A part of a machine that has a price of its own.
 *
 * - `core:` and `ram:` per vCPU and per GiB of a machine family
 * - `gpu:` per accelerator, without the machine around it
 * - `slice:` per accelerator (b200) or eighth of one (rtx-pro-6000), the machine around it included
 * - `chip:` per TPU chip, `device:` and `pod:` per eight TPU cores, the host included
 * - `ssd` per GiB of local SSD
 */
export type MachinePart =
  | `core:${MachineFamily}`
  | `ram:${MachineFamily}`
  | `gpu:${Gpu | AttachedGpu}`
  | 'slice:b200'
  | 'slice:rtx-pro-6000-eighth'
  | `chip:${TpuChip}`
  | `device:${OldTpu}`
  | `pod:${OldTpu}`
  | 'ssd';

/** Every name that Google has for a part, in lower case. A name that is not here is not guessed at. */
const NAMES: ReadonlyMap<string, MachinePart> = new Map<string, MachinePart>([
  ['nvidia tesla a100 gpu', 'gpu:a100-40gb'],
  ['nvidia tesla a100 80gb gpu', 'gpu:a100-80gb'],
  ['nvidia a100 80gb gpu', 'gpu:a100-80gb'],
  ['nvidia h100 80gb gpu', 'gpu:h100-80gb'],
  // One accelerator, three names: by region and by way to buy.
  ['nvidia h100 80gb mega gpu', 'gpu:h100-mega-80gb'],
  ['nvidia h100 mega 80gb gpu', 'gpu:h100-mega-80gb'],
  ['nvidia h100 80gb plus gpu', 'gpu:h100-mega-80gb'],
  ['h200 141gb gpu', 'gpu:h200-141gb'],
  ['nvidia h200 141gb gpu', 'gpu:h200-141gb'],
  ['nvidia l4 gpu', 'gpu:l4'],
  ['rtx 6000 96gb', 'gpu:rtx-pro-6000'],
  ['rtx 6000 96gb gpu', 'gpu:rtx-pro-6000'],
  ['nvidia tesla t4 gpu', 'gpu:t4'],
  ['nvidia tesla v100 gpu', 'gpu:v100'],
  ['nvidia tesla p100 gpu', 'gpu:p100'],
  ['nvidia tesla p4 gpu', 'gpu:p4'],
  ['a4 nvidia b200 (1 gpu slice)', 'slice:b200'],
  ['1/8 vgpu no lssd', 'slice:rtx-pro-6000-eighth'],
  ['ssd backed local storage', 'ssd'],
  ['local ssd', 'ssd'],
]);

/** `A2 Instance Core`, `A2 Core` where DWS or a calendar sells it, `A2 Cpu` in a commitment. */
const OF_A_FAMILY = /^(?<family>a2|a3|a3 ?plus|a3 ?ultra|g2|g4)(?: instance)? (?<what>core|cpu|ram)$/;
/** `TpuV5e`, `V5e` where DWS sells it, `V5e TPU` in a calendar. */
const OF_A_CHIP = /^(?:tpu ?)?v(?<chip>5e|5p|6e|7x)(?: tpu)?$/;
const OF_SEVENTH_CHIP = /^(?:tpu ?7x|7x tpu)$/;
/** `Tpu-v4 Pod Accelerator USA`: the place stands without a preposition. */
const OF_EIGHT_CORES = /^tpu-v(?<version>[234])(?<pod> pod)? accelerator(?: [a-z0-9 .-]+)?$/;

/** The part that Google calls so; null where it is none that we know. */
export function machinePart(name: string): MachinePart | null {
  const text = name.trim().toLowerCase();
  const named = NAMES.get(text);
  if (named !== undefined) return named;

  const family = OF_A_FAMILY.exec(text)?.groups;
  if (family !== undefined) {
    const which = FAMILIES.find((one) => one === family.family?.replace(' ', ''));
    if (which === undefined) return null;
    return family.what === 'ram' ? `ram:${which}` : `core:${which}`;
  }
  if (OF_SEVENTH_CHIP.test(text)) return 'chip:v7x';
  const chip = CHIPS.find((one) => one === `v${OF_A_CHIP.exec(text)?.groups?.chip}`);
  if (chip !== undefined) return `chip:${chip}`;
  const old = OF_EIGHT_CORES.exec(text)?.groups;
  const version = EIGHT_CORES.find((one) => one === `v${old?.version}`);
  if (version !== undefined) return old?.pod === undefined ? `device:${version}` : `pod:${version}`;
  return null;
}

/** Accelerators that Google still lists and that nobody rents for AI any more. */
export function isForgotten(name: string): boolean {
  return /\bk80\b/i.test(name);
}
