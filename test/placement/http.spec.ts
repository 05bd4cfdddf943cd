import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planListSchema } from '../../src/placement/placement.schema.js';
import { fleetPlanSchema, quoteSchema, type Placement } from '../../src/placement/plan.schema.js';
import type { WorkloadInput } from '../../src/placement/workload.schema.js';
import { startTestApp, type TestApp } from '../platform/test-app.js';

const BYTES_PER_GIB = 2 ** 30;

const chat: WorkloadInput = {
  name: 'chat',
  kind: 'serving',
  model: 'llama-3.1-8b',
  request: { inputTokens: 1000, outputTokens: 250 },
  requestsPerSecond: 2,
};
const box: WorkloadInput = { name: 'box', kind: 'generic', acceleratorCount: 8, accelerators: ['H100'] };
/** No T4 has room for 671 billion parameters. */
const impossible: WorkloadInput = { ...chat, name: 'giant', model: 'deepseek-v3', accelerators: ['T4'] };

/** As its publisher wrote Mistral-7B-v0.3's. */
const mistralConfig = {
  architectures: ['MistralForCausalLM'],
  model_type: 'mistral',
  hidden_size: 4096,
  intermediate_size: 14336,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  vocab_size: 32768,
  tie_word_embeddings: false,
  sliding_window: null,
  torch_dtype: 'bfloat16',
};

describe('placing over HTTP', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  async function quoted(workload: WorkloadInput): Promise<Placement> {
    const { status, body } = await app.post('/v1/placements/quote', workload);
    expect(status).toBe(200);
    return quoteSchema.parse(body).placement;
  }

  async function planned(workloads: WorkloadInput[], key?: string) {
    const { status, body } = await app.post(
      '/v1/placements',
      { workloads },
      key === undefined ? {} : { 'idempotency-key': key },
    );
    expect(status).toBe(200);
    return fleetPlanSchema.parse(body);
  }

  it('takes a config.json as the model, and holds its weights and its cache in memory', async () => {
    const { model, plan } = await quoted({
      ...chat,
      model: { config: mistralConfig, name: 'our-mistral' },
      accelerators: ['A100 80GB'],
      maxConcurrencyPerReplica: 16,
    });
    expect(model).toBe('our-mistral');
    expect(plan?.size).toMatchObject({ precision: 'bf16', parallelism: { tensor: 1, pipeline: 1 } });
    // Queries and outputs 4096 × 4096, keys and values 4096 × 1024, three matrices of the feed-forward, two norms.
    const perLayer = 2 * 4096 * 4096 + 2 * 4096 * 1024 + 3 * 4096 * 14336 + 2 * 4096;
    const parameters = 32 * perLayer + 2 * 32768 * 4096 + 4096;
    expect(parameters).toBe(7_248_023_552);
    const memory = plan?.prediction?.memoryGiBPerAccelerator;
    expect(memory?.weights).toBeCloseTo((2 * parameters) / BYTES_PER_GIB, 3);
    // Keys and values of 8 heads of 128 in 32 layers, two bytes each; 1250 tokens fill 79 blocks of 16.
    expect(plan?.prediction?.concurrencyPerReplica).toBe(16);
    expect(memory?.cache).toBeCloseTo((16 * 79 * 16 * 2 * 8 * 128 * 32 * 2) / BYTES_PER_GIB, 4);
    // A tenth of 80 GiB, and eight tensors of 8192 tokens × 4096 in 16 bit.
    expect(memory?.reserve).toBeCloseTo(8 + (8192 * 4096 * 8 * 2) / BYTES_PER_GIB, 4);
    expect(memory?.available).toBe(80);
  });

  it('gives a quote and keeps nothing of it', async () => {
    const before = planListSchema.parse((await app.get('/v1/placements')).body).total;
    const { status, body } = await app.post('/v1/placements/quote', chat);
    expect(status).toBe(200);
    const { placement, prices, searchMilliseconds } = quoteSchema.parse(body);
    expect(placement).toMatchObject({ name: 'chat', status: 'placed', reason: null });
    expect(placement.assumptions.length).toBeGreaterThan(0);
    expect(prices.offers).toBeGreaterThan(8000);
    expect(searchMilliseconds).toBeGreaterThan(0);
    expect(planListSchema.parse((await app.get('/v1/placements')).body).total).toBe(before);
  });

  it('keeps a plan and gives it back as it was', async () => {
    const plan = await planned([chat, box]);
    expect(plan.placements.map(({ name }) => name)).toEqual(['chat', 'box']);
    expect((await app.get(`/v1/placements/${plan.id ?? ''}`)).body).toEqual(plan);
    const list = planListSchema.parse((await app.get('/v1/placements?limit=1')).body);
    expect(list.plans).toEqual([
      { id: plan.id, createdAt: plan.createdAt, status: 'placed', totals: plan.totals, workloads: ['chat', 'box'] },
    ]);
  });

  it('plans once for an idempotency key, also when asked twice at once', async () => {
    const [first, second] = await Promise.all([planned([box], 'order-1'), planned([box], 'order-1')]);
    expect(second).toEqual(first);
    expect(await planned([box], 'order-1')).toEqual(first);
    expect((await planned([box], 'order-2')).id).not.toBe(first.id);
    const other = { workloads: [{ ...box, acceleratorCount: 16 }] };
    const { status, body } = await app.post<{ detail: string }>('/v1/placements', other, {
      'idempotency-key': 'order-1',
    });
    expect(status).toBe(409);
    expect(body.detail).toContain('Use a new key');
  });

  it('answers what cannot be placed with the reason and what would help', async () => {
    const giant = await quoted(impossible);
    expect(giant).toMatchObject({ status: 'not_placed', plan: null, saving: null, runnersUp: [] });
    expect(giant.reason).toMatch(/^No offer in force can run it\. Closest: /);
    expect(giant.reason).toMatch(/\d+ offers: accelerator not accepted/);
    expect(giant.hints.map(({ allow }) => allow)).toContain('any accelerator');
    const plan = await planned([impossible, box]);
    expect(plan.status).toBe('partly_placed');
    expect(plan.totals).toMatchObject({ placed: 1, notPlaced: 1 });
    expect(plan.totals.usdPerMonth).toBe(plan.placements[1]?.plan?.cost.usdPerMonth);
    expect((await planned([impossible])).status).toBe('not_placed');
  });

  it('does not place what is above its budget, and says by how much', async () => {
    const { status, reason } = await quoted({ ...chat, maxUsdPerMonth: 10 });
    expect(status).toBe('not_placed');
    expect(reason).toMatch(/costs [\d.]+ USD, the budget is 10 USD: .* Raise the budget/);
  });

  it('answers absurd figures at once, and plans nothing beyond reason', async () => {
    const { requestsPerSecond: _, ...batch } = { ...chat, kind: 'batch_inference' as const, requests: 1_000_000 };
    const jobs: WorkloadInput[] = [
      { ...chat, name: 'a', requestsPerSecond: 1e6, request: { inputTokens: 100_000, outputTokens: 10_000 } },
      { ...batch, name: 'b', deadlineHours: 1e-300, restartMinutes: 0, meanHoursBetweenInterruptions: 80_000 },
    ];
    for (const job of jobs) {
      const { status, reason } = await quoted(job);
      expect(status).toBe('not_placed');
      expect(reason).toMatch(/would take (more than )?\d+ instances/);
    }
    // So many interruptions could not be counted one by one.
    for (const meanHoursBetweenInterruptions of [1e-9, 1e-6]) {
      const deadlineHours = meanHoursBetweenInterruptions * 8e10;
      await quoted({ ...batch, name: 'c', deadlineHours, meanHoursBetweenInterruptions });
    }
  });
});
