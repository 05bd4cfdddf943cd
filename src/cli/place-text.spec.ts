import { expect, it } from 'vitest';
import { fleetPlan } from '../placement/fleet-plan.fixture.js';
import type { Placement, Plan } from '../placement/index.js';
import { accelerator, offer, world } from '../placement/world.fixture.js';
import { placementText } from './place-text.js';

const PRICES = world({ offers: [offer('p5.48xlarge', 'h100', 8, '10')], accelerators: [accelerator('h100', 80)] });

/** Eight H100 for 10 USD an hour, with what a test changes of the plan. */
const box = await fleetPlan(PRICES, { kind: 'generic', name: 'box', acceleratorCount: 8 });

function textOf(change: (plan: Plan) => Partial<Plan>): string {
  const [placement] = box.placements;
  if (placement?.plan == null) throw new Error('The workload was not placed.');
  const changed: Placement = { ...placement, plan: { ...placement.plan, ...change(placement.plan) } };
  return placementText(changed, false).join('\n');
}

const schedule = {
  hours: 10,
  hoursAtMost: 11,
  deadlineHours: 24,
  expectedInterruptions: 0.1,
  meanHoursBetweenInterruptions: 100,
  checkpointIntervalMinutes: null,
  interruptionOverheadPercent: null,
};

it('names both ends of the cost, or says that it has no upper bound', () => {
  const cost = (usdPerMonthAtMost: string | null) =>
    textOf((plan) => ({ cost: { ...plan.cost, usdPerMonthAtLeast: '6000', usdPerMonthAtMost } }));
  expect(cost('9000')).toContain('between 6,000.00 and 9,000.00 USD a month within the error of the prediction');
  expect(cost(null)).toContain('at least 6,000.00 USD a month within the error of the prediction, with no upper bound');
});

it.each([
  [1e-15, 'a probability of 0.01 % at most'],
  [0.00005, 'a probability of 0.01 % at most'],
  [0.00123, 'a probability of 0.123 % at most'],
  [0.5, 'a probability of 50 % at most'],
])('says how likely a deadline is missed without digits that nobody needs: %s is %s', (probability, text) => {
  expect(textOf(() => ({ schedule: { ...schedule, deadlineMissProbability: probability } }))).toContain(text);
});

it('says what a price was stated as', () => {
  // 8 EUR × 1.25 USD are the 10 USD of the offer.
  const converted = {
    currency: 'EUR',
    perHour: '8',
    upfront: null,
    recurringPerHour: null,
    usdPerUnit: '1.25',
    rateDate: '2026-07-01',
    rateSource: 'a bank',
  };
  const text = textOf(({ offer: chosen }) => ({ offer: { ...chosen, converted } }));
  expect(text).toMatch(/stated +8 EUR at 1\.25 USD of 2026-07-01 \(a bank\), an instance an hour/);
});
