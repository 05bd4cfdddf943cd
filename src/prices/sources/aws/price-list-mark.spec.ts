import { describe, expect, it } from 'vitest';
import { readMark, writeMark } from './price-list-mark.js';

const FILE = '/offers/v1.0/aws/AmazonEC2/20260801000000/us-east-1/index.json';

describe('the mark of a price list', () => {
  it('is the file that was read, and what its server calls its content', () =>
    expect(readMark(writeMark(FILE, '"abc"', ['b', 'a']), ['a', 'b'])).toMatchObject({ file: FILE, etag: '"abc"' }));

  it('is worth nothing once the catalog has other machines: they may be in the same list', () =>
    expect(readMark(writeMark(FILE, null, ['a']), ['a', 'b'])).toBeNull());

  it.each([null, '', '{', '{"file":1}', '"x"'])('%s is none', (since) => expect(readMark(since, ['a'])).toBeNull());
});
