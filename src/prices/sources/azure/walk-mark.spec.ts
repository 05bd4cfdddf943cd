import { describe, expect, it } from 'vitest';
import { readMark, refuseShrink, writeMark } from './walk-mark.js';

const THEN = new Date('2026-08-01T06:00:00Z');
const NEXT_DAY = new Date('2026-08-02T06:00:00Z');
const mark = readMark(writeMark(THEN, { Consumption: 400 }));

describe('a list with fewer rows than at the last poll', () => {
  it('is refused where more than 15 % are gone: 339 of 400', () => {
    expect(() => refuseShrink('Consumption', 339, mark, NEXT_DAY)).toThrow(
      'Azure Retail Prices has 339 rows for Consumption where it had 400 before',
    );
    expect(() => refuseShrink('Consumption', 0, mark, NEXT_DAY)).toThrow();
  });

  it('is taken where 15 % are gone: 340 of 400', () =>
    expect(() => refuseShrink('Consumption', 340, mark, NEXT_DAY)).not.toThrow());

  it('is believed after three days, so that a list that did shrink does not stay refused for ever', () => {
    expect(() => refuseShrink('Consumption', 10, mark, new Date('2026-08-04T05:59:59Z'))).toThrow();
    expect(() => refuseShrink('Consumption', 10, mark, new Date('2026-08-04T06:00:00Z'))).not.toThrow();
  });

  it('is taken where nothing is known of before', () => {
    expect(() => refuseShrink('Consumption', 0, null, NEXT_DAY)).not.toThrow();
    expect(() => refuseShrink('Reservation', 0, mark, NEXT_DAY)).not.toThrow();
  });
});

describe('a mark', () => {
  it('comes back as it was written', () =>
    expect(mark).toEqual({ at: '2026-08-01T06:00:00.000Z', rows: { Consumption: 400 } }));

  it.each([null, '', '{', '"etag"', '{"at":"yesterday","rows":{}}', '{"at":"2026-08-01T06:00:00Z","rows":{"a":-1}}'])(
    'of another shape says nothing: %j',
    (since) => expect(readMark(since)).toBeNull(),
  );
});
