import fc from 'fast-check';
import {
  CLOUDS,
  PRECISIONS,
  readAccelerators,
  type Accelerator,
  type InstanceType,
  type Precision,
  type Region,
} from '../../src/catalog/index.js';
import { shippedPerformanceModel } from '../../src/performance/index.js';
import { instanceType, region } from '../../src/placement/world.fixture.js';
import type { WorldFacts } from '../../src/placement/world.js';
import type { InterruptionRate, Offer } from '../../src/prices/index.js';

/** Of every size and vendor, one of which nobody has measured anything. */
const ACCELERATOR_IDS = [
  'nvidia-t4',
  'nvidia-l4',
  'nvidia-a100-sxm-40gb',
  'nvidia-a100-sxm-80gb',
  'nvidia-h100-sxm-80gb',
  'nvidia-h200-sxm-141gb',
  'amd-mi300x',
  'aws-inferentia2',
  'google-tpu-v5e',
  'nvidia-p4',
];

const accelerators: readonly Accelerator[] = readAccelerators().filter(({ id }) => ACCELERATOR_IDS.includes(id));

const performanceModel = shippedPerformanceModel();

const regions: readonly Region[] = [
  region('us-east-1', { cloud: 'aws', jurisdiction: 'na' }),
  region('eu-north-1', { cloud: 'aws', jurisdiction: 'eu' }),
  region('us-central1', { cloud: 'gcp', jurisdiction: 'na' }),
  region('europe-west4', { cloud: 'gcp', jurisdiction: 'eu' }),
  region('eastus', { cloud: 'azure', jurisdiction: 'na' }),
  region('unheard-of', { cloud: 'azure', jurisdiction: null }),
];

/** Machines of the catalog: two of each cloud and accelerator, one large with a network and one that may be a slice. */
const instanceTypes: readonly InstanceType[] = CLOUDS.flatMap((cloud) =>
  accelerators.flatMap(({ id }) => [
    machine(cloud, `${id}-small`, id, id === 'nvidia-l4' ? 0.5 : 1, 25),
    machine(cloud, `${id}-middle`, id, 4, cloud === 'azure' ? null : 100),
    machine(cloud, `${id}-large`, id, 8, 3200),
  ]),
);

function machine(cloud: InstanceType['cloud'], ...facts: Parameters<typeof instanceType>): InstanceType {
  return { ...instanceType(...facts), cloud };
}

const interruption: fc.Arbitrary<InterruptionRate | null> = fc.constantFrom(
  null,
  { low: 0, high: 0.05 },
  { low: 0.1, high: 0.15 },
  { low: 0.2, high: null },
  { low: 0.1, high: 0.9, meanHoursBetween: 12 },
);

/** Money in cents, so that equal costs occur. */
const price = fc.integer({ min: 5, max: 9000 }).map((cents) => (cents / 100).toFixed(2));

const way = fc.constantFrom(
  { purchaseOption: 'on_demand', termYears: null },
  { purchaseOption: 'spot', termYears: null },
  { purchaseOption: 'reserved', termYears: 1 },
  { purchaseOption: 'committed_use', termYears: 3 },
) satisfies fc.Arbitrary<Pick<Offer, 'purchaseOption' | 'termYears'>>;

const offer: fc.Arbitrary<Offer> = fc
  .record({
    region: fc.constantFrom(...regions),
    type: fc.nat(accelerators.length * 3 - 1),
    way,
    usdPerHour: price,
    available: fc.constantFrom(true, null, null, false),
    interruptionPerMonth: interruption,
    isComponent: fc.nat(19).map((n) => n === 0),
  })
  .map(({ region: { cloud, name }, type, way: { purchaseOption, termYears }, isComponent, ...rest }) => {
    const { name: instanceType, acceleratorId, acceleratorCount } = typeOf(cloud, type);
    return {
      id: `${cloud}:${name}:${instanceType}:${purchaseOption}:${termYears ?? ''}:${isComponent ? 'component' : ''}`,
      cloud,
      region: name,
      zone: null,
      instanceType: isComponent ? `gpu-component:${acceleratorId}` : instanceType,
      acceleratorId,
      acceleratorName: acceleratorId.toUpperCase(),
      acceleratorCount,
      acceleratorMemoryGiB: null,
      purchaseOption,
      termYears,
      payment: null,
      offeringClass: null,
      operatingSystem: 'linux',
      upfrontUsd: null,
      recurringUsdPerHour: null,
      currency: 'USD',
      asOf: '2026-07-01',
      source: 'made for a test',
      ...rest,
    } satisfies Offer;
  });

function typeOf(cloud: InstanceType['cloud'], index: number): InstanceType {
  const ofCloud = instanceTypes.filter((type) => type.cloud === cloud);
  const type = ofCloud[index % ofCloud.length];
  if (type === undefined) throw new Error('Every cloud has machines.');
  return type;
}

const offers: fc.Arbitrary<Offer[]> = fc.uniqueArray(offer, {
  maxLength: 24,
  size: 'max',
  selector: ({ id }) => id,
});

/** What a test draws: short enough to be read when it fails. */
export interface Drawn {
  readonly offers: Offer[];
  /** What a model keeps of its score at the precisions that somebody measured. */
  readonly retainedPercent: Readonly<Partial<Record<Precision, number>>>;
  /** The same of the students of any other model, in 16 bit. */
  readonly retainedByStudent: Readonly<Record<string, number>>;
}

/** Models that are measured against any other, in some of the worlds. */
const STUDENTS = ['meta-llama/Llama-3.2-1B', 'meta-llama/Meta-Llama-3.1-8B'];

export const drawn: fc.Arbitrary<Drawn> = fc.record({
  offers,
  retainedPercent: fc.dictionary(fc.constantFrom(...PRECISIONS), fc.double({ min: 90, max: 100, noNaN: true }), {
    noNullPrototype: true,
  }),
  retainedByStudent: fc.dictionary(fc.constantFrom(...STUDENTS), fc.double({ min: 90, max: 100, noNaN: true }), {
    noNullPrototype: true,
  }),
});

export function factsOf({ offers, retainedPercent, retainedByStudent }: Drawn): WorldFacts {
  return {
    release: 'test',
    offers,
    accelerators,
    instanceTypes,
    regions,
    performance: performanceModel,
    quality: (_model, precision) => {
      const retained = retainedPercent[precision];
      if (retained === undefined) return null;
      return figureOf(retained);
    },
    variantQuality: {
      of: (model) =>
        Object.keys(retainedByStudent)
          .filter((name) => name !== model)
          .map((name) => ({ name, technique: 'distillation' })),
      figure: (_model, variant, precision) => {
        const retained = retainedByStudent[variant];
        if (retained === undefined || precision !== 'bf16') return null;
        return figureOf(retained);
      },
    },
  };
}

function figureOf(retainedPercent: number) {
  return { retainedPercent, benchmark: 'any', method: 'any', basis: 'measured', source: 'made for a test' } as const;
}
