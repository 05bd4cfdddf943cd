import { expect, test } from 'vitest';
import { shippedLearnt } from './shipped-learnt.js';
import { stepTimes, type StepTerms } from './step-model.js';

const { coefficients } = shippedLearnt();
const nothing = { products: 0, attention: 0, experts: 0, communication: 0 };
const pass = { products: 0.01, attention: 0.005, experts: 0, communication: 0.001 };

const terms: StepTerms = {
  engine: 'vllm',
  generation: pass,
  sparse: { ...pass, attention: 0.001 },
  prompt: { ...nothing, products: 0.1 },
  layers: 32,
  expertLayers: 0,
  latent: false,
  requests: 64,
  activations: 0.0001,
  promptActivations: 0.001,
  outputTokens: 512,
  concurrency: 64,
  promptLanes: 1,
  stageShare: 1,
  sendSeconds: 0,
  apart: false,
  known: true,
  copied: false,
  acrossNodes: false,
  fitting: 1e6,
};

test('requests without room wait for their first token, and the others get theirs sooner', () => {
  const roomy = stepTimes(terms, coefficients);
  const crowded = stepTimes({ ...terms, fitting: 8 }, coefficients);
  expect(crowded.ttftSeconds).toBeGreaterThan(2 * roomy.ttftSeconds);
  expect(crowded.tpotSeconds).toBeLessThan(roomy.tpotSeconds);
});

test('where prompts are the bottleneck of a disaggregated deployment, fewer requests generate at a time', () => {
  const apart = { ...terms, apart: true, promptLanes: 1000 };
  const fed = stepTimes(apart, coefficients);
  const starved = stepTimes({ ...apart, promptLanes: 0.5 }, coefficients);
  expect(starved.tpotSeconds).toBeLessThan(fed.tpotSeconds);
  expect(starved.ttftSeconds).toBeGreaterThan(fed.ttftSeconds);
});

test('a worker that reaches over nodes takes longer per layer', () => {
  const across = stepTimes({ ...terms, acrossNodes: true }, coefficients).tpotSeconds;
  expect(across - stepTimes(terms, coefficients).tpotSeconds).toBeCloseTo(32 * coefficients.perLayerAcross, 9);
});
