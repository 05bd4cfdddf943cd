import { Decimal } from 'decimal.js';
import type { Placement, Plan } from '../../../src/placement/index.js';
import { acceleratorCount, count, figure, percent } from '../figures.js';

/** What one lever saves over all workloads, USD per month; negative where it costs. */
export interface LeverTotal {
  readonly lever: string;
  readonly usdPerMonth: string;
}

/** Sums the steps from the naive choices to the plan by lever, in the order in which they are pulled. */
export function leverTotals(placements: readonly Placement[]): LeverTotal[] {
  const totals = new Map<string, Decimal>();
  for (const { lever, usdPerMonth } of placements.flatMap(({ saving }) => saving?.waterfall ?? [])) {
    totals.set(lever, (totals.get(lever) ?? new Decimal(0)).plus(usdPerMonth));
  }
  const order = (lever: string) => (LEVER_ORDER.includes(lever) ? LEVER_ORDER.indexOf(lever) : LEVER_ORDER.length);
  return [...totals]
    .sort(([a], [b]) => order(a) - order(b))
    .map(([lever, usd]) => ({ lever, usdPerMonth: usd.toFixed() }));
}

const LEVER_ORDER = ['model variant', 'precision', 'purchase option', 'cloud and region', 'hardware'];
const LEVER_WORDS: Readonly<Record<string, string>> = {
  'model variant': 'Smaller model',
  precision: 'Precision',
  'purchase option': 'Way to buy',
  'cloud and region': 'Cloud and region',
  hardware: 'Hardware',
};

/** A lever's name as a label. */
export function leverName(lever: string): string {
  return LEVER_WORDS[lever] ?? lever;
}

const KIND_WORDS: Readonly<Record<Placement['kind'], string>> = {
  serving: 'Serving',
  batch_inference: 'Batch inference',
  training: 'Training',
  fine_tuning: 'Fine-tuning',
  generic: 'Accelerators',
};

export function kindName(kind: Placement['kind']): string {
  return KIND_WORDS[kind];
}

/** The dearest first: that is where the money is. What is not placed stands before all, because it needs a person. */
export function inOrderOfCost(placements: readonly Placement[]): Placement[] {
  return [...placements].sort((a, b) => {
    if (a.plan === null || b.plan === null) return Number(a.plan !== null) - Number(b.plan !== null);
    return new Decimal(b.plan.cost.usdPerMonth).comparedTo(a.plan.cost.usdPerMonth);
  });
}

/** `4 × H100` for all machines together. */
export function hardwareName({ offer, size }: Plan): string {
  return `${acceleratorCount(size.accelerators)} × ${offer.acceleratorName}`;
}

/** `2 machines p5.48xlarge`. */
export function machinesName({ offer, size }: Plan): string {
  return `${count(size.instances)} × ${offer.instanceType}`;
}

export interface Fact {
  readonly term: string;
  readonly value: string;
}

/** What the plan was predicted to deliver, as far as it applies to the workload. */
export function performanceFacts({ prediction, size, schedule }: Plan): Fact[] {
  const facts: Fact[] = [];
  const add = (term: string, value: string | null) => value !== null && facts.push({ term, value });
  if (size.replicas !== null) add('Copies of the model', count(size.replicas));
  if (size.parallelism !== null) add('Laid out over', layout(size.parallelism));
  if (prediction !== null) {
    add('Time to first token', milliseconds(prediction.ttftMs));
    add('Time per further token', milliseconds(prediction.tpotMs));
    add('Capacity at the peak', rate(prediction.requestsPerSecond, 'requests / s'));
    add('At once per copy', prediction.concurrencyPerReplica === null ? null : count(prediction.concurrencyPerReplica));
    add('Training speed', rate(prediction.tokensPerSecond, 'tokens / s'));
    const { memoryGiBPerAccelerator: memory } = prediction;
    if (memory !== null) add('Memory per accelerator', memoryText(memory));
  }
  if (schedule !== null) {
    add('Expected duration', `${figure(schedule.hours)} h`);
    if (schedule.deadlineHours !== null) add('Deadline', `${figure(schedule.deadlineHours)} h`);
    if (schedule.deadlineMissProbability !== null)
      add('Chance to miss it', `at most ${percent(schedule.deadlineMissProbability * 100)}`);
    if (schedule.expectedInterruptions !== null) add('Interruptions expected', figure(schedule.expectedInterruptions));
    if (schedule.checkpointIntervalMinutes !== null)
      add('Checkpoint every', `${figure(schedule.checkpointIntervalMinutes)} min`);
  }
  return facts;
}

/** What else the money buys: unit cost, energy, quality. */
export function unitFacts({ cost, energy, quality }: Plan): Fact[] {
  const facts: Fact[] = [];
  if (energy !== null) {
    facts.push({ term: 'Energy of the accelerators', value: `${figure(energy.kwhPerMonth)} kWh / month` });
    const carbon = energy.kgCo2ePerMonth;
    facts.push({ term: 'Carbon', value: carbon === null ? 'not known' : `${figure(carbon)} kg CO₂e / month` });
  }
  if (quality !== null) {
    facts.push({ term: 'Serves', value: quality.model }, { term: 'Quality', value: qualityText(quality) });
  }
  if (cost.usdPerRun !== null) facts.push({ term: 'Paid', value: 'per run, interruptions included' });
  return facts;
}

function qualityText({ basis, retainedPercent, benchmark }: NonNullable<Plan['quality']>): string {
  switch (basis) {
    case 'native':
      return 'as published';
    case 'wider':
      return 'as published, in a wider format';
    case 'measured':
      return retainedPercent === null
        ? 'measured'
        : `${percent(retainedPercent)} kept on ${benchmark ?? 'a benchmark'}`;
    case 'accepted_by_name':
      return 'not measured; accepted by name';
  }
}

function layout({ tensor, pipeline, data }: NonNullable<Plan['size']['parallelism']>): string {
  const parts = [`${tensor} (tensor)`];
  if (pipeline > 1) parts.push(`${pipeline} (pipeline)`);
  if (data !== null && data > 1) parts.push(`${data} (data)`);
  return parts.join(' × ');
}

function milliseconds(value: number | null): string | null {
  if (value === null) return null;
  return value < 1000 ? `${figure(value)} ms` : `${figure(value / 1000)} s`;
}

function rate(value: number | null, unit: string): string | null {
  return value === null ? null : `${figure(value)} ${unit}`;
}

type Memory = NonNullable<NonNullable<Plan['prediction']>['memoryGiBPerAccelerator']>;

function memoryText({ available, ...used }: Memory): string {
  const total = Object.values(used).reduce<number>((sum, part) => sum + (part ?? 0), 0);
  return `${figure(total)} of ${figure(available)} GiB`;
}
