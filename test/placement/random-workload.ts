import fc from 'fast-check';
import { workloadSchema, type Workload } from '../../src/placement/workload.schema.js';

const MODELS = [
  'Qwen/Qwen2.5-0.5B-Instruct',
  'meta-llama/Llama-3.1-8B',
  'meta-llama/Llama-3.1-70B',
  'mistralai/Mixtral-8x7B-v0.1',
  'openai/gpt-oss-120b',
];
const model = fc.constantFrom(...MODELS);

/** Two thirds of the time nothing is said. */
function sometimes<Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> {
  return fc.option(value, { nil: undefined, freq: 2 });
}

const common = {
  name: fc.constant('random'),
  where: sometimes(
    fc.record(
      {
        clouds: fc.uniqueArray(fc.constantFrom('aws', 'gcp', 'azure'), { minLength: 1 }),
        jurisdictions: fc.uniqueArray(fc.constantFrom('na', 'eu'), { minLength: 1 }),
      },
      { requiredKeys: [] },
    ),
  ),
  purchaseOptions: sometimes(
    fc.uniqueArray(fc.constantFrom('on_demand', 'spot', 'reserved', 'committed_use'), { minLength: 1 }),
  ),
  accelerators: sometimes(fc.uniqueArray(fc.constantFrom('A100', 'H100', 'L4', 'TPU v5e', 'T4'), { minLength: 1 })),
};

const certainty = { maxPredictionErrorPercent: sometimes(fc.constantFrom(20, 40, 300)) };

const variants = {
  ...certainty,
  model,
  precisions: fc.oneof(
    fc.constantFrom('native', 'measured'),
    fc.uniqueArray(fc.constantFrom('bf16', 'fp8', 'int8', 'int4', 'fp4', 'fp32'), { minLength: 1 }),
  ),
  variants: sometimes(
    fc.constantFrom('measured', ['meta-llama/Llama-3.2-1B'], ['meta-llama/Llama-3.2-3B', { experts: 4 }]),
  ),
  qualityFloor: sometimes(fc.record({ minRetainedPercent: fc.integer({ min: 92, max: 100 }) })),
  request: fc.record({
    inputTokens: fc.integer({ min: 1, max: 16_000 }),
    outputTokens: fc.integer({ min: 1, max: 1500 }),
  }),
};

const job = {
  deadlineHours: fc.integer({ min: 1, max: 400 }),
  meanHoursBetweenInterruptions: sometimes(fc.integer({ min: 2, max: 500 })),
  maxDeadlineMissProbability: fc.constantFrom(0.001, 0.01, 0.1),
  runsPerMonth: fc.integer({ min: 1, max: 30 }),
};

const serving = fc.record({
  kind: fc.constant('serving'),
  ...common,
  ...variants,
  requestsPerSecond: fc.oneof(
    fc.double({ min: 0.01, max: 60, noNaN: true }),
    fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 24, maxLength: 24 }),
  ),
  headroomPercent: fc.integer({ min: 0, max: 60 }),
  scaling: fc.constantFrom('hourly', 'peak'),
  latency: sometimes(
    fc.record(
      { ttftMs: fc.integer({ min: 50, max: 6000 }), tpotMs: fc.integer({ min: 5, max: 120 }) },
      { requiredKeys: [] },
    ),
  ),
  availability: sometimes(
    fc.record({
      minReplicas: fc.integer({ min: 1, max: 5 }),
      minNonInterruptibleReplicas: fc.integer({ min: 0, max: 2 }),
    }),
  ),
  maxConcurrencyPerReplica: sometimes(fc.integer({ min: 1, max: 300 })),
});

const batch = fc.record({
  kind: fc.constant('batch_inference'),
  ...common,
  ...variants,
  requests: fc.integer({ min: 1, max: 1500 }),
  ...job,
  restartMinutes: fc.integer({ min: 0, max: 90 }),
});

const training = fc
  .record({
    kind: fc.constantFrom('training', 'fine_tuning'),
    ...common,
    ...certainty,
    model,
    precision: fc.constantFrom('bf16', 'fp8', 'fp32'),
    method: fc.constantFrom('pretraining', 'full_fine_tuning', 'lora', 'qlora'),
    tokens: fc.integer({ min: 1_000_000, max: 20_000_000_000 }),
    sequenceLength: fc.constantFrom(512, 4096),
    globalBatchSequences: fc.integer({ min: 1, max: 512 }),
    ...job,
    checkpoint: sometimes(
      fc.record({ writeMinutes: fc.integer({ min: 1, max: 30 }), restartMinutes: fc.integer({ min: 0, max: 60 }) }),
    ),
    elasticity: sometimes(fc.tuple(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 0, max: 200 }))),
  })
  .map(({ elasticity, ...rest }) => ({
    ...rest,
    ...(elasticity === undefined
      ? {}
      : { elasticity: { minAccelerators: elasticity[0], maxAccelerators: elasticity[0] + elasticity[1] } }),
  }));

const generic = fc.record({
  kind: fc.constant('generic'),
  ...common,
  acceleratorCount: fc.constantFrom(0.5, 1, 3, 16, 50),
  hours: sometimes(fc.integer({ min: 1, max: 500 })),
  minMemoryGBPerAccelerator: sometimes(fc.constantFrom(24, 80)),
  minAcceleratorsPerInstance: sometimes(fc.constantFrom(0.5, 4, 8)),
  runsPerMonth: fc.integer({ min: 1, max: 30 }),
});

/** As the schema reads it; what is left undefined is not there. */
function parsed<Kind extends Workload['kind']>(given: fc.Arbitrary<{ kind: string }>, kinds: readonly Kind[]) {
  return given.map((fields) => {
    const workload = workloadSchema.parse(JSON.parse(JSON.stringify(fields)));
    if (!isOneOf(workload, kinds)) throw new Error(`${workload.kind} was not meant to be drawn.`);
    return workload;
  });
}

function isOneOf<Kind extends Workload['kind']>(
  workload: Workload,
  kinds: readonly Kind[],
): workload is Extract<Workload, { kind: Kind }> {
  return (kinds as readonly string[]).includes(workload.kind);
}

export const workloads = {
  serving: parsed(serving, ['serving']),
  batch_inference: parsed(batch, ['batch_inference']),
  training: parsed(training, ['training', 'fine_tuning']),
  generic: parsed(generic, ['generic']),
};
export const anyWorkload: fc.Arbitrary<Workload> = fc.oneof(...Object.values(workloads));
