import { expect, test } from 'vitest';
import { correctorOf } from '../serving/correction.js';
import type { Place } from '../serving/place.js';
import { fitCorrection, spreadOut, type Residual } from './fit-correction.js';

const place = (architecture: string, requests: number, acceleratorId = 'nvidia-h100'): Place => ({
  architecture,
  acceleratorId,
  generation: 'h',
  engine: 'vllm',
  precision: 'fp8',
  mode: 'together',
  sizes: Float64Array.of(requests, 5, 5, 0, 0, 0, 0),
});

/** A model that always takes e^0.3 times as long as its operations, with one run that takes e^0.6 times. */
const residuals: Residual[] = [0, 1, 2, 3, 4, 5, 6, 7].map((requests) => ({
  place: place('a', requests),
  tpot: requests === 6 ? 0.6 : 0.3,
  ttft: 0.1,
}));
const at = (of: Place) => correctorOf(fitCorrection(residuals))(of)(of.sizes[0] ?? 0);

test('a measured run comes out nearly as measured, and one between two of them between them', () => {
  expect(at(place('a', 2)).tpot).toBeCloseTo(0.3, 1);
  expect(at(place('a', 6)).tpot).toBeGreaterThan(0.45);
  const between = at(place('a', 5.5));
  expect(between.tpot).toBeGreaterThan(0.3);
  expect(between.tpot).toBeLessThan(0.6);
  expect(between.nearest).toBeGreaterThan(0.8);
});

test('the same model on another accelerator is corrected in part, another model less', () => {
  const elsewhere = at(place('a', 2, 'nvidia-h200'));
  const other = at(place('b', 2, 'nvidia-h200'));
  expect(elsewhere.tpot).toBeGreaterThan(0.1);
  expect(elsewhere.tpot).toBeLessThan(0.31);
  expect(other.tpot).toBeLessThan(elsewhere.tpot);
  expect(elsewhere).toMatchObject({ nearest: 0, modelMeasured: true });
  expect(other.modelMeasured).toBe(false);
});

test('a run that cannot have gone as described draws little', () => {
  const wild = [...residuals, { place: place('a', 2.1), tpot: 5, ttft: 5 }];
  const corrected = correctorOf(fitCorrection(wild))(place('a', 2))(2);
  expect(corrected.tpot).toBeLessThan(0.5);
});

test('without measurements nothing is corrected', () => {
  expect(correctorOf({ kinds: [], runs: [] })(place('a', 1))(1)).toEqual({
    tpot: 0,
    ttft: 0,
    nearest: 0,
    modelMeasured: false,
  });
});

test('the places chosen first are those most unlike each other', () => {
  const places = [place('a', 0), place('a', 0.1), place('b', 0)];
  expect(spreadOut(places, 2)).toEqual([places[0], places[2]]);
});
