import { describe, expect, it } from 'vitest';
import { evictionRate } from './eviction-rate.js';

function rate(stated: string) {
  return evictionRate(stated, '2026-08-01', 'Azure');
}

describe('an eviction rate', () => {
  it('is one of an hour: up to 5 % an hour last 19.5 hours on average at worst, −1 ÷ ln(0.95)', () => {
    const read = rate('0-5');
    expect(read).toMatchObject({ low: 0, basis: 'published', source: 'Azure', asOf: '2026-08-01' });
    expect(read?.meanHoursBetween).toBeCloseTo(19.4957, 4);
    // 1 − 0.95^730: next to certain within a month.
    expect(read?.high).toBeCloseTo(1, 12);
  });

  it.each([
    ['5-10', 9.4912],
    ['10-15', 6.1531],
    ['15-20', 4.4814],
  ])('of %s %% an hour lasts %d hours on average at worst', (stated, hours) =>
    expect(rate(stated)?.meanHoursBetween).toBeCloseTo(hours, 4),
  );

  it('without an upper end has no mean', () =>
    expect(rate('20+')).toMatchObject({ high: null, meanHoursBetween: null, low: expect.closeTo(1, 12) as number }));

  it.each(['0-5%', ' 0 - 5 ', '20+%'])('is read with signs and spaces: "%s"', (stated) =>
    expect(rate(stated)).not.toBeNull(),
  );

  it.each(['', 'N/A', 'low', '5', '10-5', '5-5', '-5', '0-100', '0.5-1', '5-10-15'])(
    'is not guessed from "%s"',
    (stated) => expect(rate(stated)).toBeNull(),
  );
});
