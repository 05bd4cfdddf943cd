import { failing, sizedAs, type Sizer, type SizingOutcome } from './sizing.js';
import type { GenericWorkload } from './workload.schema.js';

/** Accelerators for some hours, whatever runs on them: nothing is predicted. */
export function genericSizer(workload: GenericWorkload): Sizer {
  const { acceleratorCount: wanted, hours, minMemoryGBPerAccelerator: minMemory } = workload;
  // A slice counts only for whoever asks for no more than a slice: slices do not add up to an accelerator.
  const perInstance = workload.minAcceleratorsPerInstance ?? Math.min(1, wanted);
  return {
    precisions: [null],
    mindsInterruptions: false,
    refusesInterruptible: null,
    leastBilledInstanceHours: () => hours ?? 1,
    size: (shape): SizingOutcome => {
      const { acceleratorCount, accelerator } = shape;
      if (acceleratorCount < perInstance) {
        return failing('size', () => `an instance has ${acceleratorCount}, at least ${perInstance} are asked for`);
      }
      const memory = accelerator.memoryGiB ?? 0;
      if (minMemory !== undefined && memory < minMemory) {
        return failing('memory', () => `an accelerator has ${memory} GB, at least ${minMemory} are asked for`);
      }
      const instances = Math.max(1, Math.ceil(wanted / acceleratorCount - 1e-9));
      const billed = instances * (hours ?? 1);
      const size = {
        precision: null,
        instances,
        billedInstanceHours: billed,
        capacity: instances * acceleratorCount,
      };
      return sizedAs(size, () => ({
        billedInstanceHoursAtMost: billed,
        billedInstanceHoursAtLeast: billed,
        detail: { kind: 'generic', hours: hours ?? null },
      }));
    },
  };
}
