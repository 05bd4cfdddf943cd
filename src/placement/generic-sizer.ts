import type { Sizer, SizingOutcome } from './sizing.js';
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
    size: (shape): SizingOutcome => {
      if (shape.acceleratorCount < perInstance) {
        return {
          ok: false,
          reason: 'size',
          why: `an instance has ${shape.acceleratorCount}, at least ${perInstance} are asked for`,
        };
      }
      const memory = shape.accelerator.memoryGiB ?? 0;
      if (minMemory !== undefined && memory < minMemory) {
        return {
          ok: false,
          reason: 'memory',
          why: `an accelerator has ${memory} GB, at least ${minMemory} are asked for`,
        };
      }
      const instances = Math.ceil(wanted / shape.acceleratorCount - 1e-9);
      const billed = instances * (hours ?? 1);
      return {
        ok: true,
        sized: {
          precision: null,
          instances,
          billedInstanceHours: billed,
          billedInstanceHoursAtMost: billed,
          billedInstanceHoursAtLeast: billed,
          capacity: instances * shape.acceleratorCount,
          detail: { kind: 'generic', hours: hours ?? null },
        },
      };
    },
  };
}
