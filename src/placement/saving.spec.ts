import { describe, expect, it } from 'vitest';
import type { Precision } from '../catalog/index.js';
import type { Offer } from '../prices/index.js';
import { placeWorkload } from './place-workload.js';
import { accelerator, fakePerformance, model, offer, resolved, world } from './world.fixture.js';
import type { WorkloadInput } from './workload.schema.js';

/** Requests per second of one in bf16; fp8 doubles them. The large one is what people take who do not look around. */
const PACES = { large: { requestsPerSecond: 2 }, small: { requestsPerSecond: 1 } };

const HOME = offer('l.1', 'large', 1, '4.00');
const HOME_SPOT = offer('l.1', 'large', 1, '3.00', { purchaseOption: 'spot' });
const AWAY_SPOT = offer('l.1', 'large', 1, '2.00', { purchaseOption: 'spot', region: 'us-west-2' });
const SMALL_AWAY_SPOT = offer('s.1', 'small', 1, '0.80', { purchaseOption: 'spot', region: 'us-west-2' });
const OFFERS = [HOME, HOME_SPOT, AWAY_SPOT, SMALL_AWAY_SPOT];

interface Scene {
  readonly offers?: readonly Offer[];
  readonly flagship?: string;
  readonly flagshipTflops?: Partial<Record<Precision, number>>;
}

/** A service of 8 requests a second: four of the large one in bf16, two in fp8; eight of the small one, or four. */
function place(more: Partial<WorkloadInput>, scene: Scene = {}) {
  const { offers = OFFERS, flagship = 'H100', flagshipTflops = { bf16: 100, fp8: 200 } } = scene;
  const where = world({
    offers,
    accelerators: [
      accelerator('large', 80, { family: flagship, peakTflops: flagshipTflops }),
      accelerator('small', 48),
    ],
    performance: fakePerformance(PACES),
  });
  const input = {
    kind: 'serving',
    name: 'service',
    model: 'made up',
    precisions: ['bf16', 'fp8'],
    request: { inputTokens: 100, outputTokens: 100 },
    requestsPerSecond: 8,
    headroomPercent: 0,
    purchaseOptions: ['on_demand', 'spot'],
    ...more,
  } as WorkloadInput;
  return placeWorkload(where, resolved(input, model(20), where));
}

describe('a saving', () => {
  it('is what the naive choice costs more, lever by lever', () => {
    const { plan, saving, savingAbsent } = place({});
    // Naive: 4 × 4.00 = 16 USD/h × 730 h. Plan: four of the small one in fp8, 4 × 0.80 = 3.20 USD/h.
    expect(saving?.naive.cost.usdPerMonth).toBe('11680');
    expect(saving?.naive.offer.offerId).toBe(HOME.id);
    expect(saving?.naive.size).toMatchObject({ instances: 4, precision: 'bf16' });
    expect(plan?.offer.offerId).toBe(SMALL_AWAY_SPOT.id);
    expect(plan?.cost.usdPerMonth).toBe('2336');
    expect(saving).toMatchObject({ usdPerMonth: '9344', percent: 80 });
    expect(savingAbsent).toBeNull();
    expect(saving?.waterfall).toEqual([
      // Two in fp8: 8 USD/h.
      { lever: 'precision', usdPerMonth: '5840', afterUsdPerMonth: '5840' },
      // On spot at 3.00: 6 USD/h.
      { lever: 'purchase option', usdPerMonth: '1460', afterUsdPerMonth: '4380' },
      // In the west at 2.00: 4 USD/h.
      { lever: 'cloud and region', usdPerMonth: '1460', afterUsdPerMonth: '2920' },
      // Four of the small one at 0.80: 3.20 USD/h.
      { lever: 'hardware', usdPerMonth: '584', afterUsdPerMonth: '2336' },
    ]);
  });

  it('says what the naive choice is', () => {
    expect(place({}).saving?.definition).toBe(
      'On demand, H100 on aws in us-east-1, bf16 weights, with the same objectives.',
    );
  });

  it('leaves out levers that change nothing', () => {
    // Published weights, at home, on demand: the small one is not there. Spot alone: 4 × 3.00 = 12 USD/h.
    const { saving } = place({ precisions: 'native', where: { regions: ['us-east-1'] } });
    expect(saving?.waterfall).toEqual([{ lever: 'purchase option', usdPerMonth: '2920', afterUsdPerMonth: '8760' }]);
    expect(saving).toMatchObject({ usdPerMonth: '2920', percent: 25 });
  });

  it('counts a lever that allows nothing alone with the one that does', () => {
    // The large one cannot compute in fp8, and nothing else is accepted: only other hardware frees the plan.
    const { saving } = place({ precisions: ['fp8'] }, { flagshipTflops: { bf16: 100 } });
    expect(saving?.waterfall).toEqual([{ lever: 'hardware', usdPerMonth: '9344', afterUsdPerMonth: '2336' }]);
  });

  it('is none where the naive choice is the plan', () => {
    expect(place({}, { offers: [HOME] }).saving).toMatchObject({ usdPerMonth: '5840', percent: 50 });
    expect(place({ precisions: 'native' }, { offers: [HOME] }).saving).toMatchObject({
      usdPerMonth: '0',
      percent: 0,
      waterfall: [],
    });
  });

  it('is negative where the naive choice is cheaper and not accepted', () => {
    // Spot alone at 5.00, 4 × 5 = 20 USD/h, against 16 on demand.
    const dear = offer('l.1', 'large', 1, '5.00', { purchaseOption: 'spot' });
    const { saving } = place({ precisions: 'native', purchaseOptions: ['spot'] }, { offers: [HOME, dear] });
    expect(saving).toMatchObject({ usdPerMonth: '-2920', percent: -25 });
    expect(saving?.waterfall).toEqual([{ lever: 'purchase option', usdPerMonth: '-2920', afterUsdPerMonth: '14600' }]);
  });

  it('is to the last digit of the prices', () => {
    // Four at home in bf16: 4 × 0.123457 × 730 = 360.49444; two in fp8 180.24722; four small ones 0.003796.
    const cents = [
      { ...HOME, usdPerHour: '0.123457' },
      { ...SMALL_AWAY_SPOT, usdPerHour: '0.0000013' },
    ];
    const { saving } = place({}, { offers: cents });
    expect(saving?.naive.cost.usdPerMonth).toBe('360.49444');
    expect(saving?.usdPerMonth).toBe('360.490644');
    expect(saving?.waterfall.map(({ usdPerMonth }) => usdPerMonth)).toEqual(['180.24722', '180.243424']);
  });

  it('counts the runs of a month', () => {
    // Naive 2 × 4.00 for 10 h, 80 USD a run; plan 2 × 0.80 for 10 h, 16 USD. Three runs.
    const where = world({
      offers: OFFERS,
      accelerators: [accelerator('large', 80, { family: 'H100' }), accelerator('small', 48)],
    });
    const input: WorkloadInput = {
      kind: 'generic',
      name: 'job',
      acceleratorCount: 2,
      hours: 10,
      runsPerMonth: 3,
      purchaseOptions: ['on_demand', 'spot'],
    };
    const job = placeWorkload(where, resolved(input, null, where));
    expect(job.saving?.naive.cost).toMatchObject({ usdPerRun: '80', usdPerMonth: '240' });
    expect(job.plan?.cost).toMatchObject({ usdPerRun: '16', usdPerMonth: '48' });
    expect(job.saving).toMatchObject({ usdPerMonth: '192', percent: 80 });
  });
});

describe('the naive choice', () => {
  it('is the A100 where there is no H100', () => {
    expect(place({}, { flagship: 'A100' }).saving?.definition).toMatch(/^On demand, A100 on aws in us-east-1/);
  });

  it('is the cheapest admitted region where the home region has none', () => {
    const away = offer('l.1', 'large', 1, '4.50', { region: 'us-west-2' });
    const farther = offer('l.1', 'large', 1, '5.00', { region: 'eu-west-1' });
    const { saving } = place({}, { offers: [farther, away] });
    expect(saving?.definition).toMatch(/on aws in the cheapest admitted region \(us-west-2\), bf16 weights/);
    expect(saving?.naive.offer.offerId).toBe(away.id);
  });

  it('that does not exist gives no saving, and a sentence why', () => {
    const why = 'The naive choice cannot run this workload on the home cloud.';
    const scenes: Scene[] = [
      { flagship: 'L40S' },
      { offers: [HOME_SPOT, AWAY_SPOT, SMALL_AWAY_SPOT] },
      { offers: [{ ...HOME, cloud: 'gcp', region: 'us-central1' }, SMALL_AWAY_SPOT] },
    ];
    for (const scene of scenes) {
      const { status, saving, savingAbsent } = place({}, scene);
      expect({ status, saving, savingAbsent }).toEqual({ status: 'placed', saving: null, savingAbsent: why });
    }
  });

  it('is not asked for where nothing is placed', () => {
    const { status, saving, savingAbsent } = place({ maxUsdPerMonth: 2335 });
    expect({ status, saving, savingAbsent }).toEqual({ status: 'not_placed', saving: null, savingAbsent: null });
  });
});
