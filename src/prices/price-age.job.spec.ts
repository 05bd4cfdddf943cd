import { describe, expect, it } from 'vitest';
import { cloudSummaries, offer } from './price.fixture.js';
import { staleWarnings } from './price-age.job.js';

describe('the age of prices in force', () => {
  const clouds = cloudSummaries([offer({ asOf: '2024-12' }), offer()], new Date('2026-08-10T00:00:00Z'));

  it('is measured on the newest price of a cloud; a cloud without prices has none', () => {
    expect(staleWarnings(clouds, 11)).toEqual([]);
    expect(staleWarnings(clouds, 10)).toEqual([
      'The newest gcp price is of 2026-07-30, 11 days old; more than 10 days count as stale.',
    ]);
  });
});
