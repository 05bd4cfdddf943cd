import type { Measurement, MeasurementKind } from '../measurement.js';
import type { ClockWindow } from './clock.js';

/** Mean power during a run that its own file states. */
export interface StatedPower {
  /** Of each accelerator that the file has; it may have others beside those of the run. */
  readonly devices: readonly { readonly name: string; readonly watts: number }[];
  /** Readings behind it; null where the file does not say. */
  readonly samples: number | null;
}

/** Mean power of the accelerators of a run together. */
export interface RunPower {
  readonly watts: number;
  readonly samples: number | null;
  /** A sentence, where the readings are of a part of the run only. */
  readonly note: string | null;
}

/** What stays as the file says it. */
type AsFound =
  | 'engine'
  | 'engineVersion'
  | 'tensorParallel'
  | 'pipelineParallel'
  | 'expertParallel'
  | 'scenario'
  | 'inputTokens'
  | 'outputTokens'
  | 'concurrency'
  | 'tokensPerSecond'
  | 'ttftMs'
  | 'tpotMs'
  | 'milliseconds'
  | 'tflopsPerAccelerator';

/** What a result file says of one run. Null: it does not say, and whoever imports it has to. */
export interface FoundRun extends Pick<Measurement, AsFound> {
  /** The tool that wrote the file. */
  readonly tool: string;
  readonly kind: MeasurementKind;
  /** The same for the same run, however often it is imported: what was measured, in a fixed order. */
  readonly identity: readonly (string | number | null)[];
  readonly model: string | null;
  readonly accelerator: string | null;
  readonly acceleratorCount: number | null;
  readonly precision: string | null;
  readonly requestsPerSecond: number | null;
  readonly power: StatedPower | null;
  readonly window: ClockWindow | null;
  readonly suite: string | null;
}

/** A run of which nothing is known, for formats to fill in. */
export const UNSAID = {
  model: null,
  accelerator: null,
  acceleratorCount: null,
  precision: null,
  engine: null,
  engineVersion: null,
  tensorParallel: null,
  pipelineParallel: null,
  expertParallel: null,
  scenario: null,
  inputTokens: null,
  outputTokens: null,
  concurrency: null,
  tokensPerSecond: null,
  requestsPerSecond: null,
  ttftMs: null,
  tpotMs: null,
  milliseconds: null,
  tflopsPerAccelerator: null,
  power: null,
  window: null,
  suite: null,
} as const;

/** One format of result files. A new one is a new file with one of these, and a line in `formats.ts`. */
export interface RunFormat {
  /** What its tool calls the file, for messages. */
  readonly name: string;
  /** By the content alone; a cheap look. */
  recognises(content: FileContent): boolean;
  /** Throws `InputError` naming what is wrong and the next step. */
  read(content: FileContent, fileName: string): FoundRun[];
}

/** A file as text, and as JSON where it is that: one value, or one per line. */
export interface FileContent {
  readonly text: string;
  readonly json: readonly unknown[] | null;
}
