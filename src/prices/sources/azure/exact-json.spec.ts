import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExactly } from './exact-json.js';

describe('a number in JSON', () => {
  it.each(['98.32', '0.10000000000000000001', '1E-05', '-3', '0.0', '12345678901234567890.123456789'])(
    'comes out as it was sent: %s',
    (number) => expect(parseExactly(`{"retailPrice": ${number}}`)).toEqual({ retailPrice: number }),
  );

  it('within a string is left alone, behind an escaped quote as well', () => {
    expect(parseExactly('{"meterName":"NC8as T4 v3","a":"x\\" 7, \\\\","b":[1,"2"]}')).toEqual({
      meterName: 'NC8as T4 v3',
      a: 'x" 7, \\',
      b: ['1', '2'],
    });
  });

  it('is all that differs from plain parsing', () => {
    const asText = (_key: string, value: unknown) => (typeof value === 'number' ? JSON.stringify(value) : value);
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseExactly(text)).toEqual(JSON.parse(text, asText));
      }),
    );
  });

  it.each(['{"Items":[{"retailPrice":9', '<html>', '', '{"a":1.2.3}', '{"a":+1}'])('does not make JSON of %j', (text) =>
    expect(() => parseExactly(text)).toThrow(SyntaxError),
  );
});
