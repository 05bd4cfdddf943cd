import type { Precision } from './precision.js';

/** One accelerator as the clouds rent it: one GPU, one TPU chip, one Trainium or Inferentia device. */
export interface Accelerator {
  /** Stable key, e.g. `nvidia-h100-sxm-80gb`. */
  readonly id: string;
  readonly vendor: string;
  /** The name people use, e.g. `H100`; several ids can share one (H100 SXM, PCIe, NVL). */
  readonly family: string;
  /** The full name, e.g. `NVIDIA H100 SXM 80GB`. */
  readonly name: string;
  readonly kind: 'gpu' | 'tpu' | 'neuron' | 'other';
  readonly memoryGiB: number | null;
  readonly memoryBandwidthGBps: number | null;
  /** Peak dense matrix rate in TFLOP/s (TOP/s for integers); a precision that the hardware lacks is absent. */
  readonly peakTflops: Readonly<Partial<Record<Precision, number>>>;
  readonly powerLimitWatts: number | null;
  readonly idleWatts: number | null;
  readonly interconnect: string | null;
  /** Per accelerator and direction, to its peers in the same node or slice. */
  readonly interconnectGBps: number | null;
  readonly releaseYear: number | null;
  readonly source: string;
  readonly notes: string | null;
}
