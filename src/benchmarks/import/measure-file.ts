import { z } from 'zod';
import { clockTime, type ClockWindow } from './clock.js';
import { UNSAID, type FoundRun, type RunFormat } from './found-run.js';
import { hasFields, shaped } from './json-shape.js';

const FORMAT = 'pennywatt-measure/1';
const positive = z.number().positive();

const operationSchema = z.object({
  operation: z.enum(['gemm', 'attention', 'prefill_step', 'decode_step']),
  precision: z.string().min(1),
  shape: z.record(z.string(), z.union([z.number(), z.boolean()])),
  milliseconds: positive,
  repeats: z.number().int().positive(),
  tflops: positive.nullable(),
  tokens_per_second: positive.nullable(),
  started_at: z.string(),
  ended_at: z.string(),
  watts: positive.nullable(),
  power_samples: z.number().int().nonnegative(),
});

const fileSchema = z.object({
  format: z.literal(FORMAT),
  device: z.object({ kind: z.enum(['cuda', 'rocm', 'cpu']), name: z.string().min(1), count: z.literal(1) }),
  torch: z.string(),
  model_shape: z.string().min(1),
  operations: z.array(operationSchema).min(1, 'has to hold one operation at least'),
});
type MeasureFile = z.output<typeof fileSchema>;

/** What `tools/measure.py` writes: single operations, and steps of a model with random weights. */
export const measureFile: RunFormat = {
  name: 'tools/measure.py',
  recognises: ({ json }) => json?.some((value) => hasFields(value, 'format', 'operations')) ?? false,
  read: ({ json }, file) =>
    (json ?? []).flatMap((value) => {
      const read = shaped(fileSchema, value, file, 'tools/measure.py');
      return read.operations.map((operation) => runOf(operation, read));
    }),
};

function runOf(
  operation: z.output<typeof operationSchema>,
  { device, torch, model_shape: model }: MeasureFile,
): FoundRun {
  const { shape, watts, milliseconds } = operation;
  const isStep = operation.operation.endsWith('_step');
  const shapeText = Object.entries(shape)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
  return {
    ...UNSAID,
    tool: 'tools/measure.py',
    kind: 'operation',
    identity: [device.name, operation.operation, operation.precision, shapeText, operation.started_at, milliseconds],
    model: isStep ? `random weights, shape of ${model}` : 'no model',
    accelerator: device.name,
    acceleratorCount: device.count,
    precision: operation.precision,
    engine: device.kind === 'cpu' ? 'pytorch (cpu)' : 'pytorch',
    engineVersion: torch,
    tensorParallel: 1,
    pipelineParallel: 1,
    expertParallel: 1,
    scenario: `${operation.operation}: ${shapeText}`,
    concurrency: isStep && typeof shape.batch === 'number' ? shape.batch : null,
    tokensPerSecond: operation.tokens_per_second,
    milliseconds,
    tflopsPerAccelerator: operation.tflops,
    power: watts === null ? null : { devices: [{ name: '0', watts }], samples: operation.power_samples },
    window: windowOf(operation.started_at, operation.ended_at),
  };
}

function windowOf(start: string, end: string): ClockWindow | null {
  const from = clockTime(start);
  const to = clockTime(end);
  return from === null || to === null ? null : { start: from, end: to };
}
