import { describe, expect, it } from 'vitest';
import type { ModelArchitecture } from '../catalog/index.js';
import type { Constraints } from './constraints.js';
import { placeWorkload } from './place-workload.js';
import { checkPlan } from './plan-check.js';
import type { Plan } from './plan.schema.js';
import type { WorkloadInput } from './workload.schema.js';
import { accelerator, fakePerformance, model, offer, region, resolved, world } from './world.fixture.js';

/** Two accelerators of 80 GiB for 4 USD an hour; each holds 4 requests a second, or trains 500 tokens a second. */
const OFFER = offer('a.2', 'a', 2, '4.00');
const NOWHERE = offer('a.2', 'a', 2, '9.00', { region: 'nowhere-1' });
const WORLD = world({
  offers: [OFFER, NOWHERE],
  accelerators: [accelerator('a', 80)],
  regions: [region('us-east-1', { jurisdiction: 'na' })],
  performance: fakePerformance({ a: { requestsPerSecond: 4, trainingTokensPerSecond: 500 } }),
});

/** 12 requests a second with the headroom: three replicas, two instances, 8 USD an hour, 5840 a month. */
const SERVICE = {
  kind: 'serving',
  name: 'service',
  model: 'made up',
  request: { inputTokens: 600, outputTokens: 400 },
  requestsPerSecond: 10,
} as const;
/** 288 000 requests are 20 h of an accelerator, 10 of the instance; with the start 10.5 h, 42 USD. */
const BATCH: WorkloadInput = {
  kind: 'batch_inference',
  name: 'batch',
  model: 'made up',
  request: SERVICE.request,
  requests: 288_000,
  restartMinutes: 30,
  deadlineHours: 12,
  maxUsd: 50,
};
/** 36 million tokens at 1000 a second are 10 h of the instance; with the start 10.5 h, 42 USD. */
const TRAINING: WorkloadInput = {
  kind: 'training',
  name: 'run',
  model: 'made up',
  tokens: 36e6,
  sequenceLength: 100,
  globalBatchSequences: 100,
  deadlineHours: 12,
  checkpoint: { writeMinutes: 6, restartMinutes: 30 },
  runsPerMonth: 2,
  maxUsd: 50,
};
const GENERIC = { kind: 'generic', name: 'pool', acceleratorCount: 3, minMemoryGBPerAccelerator: 80 } as const;

interface Scene {
  readonly billions?: number;
  readonly architecture?: Partial<ModelArchitecture>;
  readonly constraints?: Partial<Constraints>;
}

/** Checks what was planned for one workload against another, after the plan was tampered with. */
function check(
  input: WorkloadInput,
  tamper: (plan: Plan) => Plan = (plan) => plan,
  against: Partial<WorkloadInput> = {},
  { billions = 4, architecture = {}, constraints = {} }: Scene = {},
  where = WORLD,
): string[] {
  const isBare = input.kind === 'generic';
  const { plan } = placeWorkload(WORLD, resolved(input, isBare ? null : model(4), WORLD));
  if (plan === null) throw new Error('It can be placed.');
  const other = { ...input, ...against } as WorkloadInput;
  const asked = resolved(other, isBare ? null : model(billions, architecture), where);
  return checkPlan(tamper(plan), { ...asked, constraints: { ...asked.constraints, ...constraints } }, where);
}

const withOffer = (more: Partial<Plan['offer']>) => (plan: Plan) => ({ ...plan, offer: { ...plan.offer, ...more } });
const withSize = (more: Partial<Plan['size']>) => (plan: Plan) => ({ ...plan, size: { ...plan.size, ...more } });
const withCost = (more: Partial<Plan['cost']>) => (plan: Plan) => ({ ...plan, cost: { ...plan.cost, ...more } });
const withPrediction = (more: Partial<NonNullable<Plan['prediction']>>) => (plan: Plan) => ({
  ...plan,
  prediction: plan.prediction === null ? null : { ...plan.prediction, ...more },
});
const withSchedule = (more: Partial<NonNullable<Plan['schedule']>>) => (plan: Plan) => ({
  ...plan,
  schedule: plan.schedule === null ? null : { ...plan.schedule, ...more },
});

describe('a good plan', () => {
  it.each<[WorkloadInput, Record<string, unknown>]>([
    [SERVICE, { size: { instances: 2, replicas: 3 }, cost: { usdPerHour: '8', usdPerMonth: '5840' } }],
    [BATCH, { size: { instances: 1 }, schedule: { hours: 10.5 }, cost: { usdPerRun: '42', usdPerMonth: '42' } }],
    [TRAINING, { size: { instances: 1 }, schedule: { hours: 10.5 }, cost: { usdPerRun: '42', usdPerMonth: '84' } }],
    [GENERIC, { size: { instances: 2 }, cost: { usdPerHour: '8', usdPerMonth: '5840' } }],
  ])('for $kind passes', (input, expected) => {
    const seen: Plan[] = [];
    const keep = (plan: Plan) => {
      seen.push(plan);
      return plan;
    };
    expect(check(input, keep)).toEqual([]);
    expect(seen[0]).toMatchObject(expected);
  });
});

describe('a plan on an offer', () => {
  it('that is not in force is caught', () => {
    const gone = withOffer({ offerId: 'aws:us-east-1:gone:on_demand' });
    expect(check(SERVICE, gone)).toEqual(['The offer aws:us-east-1:gone:on_demand is not in force.']);
  });

  it('at another price is caught, also where the cost follows from it', () => {
    const cheaper = (plan: Plan) =>
      withCost({ usdPerHour: '7.98', usdPerMonth: '5825.4' })(withOffer({ usdPerInstanceHour: '3.99' })(plan));
    expect(check(SERVICE, cheaper)).toEqual([`${OFFER.id}: the price is not that of the offer.`]);
  });

  it('of a machine that is listed but not offered is caught', () => {
    const withdrawn = world({ offers: [{ ...OFFER, available: false }], accelerators: WORLD.accelerators });
    expect(check(SERVICE, undefined, {}, {}, withdrawn)).toEqual([
      `${OFFER.id}: the machine is not offered in the region.`,
    ]);
  });

  it.each<[string, Partial<Constraints>, string]>([
    ['cloud', { clouds: new Set(['gcp']) }, 'the cloud is not accepted'],
    ['region', { regions: new Set(['us-west-2']) }, 'the region is not accepted'],
    ['jurisdiction', { jurisdictions: new Set(['eu']) }, 'the region is outside the jurisdictions'],
    ['accelerator', { acceleratorIds: new Set(['b']) }, 'the accelerator is not accepted'],
    ['purchase option', { purchaseOptions: new Set(['spot']) }, 'the purchase option is not accepted'],
  ])('of a %s that is not admitted is caught', (_, constraints, message) => {
    expect(check(SERVICE, undefined, {}, { constraints })).toEqual([`${OFFER.id}: ${message}.`]);
  });

  it('in a region of which nothing is known keeps no data in any jurisdiction', () => {
    const unknown = (plan: Plan) =>
      withCost({ usdPerHour: '18', usdPerMonth: '13140' })(
        withOffer({ offerId: NOWHERE.id, usdPerInstanceHour: '9.00' })(plan),
      );
    expect(check(SERVICE, unknown)).toEqual([]);
    expect(check(SERVICE, unknown, {}, { constraints: { jurisdictions: new Set(['na']) } })).toEqual([
      `${NOWHERE.id}: the region is outside the jurisdictions.`,
    ]);
  });
});

describe('a plan of a size', () => {
  it.each([0, -1, 1.5])('of %d instances is caught', (instances) => {
    expect(check(SERVICE, withSize({ instances }))).toContain(
      `${OFFER.id}: the number of instances is no whole number.`,
    );
  });

  it('that does not hold the rate with its headroom is caught', () => {
    // Two instances hold 16 a second: 13 × 1.2 = 15.6 fit, 14 × 1.2 = 16.8 do not.
    expect(check(SERVICE, undefined, { requestsPerSecond: 13 })).toEqual([]);
    expect(check(SERVICE, undefined, { requestsPerSecond: 14 })).toEqual(['Requests per second 16.8 is above 16.']);
  });

  it('that does not hold the rate of one hour is caught', () => {
    // Every hour 8 a second with the headroom, one instance: 4 USD an hour. In the sixth 9.6 would be needed.
    const byHour = Array<number>(24).fill(8 / 1.2);
    const flat: WorkloadInput = { ...SERVICE, requestsPerSecond: byHour };
    expect(check(flat)).toEqual([]);
    expect(check(flat, undefined, { requestsPerSecond: byHour.with(5, 8) })).toEqual([
      'Requests per second 9.6 is above 8.',
    ]);
  });

  it('with fewer replicas than availability asks for is caught', () => {
    // Two instances hold four.
    expect(check(SERVICE, undefined, { availability: { minReplicas: 4 } })).toEqual([]);
    expect(check(SERVICE, undefined, { availability: { minReplicas: 5 } })).toEqual([
      'Number of replicas asked for 5 is above 4.',
    ]);
  });

  it('with fewer accelerators than were asked for is caught', () => {
    expect(check(GENERIC, undefined, { acceleratorCount: 4 })).toEqual([]);
    expect(check(GENERIC, undefined, { acceleratorCount: 5 })).toEqual([
      `${OFFER.id}: there are fewer accelerators than were asked for.`,
    ]);
  });

  it('whose memory does not hold weights and cache is caught', () => {
    // 40 GiB parameters in bf16 are 80 GiB, all that one accelerator has.
    expect(check(SERVICE, undefined, {}, { billions: 40 })).toEqual([]);
    expect(check(SERVICE, undefined, {}, { billions: 41 })).toEqual([
      `${OFFER.id}: 82.0 GiB have to lie in 80.0 GiB of accelerator memory.`,
    ]);
    // Beside 8 GiB of weights 8 requests of 1000 tokens, 32 layers and 2 bytes an element: 72 GiB are 150 995 elements.
    const attention = (cacheElementsPerToken: number) =>
      model(4).attention.map((group) => ({ ...group, cacheElementsPerToken }));
    expect(check(SERVICE, undefined, {}, { architecture: { attention: attention(150_000) } })).toEqual([]);
    expect(check(SERVICE, undefined, {}, { architecture: { attention: attention(152_000) } })).toHaveLength(1);
  });

  it('whose memory does not hold the state of a training run is caught', () => {
    // 16 bytes a parameter in 160 GiB; adapters leave the weights at 2 bytes, or half a byte.
    expect(check(TRAINING, undefined, {}, { billions: 10 })).toEqual([]);
    expect(check(TRAINING, undefined, {}, { billions: 11 })).toEqual([
      `${OFFER.id}: 176.0 GiB have to lie in 160.0 GiB of accelerator memory.`,
    ]);
    expect(check(TRAINING, undefined, { method: 'lora' }, { billions: 80 })).toEqual([]);
    expect(check(TRAINING, undefined, { method: 'lora' }, { billions: 81 })).toHaveLength(1);
    expect(check(TRAINING, undefined, { method: 'qlora' }, { billions: 320 })).toEqual([]);
    expect(check(TRAINING, undefined, { method: 'qlora' }, { billions: 321 })).toHaveLength(1);
  });
});

describe('a plan that costs', () => {
  it.each<[WorkloadInput, Partial<Plan['cost']>, string]>([
    [SERVICE, { usdPerHour: '7.99' }, "usdPerHour is 7.99, by the offer's price it would be 8."],
    [SERVICE, { usdPerMonth: '5839' }, "usdPerMonth is 5839, by the offer's price it would be 5840."],
    [BATCH, { usdPerRun: '41.9' }, "usdPerRun is 41.9, by the offer's price it would be 42."],
    [TRAINING, { usdPerMonth: '42' }, "usdPerMonth is 42, by the offer's price it would be 84."],
  ])('less than price times size is caught ($kind)', (input, cost, message) => {
    expect(check(input, withCost(cost))).toEqual([message]);
  });

  it('more than the budget is caught', () => {
    expect(check(SERVICE, undefined, { maxUsdPerMonth: 5840 })).toEqual([]);
    expect(check(SERVICE, undefined, { maxUsdPerMonth: 5839 })).toEqual(['USD per month 5840 is above 5839.']);
    expect(check(BATCH, undefined, { maxUsd: 41 })).toEqual(['USD 42 is above 41.']);
    // The budget of a job is for one run, whatever the month costs.
    expect(check(TRAINING, undefined, { maxUsd: 42 })).toEqual([]);
    expect(check(TRAINING, undefined, { maxUsd: 41 })).toEqual(['USD 42 is above 41.']);
    expect(check(GENERIC, undefined, { maxUsd: 5839 })).toEqual(['USD 5840 is above 5839.']);
  });
});

describe('a plan that takes', () => {
  it('longer to answer than the objectives is caught', () => {
    expect(check(SERVICE, undefined, { latency: { ttftMs: 100, tpotMs: 20 } })).toEqual([]);
    expect(check(SERVICE, undefined, { latency: { ttftMs: 99, tpotMs: 19 } })).toEqual([
      'Time to first token in ms 100 is above 99.',
      'Time per token in ms 20 is above 19.',
    ]);
  });

  it.each([BATCH, TRAINING])('longer than the deadline is caught ($kind)', (input) => {
    expect(check(input, undefined, { deadlineHours: 10.5 })).toEqual([]);
    expect(check(input, undefined, { deadlineHours: 10.4 })).toEqual(['Hours 10.5 is above 10.4.']);
  });

  it.each([BATCH, TRAINING])('less time than the work is caught ($kind)', (input) => {
    const tooShort = (plan: Plan) =>
      withCost({ usdPerRun: '39.6', usdPerMonth: input.kind === 'training' ? '79.2' : '39.6' })(
        withSchedule({ hours: 9.9 })(plan),
      );
    expect(check(input, tooShort)).toEqual(['Hours of work 10 is above 9.9.']);
  });

  it('its work at no pace at all is caught', () => {
    expect(check(TRAINING, withPrediction({ tokensPerSecond: null }))).toEqual([
      'Hours of work Infinity is above 10.5.',
    ]);
  });

  it('too great a risk to be late is caught', () => {
    expect(check(BATCH, withSchedule({ deadlineMissProbability: 0.01 }))).toEqual([]);
    expect(check(BATCH, withSchedule({ deadlineMissProbability: 0.02 }))).toEqual([
      'Probability to miss the deadline 0.02 is above 0.01.',
    ]);
  });
});
