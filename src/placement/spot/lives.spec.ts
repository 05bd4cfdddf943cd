import { expect, it } from 'vitest';
import { addLife, ageClass, expectedEnds, learntHazards, noLives, seenHazards } from './lives.js';
import { recordOf } from './series-record.js';
import { ticksOf } from './spot.fixture.js';

it('classes of age double in width from a fifth of an hour on', () => {
  expect([0, 0.19, 0.2, 0.5, 1.6, 12.8, 1000].map(ageClass)).toEqual([0, 0, 1, 2, 4, 7, 7]);
});

it('a life of an hour that ended spends its time in four classes and ends in the last of them', () => {
  const lives = noLives();
  addLife(lives, 1, true);
  expect([...lives.hours].slice(0, 5)).toEqual([0.2, 0.2, 0.4, expect.closeTo(0.2, 9), 0]);
  expect([...lives.ends].slice(0, 5)).toEqual([0, 0, 0, 1, 0]);
});

it('a life that goes on counts its hours and no end', () => {
  const lives = noLives();
  addLife(lives, 0.1, false);
  expect(seenHazards(lives)[0]).toBeCloseTo(0.5 / 1.1, 9);
});

it('where nothing was seen the prior holds, and much seen outweighs it', () => {
  const prior = new Float64Array(8).fill(2);
  expect([...learntHazards(prior, noLives())]).toEqual([...prior]);
  const lives = noLives();
  for (let life = 0; life < 1000; life += 1) addLife(lives, 0.1, true);
  // Ten ends per hour were seen in the first class; the older ones are scaled by nearly as much.
  const learnt = learntHazards(prior, lives);
  expect(learnt[0]).toBeCloseTo(10, 1);
  expect(learnt[7]).toBeGreaterThan(9);
});

it('expected ends add up over the classes of age', () => {
  const hazards = Float64Array.from([1, 2, 3, 0, 0, 0, 0, 0.5]);
  expect(expectedEnds(hazards, 0, 0.4)).toBeCloseTo(0.2 + 0.4, 9);
  expect(expectedEnds(hazards, 20, 2)).toBeCloseTo(1, 9);
});

it('a record of ticks knows their past and nothing of what follows', () => {
  const record = recordOf(ticksOf('1110 0110'), 0.1);
  expect(record.ageHours(4, 0)).toBeCloseTo(0.1, 9);
  expect(record.ageHours(4, 4)).toBe(0);
  const seen = record.seen(0, 7);
  expect(seen.presentHours).toBeCloseTo(0.5, 9);
  // The first stretch has ended, the second one may go on.
  expect(seen.present.ends[1]).toBe(1);
  expect(seen.present.ends[0]).toBe(0);
});
