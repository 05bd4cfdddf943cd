import { Decimal } from 'decimal.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleListSchema } from '../../src/placement/placement.schema.js';
import { fleetPlanSchema, quoteSchema, type Placement, type Plan } from '../../src/placement/plan.schema.js';
import type { Workload } from '../../src/placement/workload.schema.js';
import { priceListSchema } from '../../src/prices/prices.schema.js';
import { startTestApp, type TestApp } from '../platform/test-app.js';

const HOURS_PER_MONTH = 730;

/** Hours of a job are shown with six significant digits, so its cost is known to a millionth at best. */
const ROUNDING = 5e-6;

describe('the shipped examples over HTTP', () => {
  let app: TestApp;
  let examples: Workload[];
  let placements: Placement[];
  let prices: Map<string, string>;

  beforeAll(async () => {
    app = await startTestApp();
    const given = exampleListSchema.parse((await app.get('/v1/examples')).body);
    // The others list these.
    examples = given.flatMap(({ workloads }) => (workloads.length === 1 ? workloads : []));
    placements = [];
    for (const workload of examples) {
      const { status, body } = await app.post('/v1/placements/quote', workload);
      expect(status).toBe(200);
      placements.push(quoteSchema.parse(body).placement);
    }
    const { offers } = priceListSchema.parse((await app.get('/v1/prices?limit=100000')).body);
    prices = new Map(offers.map(({ id, usdPerHour }) => [id, usdPerHour]));
  });
  afterAll(() => app.close());

  function priceOf({ offer }: Plan): Decimal {
    const price = prices.get(offer.offerId);
    if (price === undefined) throw new Error(`${offer.offerId} is not among the prices in force.`);
    return new Decimal(price);
  }

  /** Of the plan and of the naive choice that it is compared with. */
  function plans(): { workload: Workload; plan: Plan }[] {
    return placements.flatMap(({ name, plan, saving }) => {
      const workload = examples.find((example) => example.name === name);
      if (workload === undefined || plan === null) throw new Error(`${name} is not placed.`);
      return [plan, ...(saving === null ? [] : [saving.naive])].map((each) => ({ workload, plan: each }));
    });
  }

  it('are all placed, each with a saving and with every offer accounted for', () => {
    expect(placements).toHaveLength(7);
    for (const { name, status, saving, rejected } of placements) {
      expect([name, status]).toEqual([name, 'placed']);
      expect(saving, name).not.toBeNull();
      const others = rejected.reduce((sum, { offers }) => sum + offers, 0);
      expect(1 + others, `${name}: the plan and what was rejected are all offers`).toBe(prices.size);
    }
  });

  it('cost the price of their offer times their size', () => {
    for (const { workload, plan } of plans()) {
      const { cost, size, schedule } = plan;
      if (workload.kind === 'serving') {
        const byHour = size.instancesByHour ?? [size.instances];
        const perHour = priceOf(plan)
          .times(Decimal.sum(...byHour))
          .div(byHour.length);
        expect(new Decimal(cost.usdPerHour).minus(perHour).abs().toNumber()).toBeLessThanOrEqual(5e-7);
        expect(new Decimal(cost.usdPerMonth).minus(perHour.times(HOURS_PER_MONTH)).abs().toNumber()).toBeLessThan(5e-4);
        expect(cost.usdPerRun).toBeNull();
        continue;
      }
      if (workload.kind === 'generic' || schedule === null || cost.usdPerRun === null) throw new Error('no job');
      expect(cost.usdPerHour).toBe(priceOf(plan).times(size.instances).toFixed());
      const perRun = priceOf(plan).times(size.instances).times(schedule.hours);
      expect(perRun.div(cost.usdPerRun).minus(1).abs().toNumber()).toBeLessThan(ROUNDING);
      const perMonth = perRun.times(workload.runsPerMonth);
      expect(perMonth.div(cost.usdPerMonth).minus(1).abs().toNumber()).toBeLessThan(ROUNDING);
    }
  });

  it('save what their steps add up to, to the last digit', () => {
    for (const { name, plan, saving } of placements) {
      if (plan === null || saving === null) throw new Error(`${name} has no saving.`);
      const naive = new Decimal(saving.naive.cost.usdPerMonth);
      let left = naive;
      for (const { usdPerMonth, afterUsdPerMonth } of saving.waterfall) {
        left = left.minus(usdPerMonth);
        expect(left.toFixed(), name).toBe(new Decimal(afterUsdPerMonth).toFixed());
      }
      expect(left.toFixed(), name).toBe(new Decimal(plan.cost.usdPerMonth).toFixed());
      expect(naive.minus(plan.cost.usdPerMonth).toFixed(), name).toBe(new Decimal(saving.usdPerMonth).toFixed());
    }
  });

  it('are not beaten by what they are compared with, nor by a runner-up', () => {
    for (const { name, plan, saving, runnersUp } of placements) {
      const cost = Number(plan?.cost.usdPerMonth);
      expect(Number(saving?.usdPerMonth), name).toBeGreaterThanOrEqual(0);
      for (const other of runnersUp) expect(Number(other.usdPerMonth), name).toBeGreaterThanOrEqual(cost);
    }
  });

  it('keep latency, load, deadline and the memory of their accelerators', () => {
    for (const { workload, plan } of plans()) {
      const { prediction, schedule, size } = plan;
      const memory = prediction?.memoryGiBPerAccelerator;
      if (prediction === null || memory == null) throw new Error('no prediction');
      const { weights, cache, gradients, optimizer, activations, reserve, available } = memory;
      const used = [weights, cache, gradients, optimizer, activations, reserve].map((part) => part ?? 0);
      expect(used.reduce((sum, part) => sum + part, 0)).toBeLessThanOrEqual(available * (1 + 1e-5));
      if (workload.kind === 'serving') {
        expect(prediction.ttftMs ?? Infinity).toBeLessThanOrEqual(workload.latency?.ttftMs ?? 0);
        expect(prediction.tpotMs ?? Infinity).toBeLessThanOrEqual(workload.latency?.tpotMs ?? 0);
        const peak = Math.max(...[workload.requestsPerSecond].flat()) * 1.2;
        expect(prediction.requestsPerSecond ?? 0).toBeGreaterThanOrEqual(peak * (1 - 1e-5));
        expect(size.replicas ?? 0).toBeGreaterThanOrEqual(workload.availability?.minReplicas ?? 1);
      } else if (workload.kind !== 'generic') {
        expect(schedule?.hours ?? Infinity).toBeLessThanOrEqual(workload.deadlineHours);
        expect(schedule?.deadlineMissProbability ?? 0).toBeLessThanOrEqual(workload.maxDeadlineMissProbability);
      }
    }
  });

  it('keep data in the European Union where that is asked for', () => {
    const assistant = placements.find(({ name }) => name === 'assistant-70b');
    expect(assistant?.plan?.offer.jurisdiction).toBe('eu');
    expect(assistant?.saving?.naive.offer.jurisdiction).toBe('eu');
  });

  it('cost as a fleet what they cost one by one', async () => {
    const { status, body } = await app.post('/v1/placements', { workloads: examples });
    expect(status).toBe(200);
    const { totals, status: placed } = fleetPlanSchema.parse(body);
    expect(placed).toBe('placed');
    const sum = (amounts: (string | undefined)[]) => Decimal.sum(...amounts.map((amount) => amount ?? NaN)).toFixed();
    expect(totals.usdPerMonth).toBe(sum(placements.map(({ plan }) => plan?.cost.usdPerMonth)));
    expect(totals.naiveUsdPerMonth).toBe(sum(placements.map(({ saving }) => saving?.naive.cost.usdPerMonth)));
    expect(totals.savingUsdPerMonth).toBe(sum(placements.map(({ saving }) => saving?.usdPerMonth)));
    expect(totals).toMatchObject({ placed: 7, notPlaced: 0, withoutSaving: 0 });
    const shown = fleetPlanSchema.parse((await app.get('/v1/examples/fleet/plan')).body);
    expect(shown.totals).toEqual(totals);
    expect(shown.id).toBeNull();
  });
});
