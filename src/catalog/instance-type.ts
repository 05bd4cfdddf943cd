import type { Cloud } from './cloud.js';

/** One rentable shape with accelerators. Numbers the cloud does not publish are null, never guessed. */
export interface InstanceType {
  readonly cloud: Cloud;
  /** The cloud's own name, e.g. `p5.48xlarge`, `a3-highgpu-8g`, `Standard_ND96isr_H100_v5`, `tpu-v5e-8`. */
  readonly name: string;
  readonly acceleratorId: string;
  /** May be a fraction where a cloud rents a slice of one accelerator. */
  readonly acceleratorCount: number;
  /** All accelerators of the instance together. */
  readonly acceleratorMemoryGiB: number | null;
  readonly vcpus: number | null;
  readonly memoryGiB: number | null;
  readonly localDiskGB: number | null;
  readonly networkGbps: number | null;
  /** `component` is an accelerator attached to a machine that is priced apart. */
  readonly kind: 'instance' | 'tpu' | 'component';
  readonly source: string;
}
