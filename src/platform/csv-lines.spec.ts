import { expect, test } from 'vitest';
import { csvLines } from './csv-lines.js';
import { InputError } from './errors.js';

test('lines come as cells, whatever the ends of lines and with or without a byte-order mark', () => {
  expect(csvLines('\uFEFFa, b\r\n\r\n1,"x, y"\r\n', 'list', 10)).toEqual([
    ['a', 'b'],
    ['1', 'x, y'],
  ]);
});

test('one line more than allowed is read, and no more', () => {
  expect(csvLines('a\n1\n2\n3\n4\n', 'list', 2)).toHaveLength(4);
});

test.each([
  ['a;b\n1;2\n', 'The list is separated by semicolons. Save it separated by commas.'],
  ['a\tb\n1\t2\n', 'The list is separated by tabs. Save it separated by commas.'],
  ['a,b\n"1,2\n', 'The list is no valid CSV'],
])('%j is refused with what to do', (text, sentence) => {
  expect(() => csvLines(text, 'list', 10)).toThrow(InputError);
  expect(() => csvLines(text, 'list', 10)).toThrow(sentence);
});
