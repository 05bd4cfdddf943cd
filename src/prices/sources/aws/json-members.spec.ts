import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OutboundError } from '../../../platform/index.js';
import { JsonMembers, type MemberVerdict } from './json-members.js';

/** Walks a text in chunks of the given sizes; what is taken is parsed and noted under its path. */
function walk(
  bytes: Buffer,
  verdictOf: (path: readonly string[], key: string) => MemberVerdict,
  chunkSizes: readonly number[] = [bytes.length],
  most = 1000,
): [string, unknown][] {
  const found: [string, unknown][] = [];
  const members = new JsonMembers(
    'The list',
    {
      verdict: verdictOf,
      take: (path, key, value) => found.push([[...path, key].join('/'), JSON.parse(value.toString()) as unknown]),
    },
    most,
  );
  let at = 0;
  for (let turn = 0; at < bytes.length; turn += 1) {
    const size = Math.max(1, chunkSizes[turn % chunkSizes.length] ?? 1);
    members.push(bytes.subarray(at, at + size));
    at += size;
  }
  members.end();
  return found;
}

const takeAll = (): MemberVerdict => 'take';

function failureOf(act: () => unknown): OutboundError {
  try {
    act();
  } catch (error) {
    return error as OutboundError;
  }
  throw new Error('It was read.');
}

describe('a walk over a JSON object', () => {
  it('enters what it is told to, takes what it is told to, and goes past the rest', () => {
    const text = '{"a" : 1, "list": {"x": {"deep": [1, {"b": "}"}]}, "y": "no"}, "rest": [[[]]], "last": true}';
    const verdict = (path: readonly string[], key: string): MemberVerdict =>
      path.length === 0 ? (key === 'list' ? 'enter' : key === 'rest' ? 'skip' : 'take') : key === 'x' ? 'take' : 'skip';
    expect(walk(Buffer.from(text), verdict)).toEqual([
      ['a', 1],
      ['list/x', { deep: [1, { b: '}' }] }],
      ['last', true],
    ]);
  });

  it('is not misled by brackets, quotes and backslashes within strings', () => {
    const text = String.raw`{"a\"{": "}\\", "b": "\\\"]", "ü": {"c": "{\u007d"}}`;
    expect(walk(Buffer.from(text), takeAll, [1])).toEqual([
      ['a"{', '}\\'],
      ['b', '\\"]'],
      ['ü', { c: '{}' }],
    ]);
  });

  it('finds what JSON.parse finds, however the bytes arrive', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue()),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 9 }),
        fc.constantFrom(undefined, 2),
        (object, sizes, indent) => {
          const text = JSON.stringify(object, null, indent);
          const found = walk(Buffer.from(text), takeAll, sizes, 1_000_000);
          expect(found).toEqual(Object.entries(JSON.parse(text) as object));
        },
      ),
    );
  });

  it('calls every text that is cut off cut off', () => {
    const text = '{"a": {"b": "c\\"", "d": [1, 2]}, "e": 12, "f": null}';
    for (let length = 1; length < text.length; length += 1) {
      for (const verdict of ['take', 'skip'] as const) {
        const error = failureOf(() => walk(Buffer.from(text.slice(0, length)), () => verdict));
        expect(error).toBeInstanceOf(OutboundError);
        expect(error).toMatchObject({ failure: 'unreadable', message: expect.stringContaining('cut off') as unknown });
      }
    }
  });

  it('throws nothing but its own error, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[]":,\\a1 ') }), (text) => {
        try {
          walk(Buffer.from(text), (path) => (path.length === 0 ? 'enter' : 'skip'));
        } catch (error) {
          expect(error).toBeInstanceOf(OutboundError);
        }
      }),
    );
  });

  it('says that HTML is HTML, that nothing is nothing, and where JSON ends to be JSON', () => {
    expect(failureOf(() => walk(Buffer.from('\n<html>'), takeAll)).message).toBe('The list is HTML or XML.');
    expect(failureOf(() => walk(Buffer.from(''), takeAll)).message).toBe('The list is empty.');
    expect(failureOf(() => walk(Buffer.from('{"a" 1}'), takeAll)).message).toBe('The list is no JSON at byte 5.');
    expect(failureOf(() => walk(Buffer.from('{} {}'), takeAll)).message).toBe('The list is no JSON at byte 3.');
  });

  it('holds no member larger than allowed, and goes past one of any size', () => {
    const text = Buffer.from(`{"a": {"b": "${'x'.repeat(100)}"}}`);
    const error = failureOf(() => walk(text, (path) => (path.length === 0 ? 'enter' : 'take'), [10], 50));
    expect(error).toMatchObject({ failure: 'too_large', message: expect.stringContaining('a › b') as unknown });
    expect(walk(text, () => 'skip', [10], 50)).toEqual([]);
  });
});
