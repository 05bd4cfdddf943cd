import { describe, expect, it } from 'vitest';
import { progressText } from './prices-poll.js';

const step = {
  source: 'aws-price-list',
  region: 'us-east-1',
  state: 'running' as const,
  done: 100_000_000,
  total: 400_000_000,
  unit: 'bytes' as const,
  published: 0,
  quarantined: 0,
  failure: null,
};

describe('the progress of a poll', () => {
  it('counts what is over and the part of what runs', () => {
    const done = { ...step, state: 'good' as const };
    // One of two, and a quarter of the other: 62.5 % of 24 cells are 15.
    expect(progressText([done, step])).toBe(
      '[###############---------] 1 of 2 polls, aws-price-list us-east-1: 100 of 400 MB',
    );
  });

  it('says no total that it does not know', () => {
    expect(progressText([{ ...step, done: 7, total: null, unit: 'pages', region: null }])).toBe(
      '[------------------------] 0 of 1 polls, aws-price-list: 7 pages',
    );
  });
});
